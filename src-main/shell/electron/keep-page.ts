import { app, type BrowserWindow, dialog } from 'electron'

/** A page that crashes more often than this within a minute is not loaded again unasked: that would go on for ever. */
const LOADS_A_MINUTE = 3
/** Loading inside the crash event itself is sometimes lost by Chromium: the process is still being cleared away. */
const LOAD_AFTER_MS = 300
/** A page that has not loaded by then is loaded once more. */
const LOADED_WITHIN_MS = 5_000

export interface PageKeeperIo {
  /** A warning for the log. */
  readonly say: (text: string) => void
  /** The page went away or comes anew. */
  readonly gone: () => void
}

/** A page that dies or is reloaded stops nothing: it is loaded again and asks anew. */
export function keepPage(window: BrowserWindow, url: string, { say, gone }: PageKeeperIo): void {
  const { webContents } = window
  let crashes: number[] = []
  const load = (): void => {
    if (window.isDestroyed()) return
    const again = setTimeout(load, LOADED_WITHIN_MS)
    webContents.once('did-finish-load', () => clearTimeout(again))
    window.once('closed', () => clearTimeout(again))
    void window.loadURL(url).catch(() => undefined)
  }
  webContents.on('did-start-loading', gone)
  webContents.on('render-process-gone', (_event, { reason }) => {
    gone()
    if (reason === 'clean-exit') return
    crashes = [...crashes.filter((at) => Date.now() - at < 60_000), Date.now()]
    const text = `The page ended (${reason}); instruments and recordings went on.`
    const often = crashes.length > LOADS_A_MINUTE
    say(often ? `${text} It ends again and again.` : `${text} It was loaded again.`)
    if (!often) setTimeout(load, LOAD_AFTER_MS)
    else
      void askLoadAgain(window, reason).then((again) => {
        if (!again) return app.quit()
        crashes = []
        load()
      })
  })
}

/** The page cannot say it, so the desktop's own window does. */
async function askLoadAgain(window: BrowserWindow, reason: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The page of Wattbench ends again and again',
    detail: `Reason: ${reason}. Instruments and a recording go on meanwhile; the log has the times. Quitting stops the recording and keeps its session.`,
    buttons: ['Load again', 'Stop and quit'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 0
}
