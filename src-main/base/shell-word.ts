/** A word of a POSIX shell that means exactly `words`. */
export const quoted = (words: string): string => `'${words.replaceAll("'", "'\\''")}'`

const PLAIN = /^[\w/.:@%+,=-]+$/

/** The same, without quotes where none are needed: for commands that a person reads. */
export const shellWord = (words: string): string => (PLAIN.test(words) ? words : quoted(words))
