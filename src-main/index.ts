import { join } from 'node:path'
import { app, type BrowserWindow, clipboard, dialog, nativeTheme } from 'electron'
import type { App } from './app/app'
import { systemClock } from './base/clock'
import { faultViewOf } from './base/fault'
import { houseFolders } from './house-folders'
import { rfcommBench } from './rfcomm-bench'
import { askWhere, askWhichArchives, askWhichChannelFile } from './shell/electron/dialogs'
import { filesFrom, filesOf } from './shell/electron/given-files'
import { keepAwake } from './shell/electron/keep-awake'
import { keepPage } from './shell/electron/keep-page'
import { isPage, pageUrl } from './shell/electron/page-url'
import { serveIpc } from './shell/electron/serve-ipc'
import { shellFolder } from './shell/electron/shell-folder'
import { tellPage } from './shell/electron/tell-page'
import { openWindow, showOnce } from './shell/electron/window'

const outDir = import.meta.dirname
const DEMO = '--demo'
const folders = houseFolders()
app.setName('Wattbench')
const shell = shellFolder(folders.shell)
app.setPath('userData', shell.folder)
app.setPath('crashDumps', join(shell.folder, 'crashes'))

const given = filesOf(process.argv, app.isPackaged ? null : app.getAppPath())
// Another process is told by the lock what this one was given; it shows it in the window that is open.
if (app.requestSingleInstanceLock({ files: given })) void start()
else app.exit(0)

/** The page loads in a process of its own while this one builds the house; what it asks meanwhile waits. */
async function start(): Promise<void> {
  await app.whenReady()
  const url = pageUrl(outDir, app.isPackaged)
  const window = openWindow({
    outDir,
    url,
    icon: join(outDir, '..', '..', 'resources', 'icon.png'),
    title: 'Wattbench',
    background: background(),
  })
  const building = buildHouse(window)
  serveIpc(
    building,
    (event) => event.senderFrame === window.webContents.mainFrame && isPage(event.senderFrame?.url ?? '', url),
  )
  keepPage(window, url, {
    say: (text) => void building.then(({ log }) => log.say('warn', 'Window', text)),
    gone: () => void building.then((house) => house.pageGone()),
  })
  quitInOrder(building)
  app.on('second-instance', (_event, _argv, _folder, data) => {
    if (quitting || window.isDestroyed()) return startAgain(filesFrom(data))
    void building.then((house) => handOver(house, filesFrom(data)))
    window.restore()
    window.focus()
  })
  showOnce(
    window,
    building.then((house) => followTheme(house, window)),
  )
  const house = await building.catch(cannotStart)
  tellPage(house.teller, window)
  if (shell.trouble !== null) house.log.say('warn', 'Window', shell.trouble)
  confirmClose(window, house)
  handOver(house, given)
  if (process.argv.includes(DEMO) && !quitting) await house.bench.startDemo()
}

/** The use cases and everything below them are read only here: a window needs none of it to open. */
async function buildHouse(window: BrowserWindow): Promise<App> {
  const { composeApp } = await import('./compose')
  const rfcomm = rfcommBench(process.argv, app.isPackaged)
  return composeApp({
    folders,
    clock: systemClock(),
    electron: process.versions.electron ?? '',
    binary: process.execPath,
    askWhere: (question) => askWhere(window, question),
    askWhich: () => askWhichChannelFile(window),
    askArchives: () => askWhichArchives(window),
    copy: (text) => clipboard.writeText(text),
    ...(rfcomm ? { rfcomm } : {}),
    keepAwake,
  })
}

function cannotStart(error: unknown): never {
  const { title, cause, next } = faultViewOf(error)
  dialog.showErrorBox('Wattbench cannot start', `${title}\n\n${cause}\n${next}`)
  app.exit(1)
  throw error
}

const background = (): string => (nativeTheme.shouldUseDarkColors ? '#14171A' : '#F3F4F5')

function followTheme(house: App, window: BrowserWindow): void {
  nativeTheme.themeSource = house.settings.view().theme
  window.setBackgroundColor(background())
  house.teller.hear((told) => {
    if (told.topic === 'settings:changed') nativeTheme.themeSource = told.message.settings.theme
  })
}

/** One session is looked at at a time: the last file counts. */
function handOver(house: App, files: readonly string[]): void {
  const file = files.at(-1)
  if (file !== undefined) house.handOver(file)
}

/** Whoever starts the application while it says goodbye gets a fresh one as soon as it has. */
function startAgain(files: readonly string[]): void {
  app.relaunch({ args: [...process.argv.slice(1).filter((word) => word !== DEMO), ...files] })
}

/** Closing the window ends the application, so a running recording is asked about first. */
function confirmClose(window: BrowserWindow, house: App): void {
  let asking = false
  window.on('close', (event) => {
    if (quitting || house.recorder.sessionId === null) return
    event.preventDefault()
    if (asking) return
    asking = true
    void dialog
      .showMessageBox(window, {
        type: 'question',
        message: 'A session is being recorded',
        detail: 'Closing the window stops the recording. The session is kept.',
        buttons: ['Go on recording', 'Stop and quit'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response === 1) app.quit()
      })
      .finally(() => {
        asking = false
      })
  })
}

let quitting = false

/** Instruments are told to stop, the session is closed, then the process ends; signals take the same way. */
function quitInOrder(building: Promise<App>): void {
  let done = false
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    quitting = true
    if (done) return
    event.preventDefault()
    void building
      .then((house) => house.stop())
      .catch(() => undefined)
      .finally(() => {
        done = true
        app.quit()
      })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
}
