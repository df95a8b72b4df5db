/** What the meter puts into its error queue; the command then does nothing. */
export class ScpiError extends Error {
  constructor(
    readonly code: number,
    text: string,
  ) {
    super(text)
  }
}

/** One command or query of a message, with its full path. */
export interface Unit {
  /** Upper case, without `?`: ["ROUT", "SCAN"]; common commands have one node with the star. */
  readonly nodes: readonly string[]
  readonly asks: boolean
  readonly args: readonly string[]
}

/**
 * A program message as its units. A header without a leading colon is looked up beside the one before it, as SCPI's path
 * rule says: after `ROUT:SCAN …;` a bare `FORM:…` is ROUT:FORM and does not exist.
 */
export function unitsOf(message: string): readonly Unit[] {
  let path: readonly string[] = []
  const units: Unit[] = []
  for (const part of splitOutside(message, ';')) {
    const [, header = '', rest = ''] = /^\s*([^\s]+)\s*(.*)$/.exec(part) ?? []
    if (header === '') continue
    const asks = header.endsWith('?')
    const name = (asks ? header.slice(0, -1) : header).toUpperCase()
    const written = name.split(':').filter((node) => node !== '')
    const absolute = name.startsWith(':') || name.startsWith('*')
    const nodes = absolute ? written : [...path, ...written]
    if (!name.startsWith('*')) path = nodes.slice(0, -1)
    const args = rest.trim() === '' ? [] : splitOutside(rest, ',').map((arg) => arg.trim())
    units.push({ nodes, asks, args })
  }
  return units
}

/** Splits where the mark is neither in quotes nor in parentheses. */
function splitOutside(text: string, mark: string): readonly string[] {
  const parts: string[] = []
  let part = ''
  let depth = 0
  let quote = ''
  for (const char of text) {
    if (quote !== '') quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (char === '(') depth++
    else if (char === ')') depth--
    if (char === mark && quote === '' && depth <= 0) {
      parts.push(part)
      part = ''
    } else part += char
  }
  return [...parts, part]
}

interface PatternNode {
  readonly short: string
  readonly long: string
  readonly optional: boolean
}

/** `[SENSe:]VOLTage[:DC]:NPLC`: capitals are the short form, brackets may be left out. */
export function pattern(text: string): (nodes: readonly string[]) => boolean {
  const nodes: readonly PatternNode[] = [...text.matchAll(/(\[?):?([*A-Za-z]+):?(\]?)/g)].map(
    ([, open, name = '']) => ({
      short: name.replace(/[a-z]/g, ''),
      long: name.toUpperCase(),
      optional: open === '[',
    }),
  )
  return (written) => matches(nodes, written)
}

function matches(pattern: readonly PatternNode[], written: readonly string[]): boolean {
  const [node, ...others] = pattern
  if (!node) return written.length === 0
  const [first, ...rest] = written
  if (first !== undefined && (first === node.short || first === node.long) && matches(others, rest)) return true
  return node.optional && matches(others, written)
}

/** A number, or the words a meter takes in its place. */
export function numberIn(text: string | undefined, words: Readonly<Record<string, number>> = {}): number {
  if (text === undefined) throw new ScpiError(-109, 'Missing parameter')
  const word = words[text.toUpperCase()]
  if (word !== undefined) return word
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new ScpiError(-104, 'Data type error')
  return Number(text)
}

export function switchIn(text: string | undefined): boolean {
  if (text === undefined) throw new ScpiError(-109, 'Missing parameter')
  if (/^(ON|1)$/i.test(text)) return true
  if (/^(OFF|0)$/i.test(text)) return false
  throw new ScpiError(-224, 'Illegal parameter value')
}

/** A definite-length block: `#214(@101,102,103)`. */
export function block(contents: string): string {
  const length = String(contents.length)
  return `#${length.length}${length}${contents}`
}
