import type { CollectdKind, SeriesGroup } from '@contract/collectd'
import type { SiUnit } from '@contract/model'
import type { SeriesName } from './entry-name'
import type { DataSource } from './types-db'

/** What a column measures. */
export interface Meaning {
  readonly kind: CollectdKind
  /** A gauge of a plugin that in truth counts up. */
  readonly counts: boolean
  /** Unit people read; null for plain numbers. */
  readonly unit: string | null
  /** A stored value is number ÷ divisor in `unit`: µJ → J is 1e6, ms → s 1e3; Wh → J divides by 1/3600. */
  readonly divisor: number
  readonly group: SeriesGroup
  /** Where a counter wraps besides 2^32 and 2^64. */
  readonly ranges: readonly number[]
  /** Rates beyond this are nonsense, in `unit` per second. */
  readonly rateCap: number
  /** Rates are taken over at least this long, seconds; 0: from row to row. */
  readonly rateOverS: number
}

/** max_energy_range_uj as found in the wild: Intel packages, AMD and some servers, DRAM. */
export const RAPL_RANGES: readonly number[] = [262_143_328_850, 65_532_610_987, 65_712_999_613]

interface Unit {
  readonly unit: string | null
  readonly divisor?: number
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean)
const each = (unit: Unit, types: string) => words(types).map((type) => [type, unit] as const)

/** Units of collectd's types, as its plugins fill them. What is not here is a plain number. */
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...each({ unit: 'W' }, 'power tdp'),
  ...each({ unit: 'V' }, 'voltage voltage_threshold'),
  ...each({ unit: 'A' }, 'current'),
  ...each({ unit: 'Ah' }, 'charge capacity'),
  ...each({ unit: 'J' }, 'energy'),
  ...each({ unit: 'J', divisor: 1 / 3600 }, 'energy_wh'),
  ...each({ unit: '°C' }, 'temperature smart_temperature nvme_temperature nvme_temp_sensor'),
  ...each({ unit: 'Hz' }, 'frequency cpufreq'),
  ...each({ unit: 'rpm' }, 'fanspeed'),
  ...each({ unit: '%' }, 'percent percent_bytes percent_inodes humidity'),
  ...each({ unit: 'dBm' }, 'signal_power signal_noise'),
  ...each({ unit: 'dB' }, 'snr spl'),
  ...each({ unit: 's' }, 'duration uptime delay time_offset time_dispersion root_delay root_dispersion response_time'),
  ...each({ unit: 's', divisor: 1e3 }, 'latency ping ping_stddev disk_time disk_io_time total_time_in_ms'),
  ...each({ unit: 's', divisor: 1e6 }, 'ps_cputime redis_command_cputime'),
  ...each({ unit: 's', divisor: 1e9 }, 'virt_cpu_total virt_vcpu'),
  ...each({ unit: 'jiffies' }, 'cpu'),
  ...each({ unit: 'bit/s' }, 'bitrate'),
  ...each(
    { unit: 'bytes' },
    `bytes memory swap swap_io df df_complex disk_octets if_octets if_rx_octets if_tx_octets io_octets ib_octets ipt_bytes
     total_bytes apache_bytes cache_size ceph_bytes compression disk_allocation disk_capacity disk_physical dns_octets email_size
     file_size memcached_octets memory_bandwidth memory_lua mysql_bpool_bytes mysql_octets node_octets pg_db_size ps_code ps_data
     ps_disk_octets ps_rss ps_stacksize ps_vm serial_octets vf_bytes vs_memory arc_l2_bytes arc_l2_size arc_size
     nvme_nand_bytes_written nvme_host_bytes_written`,
  ),
  ...each({ unit: 'ops' }, 'disk_ops disk_merged disk_ops_complex io_ops ps_disk_ops'),
  ...each(
    { unit: 'count' },
    `contextswitch fork_rate ps_state ps_count ps_pagefaults if_packets if_errors if_dropped if_multicast if_collisions
     if_rx_packets if_tx_packets if_rx_errors if_tx_errors if_rx_dropped if_tx_dropped io_packets ib_packets irq`,
  ),
])

const GROUPS: readonly (readonly [SeriesGroup, RegExp])[] = [
  [
    'Power',
    /^(power|voltage|voltage_threshold|current|charge|capacity|energy|energy_wh|tdp|temperature|smart_temperature|nvme_temp.*|fanspeed)$/,
  ],
  ['Memory', /^(memory.*|swap.*|vmpage.*|freepages|percent_bytes)$/],
  ['Network', /^(if_.*|ib_.*|ipt_.*|ping.*|tcp_connections|conntrack|dns_.*|node_.*|vf_.*|signal_.*|snr)$/],
  [
    'Disk',
    /^(disk_.*|df.*|io_.*|pending_operations|percent_inodes|smart_.*|nvme_.*|md_disks|drbd_resource|file_size)$/,
  ],
  ['Process', /^(ps_.*|fork_rate|threads|users|file_handles|vs_.*)$/],
  ['CPU', /^(cpu.*|load|contextswitch|irq|virt_.*|frequency|ipc|pstates_enabled|turbo_enabled|uncore_ratio|vcpu)$/],
]

const PLUGIN_GROUPS: readonly (readonly [SeriesGroup, RegExp])[] = [
  ['Power', /^(intel[-_]?rapl|rapl|powercap|intel_cpu_energy|turbostat|battery|apcups|nut)/],
  ['CPU', /^(cpu|aggregation-cpu|gpu_nvidia|load|irq)/],
  ['Memory', /^(memory|swap|vmem|numa|hugepages)/],
  ['Network', /^(interface|netlink|ethstat|ping|tcpconns|wireless|conntrack)/],
  ['Disk', /^(disk|df|md|nvme|smart|zfs_arc)/],
  ['Process', /^(processes|procevent|cgroups)/],
]

const isRapl = (plugin: string): boolean => /^(intel[-_]?rapl|rapl|powercap)/.test(plugin)

/** What a column of a series measures, from its plugin, its type and its data source. */
export function meaningOf(name: SeriesName, source: DataSource): Meaning {
  const { plugin, type } = name
  const counter = source.kind !== 'gauge'
  const known = unitOf(name, source)
  const unit = known.unit
  const group =
    PLUGIN_GROUPS.slice(0, 1).find(([, pattern]) => pattern.test(plugin))?.[0] ??
    GROUPS.find(([, pattern]) => pattern.test(type))?.[0] ??
    PLUGIN_GROUPS.find(([, pattern]) => pattern.test(plugin))?.[0] ??
    'Other'
  return {
    kind: plugin.startsWith('intel_cpu_energy') && type === 'energy' ? 'counter' : source.kind,
    counts: counter || (plugin.startsWith('intel_cpu_energy') && type === 'energy'),
    unit,
    divisor: known.divisor ?? 1,
    group,
    ranges: counter && isRapl(plugin) ? RAPL_RANGES : [],
    rateCap: unit === 'J' ? 1e5 : unit === 'jiffies' ? 1e5 : unit === 'bytes' ? 1e13 : 1e15,
    rateOverS: unit === 'jiffies' ? 1 : 0,
  }
}

function unitOf({ plugin, type }: SeriesName, { kind }: DataSource): Unit {
  if (isRapl(plugin) && kind !== 'gauge' && /^(counter|derive|energy)$/.test(type)) return { unit: 'J', divisor: 1e6 }
  // NVML gives the fan's share of its full speed, whatever the type is called.
  if (plugin.startsWith('gpu_nvidia') && type === 'fanspeed') return { unit: '%' }
  return UNITS.get(type) ?? { unit: null }
}

/** A unit per second as people write it. */
export const perSecond = (unit: string | null): string | null =>
  unit === null ? null : unit === 'J' ? 'W' : `${unit}/s`

const SI: Readonly<Record<string, SiUnit>> = {
  W: 'W',
  V: 'V',
  A: 'A',
  Ah: 'Ah',
  J: 'J',
  '°C': '°C',
  Hz: 'Hz',
  rpm: 'rpm',
  '%': '%',
  dB: 'dB',
  dBm: 'dBm',
  s: 's',
  bytes: 'B',
  'bytes/s': 'B/s',
  'bit/s': 'bit/s',
  jiffies: 'jiffies',
}

/** The unit a channel of the session has. */
export const siUnitOf = (unit: string | null): SiUnit => (unit === null ? '1' : (SI[unit] ?? '1'))

/** Unit and factor of a counter's rate as it is drawn: jiffies are hundredths of a CPU, seconds of work a share of the time. */
export function rateChannel(unit: string | null): { readonly unit: SiUnit; readonly factor: number } {
  if (unit === 'J') return { unit: 'W', factor: 1 }
  if (unit === 'bytes') return { unit: 'B/s', factor: 1 }
  if (unit === 'jiffies') return { unit: '%', factor: 1 }
  if (unit === 's') return { unit: '%', factor: 100 }
  return { unit: '1/s', factor: 1 }
}
