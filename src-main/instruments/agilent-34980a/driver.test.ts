import type { Clock } from '../../base/clock'
import { instrumentSuite } from '../../testing/instrument.suite'
import { goodBench, singleSeat, VoltmeterBench } from './bench'
import type { BenchFaults } from './bench-faults'
import { DEMO_PLAN } from './demo-plan'
import { agilent34980a } from './index'

const bench =
  (faults: BenchFaults = {}) =>
  (clock: Clock) =>
    singleSeat(new VoltmeterBench({ ...goodBench(clock), faults }))

instrumentSuite({
  instrument: agilent34980a,
  bench: bench(),
  silentBench: bench({ silent: true }),
  hangingBench: bench({ hangUpAt: 3 }),
  settings: { intervalMs: 4_000, channelFile: DEMO_PLAN },
  flow: 'asked',
  goodbye: 'SYST:ERR?',
})
