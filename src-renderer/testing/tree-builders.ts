import type { InstrumentView } from '@contract/instruments'
import type { OpenPlan, PlanRow, PlanView, SolvedRow, SolvedTree, TreeReply } from '@contract/tree'
import { anInstrument, NOON_US } from './builders'

const row = (channel: number, name: string, patch: Partial<PlanRow> = {}): PlanRow => ({
  line: 1,
  channel,
  name,
  group: 'rail',
  kind: 'power',
  ohms: 0.05,
  railVoltage: 5,
  rail: 0,
  parent: 0,
  ...patch,
})

/** VIN and a root with a measured rail, a processor, a loss and a remainder. */
export const PLAN: PlanView = {
  file: 'board.csv',
  hasTree: true,
  problems: [],
  rows: [
    row(2001, 'VIN', { kind: 'voltage', group: 'none', ohms: 1, railVoltage: 0, rail: -1, parent: null, line: 1 }),
    row(2002, 'DC_IN', { rail: 2001, railVoltage: 0, line: 2 }),
    row(2003, 'VCORE', { group: 'cpu', ohms: 0.005, railVoltage: 1, parent: 2002, line: 3 }),
    row(-1, 'LDO_LOSS', {
      kind: 'static',
      group: 'none',
      ohms: 1,
      railVoltage: 0.5,
      rail: 2003,
      parent: 2002,
      line: 4,
    }),
    row(-2, 'REST', { kind: 'remaining', group: 'none', ohms: 1, railVoltage: 0, parent: 2002, line: 5 }),
  ],
}

const solved = (channel: number, value: number | null, patch: Partial<SolvedRow> = {}): SolvedRow => ({
  channel,
  status: value === null ? 'dependency' : 'ok',
  senseV: null,
  railV: null,
  currentA: null,
  value,
  ...patch,
})

/** A scan of PLAN; watts of DC_IN, VCORE, the loss and the remainder. */
export function aTree(
  watts: readonly [number | null, number | null, number | null, number | null] = [20, 12, 6, 2],
): SolvedTree {
  const [root, core, loss, rest] = watts
  const share = (w: number | null): number | null => (w === null || root === null ? null : (w / root) * 100)
  const node = (channel: number, parent: number | null, w: number | null, children = 0) => ({
    channel,
    parent,
    depth: parent === null ? 0 : 1,
    children,
    ofParentPercent: share(w),
    ofTotalPercent: share(w),
  })
  return {
    startUs: NOON_US - 340_000,
    endUs: NOON_US,
    loop: 4_325,
    rows: [
      solved(2001, 12.5, { senseV: 12.5 }),
      solved(2002, root, { senseV: 0.08, railV: 12.5, currentA: 1.6 }),
      solved(2003, core, core === null ? { status: 'overload' } : { senseV: 0.06, railV: 1, currentA: 12 }),
      solved(-1, loss),
      solved(-2, rest),
    ],
    groups: [
      { group: 'rail', totalW: root ?? 0, netW: root ?? 0, incomplete: root === null },
      { group: 'cpu', totalW: core ?? 0, netW: core ?? 0, incomplete: core === null },
    ],
    nodes: [node(2002, null, root, 3), node(2003, 2002, core), node(-1, 2002, loss), node(-2, 2002, rest)],
    totalW: root,
  }
}

export const aReply = (patch: Partial<TreeReply> = {}): TreeReply => ({
  sourceId: 'rack-3',
  plan: PLAN,
  moment: { at: 'live' },
  tree: aTree(),
  skewMs: 340,
  scans: 1,
  expected: 1,
  nplc: 0.2,
  intervalMs: 1_000,
  channels: 34,
  ...patch,
})

export const aVoltmeter = (patch: Partial<InstrumentView> = {}): InstrumentView =>
  anInstrument({
    id: 'rack-3',
    kind: '34980a',
    name: '34980A rack 3',
    address: 'voltmeter.lab:5025',
    settings: { intervalMs: 1_000, reconnect: true, channelFile: 'board.csv', nplc: 0.2 },
    channels: [2002, 2003, -1, -2].map((channel) => ({
      key: channel < 0 ? `power_n${-channel}` : `power_${channel}`,
      label: PLAN.rows.find((one) => one.channel === channel)?.name ?? '',
      unit: 'W',
      kind: 'gauge',
      type: 'f64',
    })),
    identity: { model: '34980A', serial: 'MY44001234', hardware: '', firmware: '2.43' },
    calibration: null,
    timing: { askedMs: 1_000, trueMs: 1_000, periods: 0.2, windows: 1, mainsHz: null },
    ...patch,
  })

export const anOpenPlan = (patch: Partial<OpenPlan> = {}): OpenPlan => ({
  token: 'plan-1',
  plan: PLAN,
  explained: PLAN.rows.map(({ line, name }) => ({ line, text: `${name} in words` })),
  example: false,
  ...patch,
})

/** Answers of a main that has no samples yet. */
export const NO_SAMPLES = {
  'series:window': () => ({ lanes: [], gaps: [] }),
  'series:stats': () => ({ rows: [], gaps: [], gapsLeftOut: 0 }),
}
