import { writeFileSync } from 'node:fs'
import { type TestEntry, zipOf } from '../../src-main/testing/zip-writer'

/** A capture as an 8-core machine with RAPL and a GPU makes it: about 100 files. `hours` at 0.1 s. Run as a program of its own. */
const [, , target = '', hours = '1'] = process.argv

const ROWS = Math.round(Number(hours) * 36_000)
const START_MS = 1_795_303_372_760

interface Column {
  value: number
  readonly step: (noise: number) => number
  readonly decimals: number
}

const counter = (perRow: number, start = 0): Column => ({
  value: start,
  step: (x) => Math.floor(x * 2 * perRow),
  decimals: 0,
})
/** Memory and clocks are whole numbers, written with six decimals like every gauge. */
const pages = (level: number): Column => ({
  value: level,
  step: (x) => Math.round((x - 0.5) * 100) * 4096,
  decimals: 6,
})
const gauge = (level: number): Column => ({ value: level, step: (x) => (x - 0.5) * level * 0.01, decimals: 6 })

/** xorshift: the same archive every time. */
let seed = 0x9e3779b9
const random = (): number => {
  seed ^= seed << 13
  seed ^= seed >>> 17
  seed ^= seed << 5
  return (seed >>> 0) / 4_294_967_296
}

function csv(names: string, columns: readonly Column[]): Buffer {
  const parts: string[] = [`epoch,${names}\n`]
  const pieces: Buffer[] = []
  const offset = Math.floor(random() * 60)
  for (let row = 0; row < ROWS; row++) {
    const ms = START_MS + offset + row * 100 + (random() < 0.18 ? (random() < 0.5 ? -1 : 1) : 0)
    let line = `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`
    for (const column of columns) {
      column.value += column.step(random())
      line += `,${column.value.toFixed(column.decimals)}`
    }
    parts.push(line)
    if (parts.length === 20_000) {
      pieces.push(Buffer.from(`${parts.join('\n')}\n`.replace('\n\n', '\n')))
      parts.length = 0
    }
  }
  if (parts.length > 0) pieces.push(Buffer.from(`${parts.join('\n')}\n`.replace('\n\n', '\n')))
  return Buffer.concat(pieces)
}

function entry(path: string, names: string, ...columns: readonly Column[]): TestEntry {
  // Packed at once: the plain text of all files would not fit.
  const { packed, plainBytes, sum } = packedOf(csv(names, columns))
  return { name: `mypc/${path}-2026-11-21`, packed, plainBytes, crc32: sum, data: '' }
}

function packedOf(plain: Buffer) {
  const bytes = zipOf([{ name: 'x', data: plain }])
  const length = bytes.readUInt32LE(18)
  return { packed: Buffer.from(bytes.subarray(31, 31 + length)), plainBytes: plain.length, sum: bytes.readUInt32LE(14) }
}

const entries: TestEntry[] = []
for (let cpu = 0; cpu < 10; cpu++) {
  for (const [i, state] of ['idle', 'user', 'system', 'wait', 'nice', 'interrupt', 'softirq', 'steal'].entries())
    entries.push(entry(`cpu-${cpu}/cpu-${state}`, 'value', counter([8, 2, 0.6, 0.3, 0.1, 0.1, 0.1, 0.05][i]!, 100_000)))
}
for (const face of ['eth0', 'lo', 'wlan0']) {
  for (const [type, size] of [
    ['if_octets', 40_000],
    ['if_packets', 50],
    ['if_errors', 0],
    ['if_dropped', 0],
  ] as const)
    entries.push(entry(`interface-${face}/${type}`, 'rx,tx', counter(size, 1e9), counter(size, 1e9)))
}
for (const zone of ['package-0', 'core', 'uncore', 'dram'])
  entries.push(entry(`intel-rapl/counter-${zone}`, 'value', counter(1.2e6, 1e10)))
for (const kind of ['used', 'free', 'cached', 'buffered', 'slab_recl', 'slab_unrecl'])
  entries.push(entry(`memory/memory-${kind}`, 'value', pages(4_096_000_000)))
for (const [type, level] of [
  ['power', 80],
  ['temperature-core', 60],
  ['fanspeed', 40],
  ['percent-gpu_used', 50],
  ['frequency-multiprocessor', 1.5e9],
  ['memory-used', 2e9],
] as const)
  entries.push(entry(`gpu_nvidia-0-GeForce/${type}`, 'value', level > 1e6 ? pages(level) : gauge(level)))
entries.push(entry('load/load', 'shortterm,midterm,longterm', gauge(1), gauge(1), gauge(1)))
writeFileSync(target, zipOf(entries))
