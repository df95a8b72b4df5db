import type { Instrument } from '../../ports/instrument'
import { demoBench } from './bench'
import { CHANNELS } from './channels'
import { connectPowerspy } from './driver'
import { refuseInterval } from './timing'

/** Alciom PowerSpy and PowerSpy2 mains meters over a serial port. Source: AL/LG/0838/003 1G; NOTES.md. */
export const powerspy2: Instrument = {
  kind: 'powerspy2',
  title: 'PowerSpy2',
  machineName: 'psu_energy_ac_powerspy2_machine',
  reach: 'serial',
  defaultAddress: '/dev/rfcomm0',
  takes: [],
  channels: () => CHANNELS,
  refuse: ({ intervalMs }) => refuseInterval(intervalMs),
  connect: connectPowerspy,
  demoBench,
  demoSettings: { intervalMs: 100 },
}
