import { instrumentSuite } from '../../testing/instrument.suite'
import { goodBench, PowerspyBench } from './bench'
import { powerspy2 } from './index'

instrumentSuite({
  instrument: powerspy2,
  bench: (clock) => new PowerspyBench(goodBench(clock)),
  silentBench: (clock) => new PowerspyBench({ ...goodBench(clock), faults: { silent: true } }),
  hangingBench: (clock) => new PowerspyBench({ ...goodBench(clock), faults: { hangUpAfter: 5 } }),
  settings: { intervalMs: 200 },
  flow: 'pushed',
  goodbye: '<Q>',
})
