/** 2100-01-01 in seconds: what lies beyond is no time stamp, or one in milliseconds. */
export const LATEST_EPOCH_S = 4_102_444_800

export type ReadCells =
  | {
      readonly is: 'row'
      readonly tUs: number
      readonly cells: readonly number[]
      /** Integers that a double cannot hold. */
      readonly exact: readonly (bigint | null)[]
      readonly points: readonly boolean[]
    }
  | { readonly is: 'bad'; readonly why: 'misshapen' | 'epoch' }
  /** Empty, padding, or a second header: no row and no fault. */
  | { readonly is: 'nothing' }

const NOTHING: ReadCells = { is: 'nothing' }
const MISSHAPEN: ReadCells = { is: 'bad', why: 'misshapen' }
const BAD_EPOCH: ReadCells = { is: 'bad', why: 'epoch' }

/** Decimal numbers as C's strtod takes them, without hexadecimal ones. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const INTEGER = /^[+-]?\d+$/
/** How "there is no value" is spelled by collectd, by RRDtool and by hand. */
const NO_VALUE = /^([+-]?(nan|inf|infinity)(\([^)]*\))?|u|null|none|)$/i

/** Beyond 64 bits an integer is no counter of collectd: its nearest double must do. */
const TWO_64 = 1n << 64n

/** Reads a line slowly and with patience: `nan` and its like are no value; a comma too many, or letters, spoil the row. */
export function parseCells(line: Uint8Array, columns: number): ReadCells {
  const text = latin1(line).replace(/^\0+|[\0\r]+$/g, '')
  if (text.trim() === '') return NOTHING
  if (text.startsWith('epoch,')) return NOTHING
  const [epoch = '', ...cells] = text.split(',').map((cell) => cell.trim())
  if (cells.length !== columns) return MISSHAPEN
  if (!NUMBER.test(epoch)) return BAD_EPOCH
  const seconds = Number(epoch)
  if (!(seconds >= 1 && seconds < LATEST_EPOCH_S)) return BAD_EPOCH
  if (!cells.every((cell) => NUMBER.test(cell) || NO_VALUE.test(cell))) return MISSHAPEN
  return {
    is: 'row',
    tUs: microseconds(epoch, seconds),
    cells: cells.map(numberOf),
    exact: cells.map(exactOf),
    points: cells.map((cell) => cell.includes('.') && NUMBER.test(cell)),
  }
}

function numberOf(cell: string): number {
  if (NO_VALUE.test(cell)) return Number.NaN
  const value = Number(cell)
  return Number.isFinite(value) ? value : Number.NaN
}

function exactOf(cell: string): bigint | null {
  if (!INTEGER.test(cell) || Number.isSafeInteger(Number(cell))) return null
  const value = BigInt(cell.replace('+', ''))
  return value < TWO_64 && value >= -(TWO_64 >> 1n) ? value : null
}

/** Digit-wise: seconds × 1e6 in doubles would be off by one now and then. */
function microseconds(text: string, seconds: number): number {
  const [, whole = '', fraction = ''] = /^\+?(\d+)(?:\.(\d*))?$/.exec(text) ?? []
  if (whole === '') return Math.round(seconds * 1e6)
  return Number(whole) * 1e6 + Math.round(Number(`0.${fraction || '0'}`) * 1e6)
}

const latin1 = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!)
  return text
}
