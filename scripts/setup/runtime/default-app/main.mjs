/**
 * What Electron runs when it is started as `electron PATH`: load the `-r` modules, answer --version and --abi, take
 * name, version and path from the app's package.json, then import its main. The same behaviour as Electron's own
 * default app (electron/electron, default_app/main.ts), which the fallback package does not carry.
 * Top-level await on purpose: Electron holds `ready` back until this module has finished.
 */
import { existsSync, readFileSync } from 'node:fs'
import Module from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, dialog } from 'electron'

/** Methods that Electron and Node have but do not document; Electron's own default app uses the same ones. */
const internalApp = /** @type {typeof app & Record<'setVersion' | 'setAppPath', (text: string) => void>} */ (app)
const internalModule = /** @type {{ _resolveFilename: (path: string, parent: null, isMain: boolean) => string,
 *   _preloadModules: (modules: readonly string[]) => void }} */ (/** @type {unknown} */ (Module))

/** @param {readonly string[]} args @returns {{ path: string | null, modules: string[], print: string | null }} */
function parse(args) {
  const modules = []
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? ''
    if (arg === '-v' || arg === '--version') return { path: null, modules, print: `v${process.versions.electron}` }
    if (arg === '-a' || arg === '--abi') return { path: null, modules, print: process.versions.modules }
    if (arg === '-r' || arg === '--require') {
      i += 1
      modules.push(args[i] ?? '')
    } else if (!arg.startsWith('-')) return { path: arg, modules, print: null }
  }
  return { path: null, modules, print: null }
}

/** @param {string} text ends the process after telling it on the terminal and, where possible, in a window */
function giveUp(text) {
  console.error(text)
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) dialog.showErrorBox('Error launching app', text)
  process.exit(1)
}

/** @param {string} folder takes name and version from its package.json */
function introduce(folder) {
  const { name, productName, version, desktopName } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (version) internalApp.setVersion(version)
  if (productName || name) app.name = productName || name
  app.setDesktopName(desktopName ?? `${app.name}.desktop`)
}

/** @param {string} path a folder with a package.json, or a file */
async function load(path) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  const folder = resolve(path)
  try {
    const hasPackage = existsSync(join(folder, 'package.json'))
    if (hasPackage) introduce(folder)
    // Resolves package.json's main, index.js, or the file itself, as require() does.
    const main = internalModule._resolveFilename(folder, null, true)
    internalApp.setAppPath(hasPackage ? folder : dirname(main))
    await import(pathToFileURL(main).href)
  } catch (error) {
    giveUp(`The app at ${folder} could not be loaded.\n\n${error instanceof Error ? error.stack : error}`)
  }
}

const { path, modules, print } = parse(process.argv.slice(1))
if (modules.length > 0) internalModule._preloadModules(modules)
if (print !== null) {
  console.log(print)
  process.exit(0)
} else if (path === null) {
  giveUp('Usage: electron [options] PATH\n\nThis development runtime has no start page: name an app.')
} else {
  await load(path)
}
