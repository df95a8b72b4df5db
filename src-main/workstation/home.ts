import { homedir } from 'node:os'
import { shellWord } from '../base/shell-word'

/** The home folder without a slash at its end; null where there is none of one's own ("/" of some accounts). */
export function homeFolder(): string | null {
  const home = homedir().replace(/\/+$/, '')
  return home.startsWith('/') ? home : null
}

/** Strictly inside, both absolute and normal. */
export const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)

/** A path without the name of the account. */
export function fromHome(path: string, home = homeFolder()): string {
  if (home === null) return path
  return path === home ? '~' : isBelow(path, home) ? `~${path.slice(home.length)}` : path
}

/** Any words without the name of the account: each mention of the home folder becomes `~`. */
export function withoutHome(words: string, home = homeFolder()): string {
  if (home === null) return words
  const literal = home.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return words.replace(new RegExp(`(?<![\\w.-])${literal}(?![\\w.-])`, 'g'), '~')
}

/** A path as one word of a shell; the shell itself puts the home folder in. */
export function shellPath(path: string, home = homeFolder()): string {
  if (home === null || !isBelow(path, home)) return shellWord(path)
  return `~/${shellWord(path.slice(home.length + 1))}`
}
