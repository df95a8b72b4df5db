import type { SiUnit } from '@contract/model'
import type { SignalColour } from '../../ui/Swatch'

/** A channel of an imported series, in words that were made harmless. */
export interface ImportedChannel {
  /** `cpu-0/cpu-user`. */
  readonly path: string
  /** Name of the column where a series has several: rx, tx; '' where it has one. */
  readonly column: string
  /** Its name beside others of its lane: "cpu-0 user", "eth0 rx", "package-0". */
  readonly name: string
  readonly unit: SiUnit
  /** A rising total or the raw counter behind it: never shown without being asked for. */
  readonly counter: 'total' | 'raw' | null
}

/** First colour, and how often its dash is moved on: together the look of a signal, the same in every session. */
export interface Look {
  readonly colour: SignalColour
  readonly turn: number
}

/** What several series of one machine have in common: they are one lane. */
export interface Family {
  readonly name: string
  readonly title: string
  /** Those shown without being asked for, of the channels that can be drawn. */
  readonly byDefault: (channels: readonly ImportedChannel[]) => readonly ImportedChannel[]
  /** `at` counts the channels of the lane in their natural order. */
  readonly look: (channel: ImportedChannel, at: number) => Look
  /** A natural end of its axis; null for that of its unit. */
  readonly most: number | null
}

type Named = Pick<ImportedChannel, 'path'>

const pluginOf = ({ path }: Named): string => path.slice(0, path.indexOf('/'))
const typed = ({ path }: Named): string => path.slice(path.indexOf('/') + 1)
const typeOf = (channel: Named): string => typed(channel).replace(/-.*$/, '')
const instanceOf = (channel: Named): string => typed(channel).replace(/^[^-]*-?/, '')

const RAPL = /^(intel[-_]?rapl|rapl|powercap|intel_cpu_energy)/
const CPU = /^(cpu(-|$)|aggregation-cpu)/
/** Interfaces without a wire or a radio behind them. */
const VIRTUAL = /^interface-(lo|docker|veth|virbr|br-|tun|tap|vnet|dummy)/

const isVirtual = (channel: Named): boolean => VIRTUAL.test(pluginOf(channel))

const ALL: readonly SignalColour[] = ['s8', 's2', 's6', 's4', 's7', 's3', 's5', 's1']

const lookAt = (colours: readonly SignalColour[], at: number): Look => ({
  colour: colours[at % colours.length] ?? 's8',
  turn: Math.floor(at / colours.length),
})

const inTurn =
  (colours: readonly SignalColour[]): Family['look'] =>
  (_channel, at) =>
    lookAt(colours, at)

const startingWith = (first: SignalColour): readonly SignalColour[] => [first, ...ALL.filter((one) => one !== first)]

const NONE: Family['byDefault'] = () => []

const RAPL_LOOKS: readonly (readonly [RegExp, SignalColour])[] = [
  [/psys|platform/i, 's8'],
  [/dram/i, 's4'],
  [/uncore|pp1/i, 's2'],
  [/core|pp0/i, 's7'],
]

/** Socket of a RAPL domain: the number at its end. */
const socketOf = (channel: Named): number => Number(/(\d+)\D*$/.exec(instanceOf(channel))?.[1] ?? 0)

const isPackage = (channel: Named): boolean => /package|pkg/i.test(instanceOf(channel))

const rapl: Family = {
  name: 'rapl',
  title: 'RAPL power',
  // Package, core, uncore and DRAM contain each other: only the packages stand side by side.
  byDefault: (channels) => {
    const packages = channels.filter(isPackage)
    return packages.length > 0 ? packages.slice(0, 4) : channels.slice(0, 1)
  },
  look: (channel) => ({
    colour: RAPL_LOOKS.find(([pattern]) => !isPackage(channel) && pattern.test(instanceOf(channel)))?.[1] ?? 's5',
    turn: socketOf(channel),
  }),
  most: null,
}

/** More lines than this make the lane higher than that of the wall. */
const MOST_LINES = 4

const CPU_COLOURS: readonly SignalColour[] = ['s2', 's5', 's3', 's7', 's4', 's6', 's8', 's1']

const cpu: Family = {
  name: 'cpu',
  title: 'CPU load',
  byDefault: (channels) => {
    const plugins = [...new Set(channels.map(pluginOf))]
    // All processors together where the machine tells that, else each by itself.
    const joint = plugins.filter((plugin) => /^(cpu$|aggregation-cpu.*average|cpu-average)/.test(plugin)).slice(0, 1)
    const of = joint.length > 0 ? joint : plugins
    const states = channels.some((one) => instanceOf(one) === 'active')
      ? ['active']
      : of.length === 1
        ? ['user', 'system']
        : ['user']
    return channels.filter((one) => of.includes(pluginOf(one)) && states.includes(instanceOf(one))).slice(0, MOST_LINES)
  },
  look: (channel, at) => {
    const processor = Number(/^cpu-(\d+)$/.exec(pluginOf(channel))?.[1] ?? 0)
    const state = ['user', 'system'].indexOf(instanceOf(channel).replace('active', 'user'))
    return lookAt(CPU_COLOURS, state < 0 ? 16 + at : 2 * processor + state)
  },
  most: 100,
}

const memory: Family = {
  name: 'memory',
  title: 'Memory',
  byDefault: (channels) => channels.filter((one) => instanceOf(one) === 'used').slice(0, 1),
  look: ({ path }, at) => (path.endsWith('-used') ? { colour: 's3', turn: 0 } : lookAt(ALL, at)),
  most: null,
}

const network: Family = {
  name: 'network',
  title: 'Network',
  byDefault: (channels) => channels.filter((one) => !isVirtual(one)).slice(0, 4),
  look: inTurn(['s6', 's4', 's2', 's3', 's7', 's5', 's8', 's1']),
  most: null,
}

/** What collectd's types are called; others by their own name. */
const TITLES: Readonly<Record<string, string>> = {
  contextswitch: 'Context switches',
  cpufreq: 'CPU frequency',
  df_complex: 'File systems',
  disk_io_time: 'Disk busy',
  disk_merged: 'Merged disk operations',
  disk_octets: 'Disk',
  disk_ops: 'Disk operations',
  disk_time: 'Disk time',
  fanspeed: 'Fan',
  fork_rate: 'Forks',
  if_dropped: 'Dropped packets',
  if_errors: 'Network errors',
  if_packets: 'Packets',
  load: 'Load average',
  pending_operations: 'Pending disk operations',
  ps_state: 'Processes',
  swap_io: 'Swap traffic',
}

const inWords = (type: string): string => {
  const words = type.replaceAll('_', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

/** The family of a series: what is known of it, else its type. */
export function familyOf(channel: Pick<ImportedChannel, 'path' | 'unit'>): Family {
  const plugin = pluginOf(channel)
  const type = typeOf(channel)
  if (RAPL.test(plugin)) return rapl
  if (CPU.test(plugin) && channel.unit === '%') return cpu
  if (type === 'memory' && plugin.startsWith('memory')) return memory
  if (type === 'if_octets') return network
  const gpu = /gpu/i.test(plugin)
  const first = gpu ? 's7' : /^(disk|io)_/.test(type) ? 's4' : ALL[letters(type) % ALL.length]
  return {
    name: `${gpu ? 'gpu-' : ''}${type}`,
    title: gpu ? `GPU ${inWords(type).toLowerCase()}` : (TITLES[type] ?? inWords(type)),
    byDefault: NONE,
    look: inTurn(startingWith(first ?? 's8')),
    most: null,
  }
}

const letters = (text: string): number => [...text].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 997, 7)

/** The families shown by default, in the order of their lanes; the others stand below. */
export const FAMILY_ORDER: readonly string[] = [rapl.name, cpu.name, memory.name, network.name]

/** A channel's name beside others of its lane: what its path does not share with them. */
export function nameOf({ path, column }: Pick<ImportedChannel, 'path' | 'column'>): string {
  const channel = { path }
  const plugin = pluginOf(channel)
  const place = RAPL.test(plugin) ? '' : CPU.test(plugin) ? plugin : plugin.replace(/^[^-]*-?/, '')
  const parts = [place, instanceOf(channel), column].filter((part) => part !== '')
  return parts.length > 0 ? parts.join(' ') : typeOf(channel) || path
}

/** Natural order: cpu-2 before cpu-10, real interfaces before virtual ones, totals last. */
export function inOrder(a: ImportedChannel, b: ImportedChannel): number {
  const last = (one: ImportedChannel): number => (isVirtual(one) ? 1 : 0)
  return last(a) - last(b) || NATURAL.compare(a.path, b.path) || NATURAL.compare(a.column, b.column)
}

const NATURAL = new Intl.Collator('en', { numeric: true })

interface AxisRule {
  readonly fromZero: boolean
  readonly least: number
  readonly empty: readonly [number, number]
}

const zero = (least: number, high: number): AxisRule => ({ fromZero: true, least, empty: [0, high] })
const level = (least: number, low: number, high: number): AxisRule => ({ fromZero: false, least, empty: [low, high] })

const AXES: Partial<Record<SiUnit, AxisRule>> = {
  W: zero(1, 20),
  '%': zero(5, 100),
  B: zero(1e6, 1e9),
  'B/s': zero(1e3, 1e6),
  'bit/s': zero(1e3, 1e6),
  '1/s': zero(1, 100),
  '1': zero(1, 4),
  rpm: zero(100, 2_000),
  '°C': level(5, 20, 60),
  Hz: level(1e6, 0, 4e9),
  V: level(0.5, 0, 12),
}

/** The value axis of a lane of imported series. A rising total starts where it stood. */
export const axisOf = (unit: SiUnit, counts: boolean): AxisRule =>
  counts ? level(1, 0, 1) : (AXES[unit] ?? level(0.1, 0, 1))
