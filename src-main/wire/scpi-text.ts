declare const checked: unique symbol

/** Something that may stand inside a message: made by this file only, so that unchecked text cannot get in. */
export type ScpiArgument = string & { readonly [checked]: 'argument' }
/** A program message without an answer. */
export type ScpiCommand = string & { readonly [checked]: 'command' }
/** A program message with one answer. */
export type ScpiQuery = string & { readonly [checked]: 'query' }

/** A whole number. Throws RangeError for what is none. */
export function scpiWhole(value: number): ScpiArgument {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`)
  return String(value) as ScpiArgument
}

/** A number as NR1, NR2 or NR3. Throws RangeError for what is not finite. */
export function scpiNumber(value: number): ScpiArgument {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a number SCPI can say`)
  return String(value).replace('e', 'E') as ScpiArgument
}

/** Three consecutive numbers are worth a range: "2001,2002" is no longer than "2001:2002". */
const WORTH_A_RANGE = 3

/**
 * A channel list `(@2001:2010,3001)`: ascending, without duplicates. A range is written only where every number between
 * its ends is wanted and all are in one slot, because the meter takes in whatever else lies between.
 * Throws RangeError for an empty list and for what is no channel number (1 … 99999).
 */
export function scpiChannels(channels: Iterable<number>): ScpiArgument {
  const sorted = [...new Set(channels)].sort((a, b) => a - b)
  const wrong = sorted.find((channel) => !Number.isInteger(channel) || channel < 1 || channel > 99_999)
  if (wrong !== undefined) throw new RangeError(`${wrong} is not a channel number`)
  if (sorted.length === 0) throw new RangeError('a channel list needs a channel')
  const parts: string[] = []
  for (let first = 0; first < sorted.length; ) {
    const from = sorted[first] ?? 0
    let next = first + 1
    while (sorted[next] === from + next - first && slotOf(sorted[next] ?? 0) === slotOf(from)) next++
    if (next - first >= WORTH_A_RANGE) parts.push(`${from}:${sorted[next - 1]}`)
    else parts.push(...sorted.slice(first, next).map(String))
    first = next
  }
  return `(@${parts.join(',')})` as ScpiArgument
}

/** Slot of a channel number `sccc` (34980A user's guide, "Rules for using a channel list"). */
export const slotOf = (channel: number): number => Math.floor(channel / 1000)

/** command`VOLT:DC:NPLC ${scpiNumber(1)}`: the text comes from the source code, everything else from the makers above. */
export function command(text: TemplateStringsArray, ...args: readonly ScpiArgument[]): ScpiCommand {
  const message = joined(text, args)
  if (header(message).endsWith('?')) throw new RangeError(`${message} asks for an answer`)
  return message as ScpiCommand
}

/** query`SYST:CTYP? ${scpiWhole(2)}`: as command, with one answer. */
export function query(text: TemplateStringsArray, ...args: readonly ScpiArgument[]): ScpiQuery {
  const message = joined(text, args)
  if (!header(message).endsWith('?')) throw new RangeError(`${message} asks for no answer`)
  return message as ScpiQuery
}

const header = (message: string): string => message.split(' ', 1)[0] ?? ''

/** One message a line, one unit a message: a `;` would leave open which unit an error is about. */
function joined(text: readonly string[], args: readonly string[]): string {
  const message = text.map((part, at) => part + (args[at] ?? '')).join('')
  if (!/^[ -:<-~]+$/.test(message)) throw new RangeError('a message is one line of printable ASCII without ";"')
  return message
}
