/** Shown in place of the token. */
const HIDDEN = '\u2022'.repeat(8)

/** A text as it is shown: the token, plain or quoted for a shell, is not. */
export const withoutToken = (text: string, token: string | null): string =>
  token === null ? text : text.replaceAll(token.replaceAll("'", "'\\''"), HIDDEN).replaceAll(token, HIDDEN)

/** What is wrong with a typed data folder, or null. */
export const folderProblem = (text: string): string | null =>
  /^\/[^\p{Cc}]*[^\p{Cc}/]$/u.test(text.trim()) && text.trim().length <= 200
    ? null
    : 'An absolute path of a folder, such as /tmp/collectd'
