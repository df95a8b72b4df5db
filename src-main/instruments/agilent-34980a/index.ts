import { scanChannels } from '../../engine/power-tree/scan-samples'
import type { Instrument } from '../../ports/instrument'
import { demoBench } from './bench'
import { DEMO_PLAN } from './demo-plan'
import { connectVoltmeter, refuseSettings } from './driver'
import { planOf } from './plan-file'

/** Agilent (Keysight) 34980A switch/measure unit with its multimeter, SCPI over a raw TCP socket. NOTES.md. */
export const agilent34980a: Instrument = {
  kind: '34980a',
  title: 'Agilent 34980A',
  machineName: 'voltmeter_agilent_34980a',
  reach: 'tcp',
  defaultAddress: null,
  takes: ['channelFile', 'nplc'],
  channels: ({ channelFile }) => {
    const plan = planOf(channelFile)
    return typeof plan === 'string' ? [] : scanChannels(plan)
  },
  refuse: refuseSettings,
  connect: connectVoltmeter,
  demoBench,
  demoSettings: { intervalMs: 1_000, channelFile: DEMO_PLAN, nplc: 0.2 },
}
