import { LATEST_EPOCH_S, parseCells } from './row-cells'
import type { RowTable } from './row-table'

const LF = 10
const CR = 13
const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO = 48

/** Digits a number may have to be read exactly without leaving doubles. */
const SAFE_DIGITS = 15

const NOTHING = new Uint8Array(0)

const POWERS = Array.from({ length: 16 }, (_v, power) => 10 ** power)

/** What was left out of the files of a series, and why. */
export interface RowFaults {
  /** Wrong number of columns, or no number where one belongs. */
  misshapen: number
  /** Time stamps that cannot be true. */
  epoch: number
  tooLong: number
  /** Last lines without an end: what a full disk leaves, even if it looks like a number. */
  unfinished: number
}

export const noRowFaults = (): RowFaults => ({ misshapen: 0, epoch: 0, tooLong: 0, unfinished: 0 })

/**
 * Reads the rows of one collectd file, in pieces of any size, into a table. Plain numbers are read from the bytes; everything
 * unusual (NaN spellings, exponents, spaces, integers beyond 2^53) goes through row-cells.ts. A row with the stamp of the one
 * before replaces it.
 */
export class RowParser {
  private held: Uint8Array = NOTHING
  private skipping = false
  private lastUs = Number.NEGATIVE_INFINITY
  private readonly first: number
  private readonly cells: Float64Array
  private readonly steps = new StepWatch()
  /** True when the table took no more. */
  full = false
  /** Bytes of lines that were given up because they are too long. */
  cutBytes = 0

  constructor(
    private readonly table: RowTable,
    private readonly faults: RowFaults,
    private readonly maxLine: number,
    /** Line end: LF, or CR in files of very old tools. */
    private readonly end: number = LF,
  ) {
    this.first = table.rows
    this.cells = new Float64Array(table.columns)
  }

  /** Rows this parser added. */
  get rows(): number {
    return this.table.rows - this.first
  }

  /** Microseconds the clock was set back inside this file; 0 when it was not. */
  get steppedBackUs(): number {
    return this.steps.backUs
  }

  push(piece: Uint8Array): void {
    let from = 0
    if (this.skipping || this.held.length > 0) {
      const stop = piece.indexOf(this.end) + 1
      if (stop === 0) {
        this.hold(piece)
        return
      }
      if (this.skipping) this.cutBytes += stop
      else this.lines(joined(this.held, piece.subarray(0, stop)), 0, this.held.length + stop)
      this.skipping = false
      this.held = NOTHING
      from = stop
    }
    const end = piece.lastIndexOf(this.end) + 1
    if (end > from) this.lines(piece, from, end)
    this.hold(piece.subarray(Math.max(end, from)))
  }

  /** Keeps the beginning of a line until its end comes, or gives it up when it is too long. */
  private hold(rest: Uint8Array): void {
    if (rest.length === 0) return
    if (this.skipping) {
      this.cutBytes += rest.length
      return
    }
    const length = this.held.length + rest.length
    if (length <= this.maxLine) {
      this.held = joined(this.held, rest)
      return
    }
    if (!isPadding(this.held) || !isPadding(rest)) this.faults.tooLong += 1
    this.skipping = true
    this.cutBytes += length
    this.held = NOTHING
  }

  /** The file has ended: what stands after the last line end is dropped. */
  finish(): void {
    if (this.held.length > 0 && !this.skipping && !isPadding(this.held)) this.faults.unfinished += 1
  }

  private lines(bytes: Uint8Array, from: number, end: number): void {
    const { table, cells, maxLine } = this
    const columns = table.columns
    const lineEnd = this.end
    // Rows in the order of their stamps, which is nearly all of them, are written right here.
    let { timesUs, values } = table
    let room = table.exact.some((exact) => exact !== null) ? 0 : timesUs.length
    let p = from
    while (p < end) {
      const start = p
      // Seconds: ten digits and a point with up to six decimals is what collectd writes.
      let seconds = 0
      let digit = bytes[p]! - ZERO
      while (digit >>> 0 < 10) {
        seconds = seconds * 10 + digit
        digit = bytes[++p]! - ZERO
      }
      let good = p > start && p - start <= 10
      let tUs = seconds * 1_000_000
      if (bytes[p] === POINT) {
        const at = ++p
        let fraction = 0
        digit = bytes[p]! - ZERO
        while (digit >>> 0 < 10) {
          fraction = fraction * 10 + digit
          digit = bytes[++p]! - ZERO
        }
        const n = p - at
        if (n > 6) good = false
        else tUs += fraction * POWERS[6 - n]!
      }
      let c = 0
      let points = 0
      while (good && c < columns && bytes[p] === COMMA) {
        p += 1
        const negative = bytes[p] === MINUS
        if (negative) p += 1
        let at = p
        let whole = 0
        digit = bytes[p]! - ZERO
        while (digit >>> 0 < 10) {
          whole = whole * 10 + digit
          digit = bytes[++p]! - ZERO
        }
        const digits = p - at
        if (digits === 0 || digits > SAFE_DIGITS) {
          good = false
          break
        }
        if (bytes[p] === POINT) {
          at = ++p
          let fraction = 0
          digit = bytes[p]! - ZERO
          while (digit >>> 0 < 10) {
            fraction = fraction * 10 + digit
            digit = bytes[++p]! - ZERO
          }
          const n = p - at
          points |= 1 << c
          if (n === 0 || n > SAFE_DIGITS) {
            good = false
            break
          }
          if (fraction !== 0) {
            const scaled = whole * POWERS[n]! + fraction
            if (scaled > Number.MAX_SAFE_INTEGER) {
              good = false
              break
            }
            whole = scaled / POWERS[n]!
          }
        }
        cells[c++] = negative ? -whole : whole
      }
      if (bytes[p] === CR && bytes[p + 1] === lineEnd) p += 1
      if (good && c === columns && bytes[p] === lineEnd && p - start <= maxLine) {
        p += 1
        const row = table.rows
        if (seconds < 1 || seconds >= LATEST_EPOCH_S) {
          this.faults.epoch += 1
        } else if (tUs > this.lastUs && row < room) {
          timesUs[row] = tUs
          for (let k = 0; k < columns; k++) values[k]![row] = cells[k]!
          if (points !== 0) this.countPoints(points)
          table.rows = row + 1
          this.lastUs = tUs
        } else {
          if (!this.put(tUs, points)) return
          timesUs = table.timesUs
          values = table.values
          if (room > 0) room = timesUs.length
        }
        continue
      }
      const stop = bytes.indexOf(lineEnd, p)
      p = stop + 1
      if (!this.slowly(bytes.subarray(start, stop))) return
      timesUs = table.timesUs
      values = table.values
      room = table.exact.some((exact) => exact !== null) ? 0 : timesUs.length
    }
  }

  /** One line with something unusual in it. False when the table is full. */
  private slowly(line: Uint8Array): boolean {
    if (line.length > this.maxLine) {
      this.faults.tooLong += 1
      return true
    }
    const read = parseCells(line, this.table.columns)
    if (read.is === 'nothing') return true
    if (read.is === 'bad') {
      this.faults[read.why] += 1
      return true
    }
    this.cells.set(read.cells)
    if (!this.put(read.tUs, 0)) return false
    for (const [c, has] of read.points.entries()) if (has) this.table.decimals[c]! += 1
    for (const [c, exact] of read.exact.entries())
      if (exact !== null) this.table.putExact(c, this.table.rows - 1, exact)
    return true
  }

  private put(tUs: number, points: number): boolean {
    const { table, cells } = this
    let row = table.rows
    if (tUs !== this.lastUs || row === this.first) {
      if (table.full) {
        this.full = true
        return false
      }
      table.grow()
      table.rows = row + 1
      if (tUs < this.lastUs) this.steps.back(tUs, this.lastUs)
      this.lastUs = tUs
    } else {
      row -= 1
    }
    table.timesUs[row] = tUs
    for (let c = 0; c < cells.length; c++) {
      const value = cells[c]!
      table.values[c]![row] = value
      const exact = table.exact[c]
      if (exact) exact[row] = Number.isInteger(value) ? BigInt.asIntN(64, BigInt(value)) : 0n
    }
    if (points !== 0) this.countPoints(points)
    return true
  }

  private countPoints(points: number): void {
    const { decimals } = this.table
    for (let c = 0; c < decimals.length; c++) if (points & (1 << c)) decimals[c]! += 1
  }
}

/** Tells a clock that was set back from rows that overtook each other: the former happens once or twice in a file. */
class StepWatch {
  private static readonly LEAST_US = 1_000_000
  private static readonly MOST_STEPS = 3
  private steps = 0
  private biggestUs = 0

  back(toUs: number, fromUs: number): void {
    this.steps += 1
    this.biggestUs = Math.max(this.biggestUs, fromUs - toUs)
  }

  get backUs(): number {
    return this.steps <= StepWatch.MOST_STEPS && this.biggestUs > StepWatch.LEAST_US ? this.biggestUs : 0
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** NUL bytes and line ends only: what some file systems leave behind after a power loss. */
const isPadding = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0 || byte === CR || byte === LF)
