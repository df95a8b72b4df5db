import { getSystemErrorMap } from 'node:util'

/** The errno name of a system error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** What the system said, without the path that stands in an error's message. */
export function saidBy(error: unknown): string {
  const code = codeOf(error)
  const known = [...getSystemErrorMap().values()].find(([name]) => name === code)
  return known ? `${known[1]} (${code})` : code || 'no reason was given'
}
