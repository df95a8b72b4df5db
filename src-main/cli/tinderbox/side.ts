import { systemClock } from '../../base/clock'
import { houseFolders } from '../../house-folders'
import { openVoltmeter } from '../../instruments/agilent-34980a/voltmeter'
import type { SavedInstrument } from '../../ports/settings'
import { openSettingsFile } from '../../store/settings-file'
import { openTcp } from '../../transports/tcp'
import { complain, faultText, untilInterrupted } from '../say'
import type { MeasuringSide } from './measure'

/** The real voltmeter, clock and standard streams. */
export function realSide(): MeasuringSide {
  const clock = systemClock()
  return {
    open: openVoltmeter,
    openLine: openTcp(clock),
    clock,
    env: process.env,
    stop: untilInterrupted().signal,
    print: (text) => {
      process.stdout.write(text)
    },
    complain,
  }
}

/** Instruments this user saved in the window. */
export async function savedInstruments(): Promise<readonly SavedInstrument[]> {
  const { settings, fault } = await openSettingsFile(houseFolders().settingsFile, systemClock()).load()
  if (fault) complain(faultText(fault.view))
  return settings.instruments
}
