import { join } from 'node:path'
import { BrowserWindow, type Session, screen } from 'electron'
import { isPage } from './page-url'

const SHOWN_WITHIN_MS = 10_000
const MIN = { width: 1280, height: 800 }

export interface WindowIo {
  /** Folder of the running main bundle (out/main). */
  readonly outDir: string
  readonly url: string
  readonly icon: string
  readonly title: string
  readonly background: string
}

/** Opens the one window, not shown yet: sandboxed, isolated, without Node, going nowhere but to its own page. */
export function openWindow(io: WindowIo): BrowserWindow {
  const area = screen.getPrimaryDisplay().workAreaSize
  const window = new BrowserWindow({
    width: Math.min(1440, area.width),
    height: Math.min(900, area.height),
    minWidth: Math.min(MIN.width, area.width),
    minHeight: Math.min(MIN.height, area.height),
    show: false,
    title: io.title,
    icon: io.icon,
    backgroundColor: io.background,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(io.outDir, '..', 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      backgroundThrottling: false,
    },
  })
  fence(window, io.url)
  void window.loadURL(io.url)
  return window
}

/**
 * Shows the window when its page is painted and `theme` is settled, so that it never flashes in another one; after a while in
 * any case: an application nobody sees cannot even be closed.
 */
export function showOnce(window: BrowserWindow, theme: Promise<void>): void {
  const painted = new Promise<void>((resolve) => window.once('ready-to-show', resolve))
  const late = new Promise<void>((resolve) => setTimeout(resolve, SHOWN_WITHIN_MS).unref())
  void Promise.race([late, Promise.all([painted, theme.catch(() => undefined)])]).then(() => {
    if (!window.isDestroyed()) window.show()
  })
}

/** No other page, no new window, no web view, no permission. */
function fence(window: BrowserWindow, url: string): void {
  const { webContents } = window
  webContents.on('will-navigate', (event, to) => {
    if (!isPage(to, url)) event.preventDefault()
  })
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  denyPermissions(webContents.session)
}

function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}
