import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where the page lives: the built file, or the hot-reload server while developing (never in a packaged application). */
export function pageUrl(outDir: string, packaged: boolean): string {
  const dev = packaged ? undefined : process.env.ELECTRON_RENDERER_URL
  return dev ?? pathToFileURL(join(outDir, '..', 'renderer', 'index.html')).href
}

/** True for the page itself, whatever its fragment; anything else is a stranger. */
export function isPage(url: string, page: string): boolean {
  const bare = url.split(/[?#]/, 1)[0]
  return bare === page || bare === `${page}/`
}
