import { Fault } from '../../base/fault'

/** The line is open, but for so long no reading came. */
export const fellQuiet = (device: string, seconds: number, bytes: number): Fault =>
  new Fault({
    code: bytes > 0 ? 'METER_GARBAGE' : 'METER_STOPPED',
    title: bytes > 0 ? `The meter at ${device} sends nothing that can be read` : `The meter at ${device} fell silent`,
    cause:
      bytes > 0
        ? `For ${seconds} s bytes came, but no reading among them.`
        : `For ${seconds} s no reading came although the port is still open, as it happens when a Bluetooth link dies.`,
    consequence: 'The readings printed so far are complete.',
    next: 'Check that the meter is on and in range, or unplug it for ten seconds, then start again.',
  })

/** After a reconnect another meter answered. */
export const anotherMeter = (device: string, wanted: string, found: string): Fault =>
  new Fault({
    code: 'METER_OTHER',
    title: `Another meter answers at ${device}`,
    cause: `The readings so far came from meter #${wanted}; now #${found} answers.`,
    consequence: `Nothing is printed from #${found}.`,
    next: `Put #${wanted} back on this port, or stop and start again to measure with #${found}.`,
  })
