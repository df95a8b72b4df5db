import type { InstrumentView, LinkState } from '@contract/instruments'
import type { LiveTick, Readout } from '@contract/live'
import type { ChannelInfo, Envelope, SiUnit } from '@contract/model'
import type { SelectionSummary } from '@contract/series'
import type { SessionRow, SessionView } from '@contract/sessions'
import type { TrafficLine } from '@contract/traffic'

/** Noon of a day, so that times are easy to read. */
export const NOON_US = Date.UTC(2026, 10, 22, 12) * 1_000

const channel = (key: string, label: string, unit: SiUnit): ChannelInfo => ({
  key,
  label,
  unit,
  kind: 'windowed',
  type: 'f64',
})

/** Channels of a wall meter. */
export const METER_CHANNELS: readonly ChannelInfo[] = [
  channel('p', 'Power', 'W'),
  channel('u', 'Voltage', 'V'),
  channel('i', 'Current', 'A'),
]

export const LIVE: LinkState = { at: 'live', sinceUs: NOON_US }

export const anInstrument = (patch: Partial<InstrumentView> = {}): InstrumentView => ({
  id: 'bench-a',
  kind: 'powerspy2',
  name: 'PowerSpy2 bench A',
  address: '/dev/rfcomm0',
  simulated: false,
  settings: { intervalMs: 250, reconnect: true, channelFile: null, nplc: null },
  channels: METER_CHANNELS,
  link: LIVE,
  identity: { model: 'PowerSpy2', serial: '2614', hardware: '02', firmware: '04' },
  calibration: {
    voltsPerDigit: 0.24871,
    ampsPerDigit: 0.0004973,
    date: '2025-03-18',
    factoryVoltsPerDigit: 0.24871,
    factoryAmpsPerDigit: 0.0004971,
    factoryDate: '2011-09-02',
  },
  timing: { askedMs: 250, trueMs: 240, periods: 12, windows: 1, mainsHz: 49.982 },
  health: {
    rateHz: 4.167,
    jitterMs: 3,
    lastSampleUs: NOON_US,
    samples: 6_400,
    lost: 16,
    rejected: 2,
    reconnects: 1,
    lastOutage: { fromUs: NOON_US - 323e6, lengthS: 41.4 },
  },
  ...patch,
})

/** Buckets from plain means; NaN is an empty bucket. */
export function anEnvelope(startUs: number, stepUs: number, means: readonly number[]): Envelope {
  const mean = Float64Array.from(means)
  return {
    startUs,
    stepUs,
    mean,
    min: mean.map((x) => x - 1),
    max: mean.map((x) => x + 1),
    n: mean.map((x) => (Number.isNaN(x) ? 0 : 2)),
  }
}

export const aReadout = (channelId: string, now: number, patch: Partial<Readout> = {}): Readout => ({
  channel: channelId,
  now,
  nowUs: NOON_US,
  mean1m: now,
  n1m: 250,
  expected1m: 250,
  allSinceUs: NOON_US - 240e6,
  meanAll: now,
  nAll: 1_000,
  expectedAll: 1_000,
  energyJ: 4_519,
  gapS: 0,
  gaps: 0,
  ...patch,
})

/** Statistics of a selection of 128.4 s. */
export const aSummary = (channelId: string, patch: Partial<SelectionSummary> = {}): SelectionSummary => ({
  channel: channelId,
  fromUs: 0,
  toUs: 128.4e6,
  n: 6_416,
  expected: 6_420,
  coveragePercent: 99.94,
  mean: 35.2,
  min: 16.75,
  max: 61.04,
  sigma: 10,
  median: 36.1,
  p5: 18.02,
  p95: 50.96,
  p99: 58.4,
  energyJ: 4_519,
  largestGapS: 0.06,
  gaps: 1,
  gapS: 0.06,
  ...patch,
})

export const aTick = (patch: Partial<LiveTick> = {}): LiveTick => ({
  seq: 1,
  nowUs: NOON_US,
  firstUs: NOON_US - 60e6,
  stepUs: 250_000,
  reset: false,
  lanes: [],
  gaps: [],
  readouts: [],
  derived: [],
  ...patch,
})

export const aSession = (patch: Partial<SessionRow> = {}): SessionRow => ({
  id: '20261122T120000Z-a1b2',
  name: 'laptop-build-07',
  state: 'finished',
  startUs: NOON_US,
  endUs: NOON_US + 4_326e6,
  bytes: 18_400_000,
  samples: 86_520,
  sources: [{ name: 'PowerSpy2 bench A', kind: 'powerspy2', simulated: false }],
  meanW: 42.06,
  energyJ: 180_100,
  coveragePercent: 98.9,
  fault: null,
  ...patch,
})

export const aSessionView = (patch: Partial<SessionView> = {}): SessionView => {
  const { id, kind, name, simulated, identity, calibration, channels } = anInstrument()
  const info = {
    id,
    kind,
    name,
    machineName: name,
    simulated,
    identity,
    calibration,
    channels,
    periodS: 0.24,
    settings: {},
  }
  return {
    ...aSession(),
    schema: 1,
    appVersion: '0.1.0',
    sourceInfos: [info],
    events: [],
    gapCount: 0,
    clocks: [],
    ...patch,
  }
}

/** A received frame; a line each 20 ms. */
export const aTrafficLine = (seq: number, patch: Partial<TrafficLine> = {}): TrafficLine => ({
  seq,
  atUs: NOON_US + seq * 20_000,
  instrumentId: 'bench-a',
  direction: 'received',
  text: '<0002F1A4 00003B12>',
  meaning: 'P 44.31\u00a0W',
  level: 'plain',
  ...patch,
})
