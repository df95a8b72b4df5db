import type { AppPorts } from '../app/app'
import { testFault } from './scripted-instrument'

/** A computer without a Bluetooth adapter; no node is bound. */
export const noBluetooth: Pick<AppPorts, 'bluetooth' | 'rfcomm'> = {
  bluetooth: {
    adapter: async () => ({ is: 'no-adapter' }),
    switches: async () => [],
    powerOn: () => Promise.reject(testFault()),
    discover: () => Promise.reject(testFault()),
    pair: () => Promise.reject(testFault()),
    forget: () => Promise.reject(testFault()),
  },
  rfcomm: {
    nodes: async () => [],
    program: async () => null,
    pathOf: (number) => `/dev/rfcomm${number}`,
    command: (number, bluetooth) => `sudo rfcomm bind ${number} ${bluetooth} 1`,
    bind: () => Promise.reject(testFault()),
  },
}
