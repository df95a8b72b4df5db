/** What Python's repr escapes: controls, separators, formats, unassigned; of all blanks only the space is printed. */
const UNPRINTABLE = /[\p{C}\p{Z}]/u
const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A string as Python's repr writes it: single quotes, unless it holds a single and no double quote. */
export function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return `${quote}${[...text].map((c) => (c === quote ? `\\${c}` : escaped(c))).join('')}${quote}`
}

function escaped(c: string): string {
  const named = NAMED[c]
  if (named) return named
  if (c === ' ' || !UNPRINTABLE.test(c)) return c
  const hex = c.codePointAt(0)!.toString(16)
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
