import type { Derived } from '@contract/live'
import type { SourceInfo } from '@contract/model'
import { apparentPower, crestFactor, powerFactor, reactivePower } from '../../engine/series/ac-power'

/**
 * What follows from the newest values of a source that measures voltage, current and power of an alternating current.
 * A quantity the source has as a channel of its own is not derived again.
 */
export function derivedNow(info: SourceInfo, last: readonly number[]): readonly Derived[] {
  const value = (key: string): number | undefined => {
    const at = info.channels.findIndex((channel) => channel.key === key)
    return at < 0 ? undefined : last[at]
  }
  const [volts, amps, watts] = [value('voltage'), value('current'), value('power')]
  if (volts === undefined || amps === undefined || watts === undefined) return []
  const sourceId = info.id
  const derived: Derived[] = [
    { sourceId, key: 'apparent', label: 'Apparent', unit: 'VA', value: apparentPower(volts, amps) },
    { sourceId, key: 'power_factor', label: 'Power factor', unit: '1', value: powerFactor(watts, volts, amps) },
    { sourceId, key: 'reactive', label: 'Reactive', unit: 'var', value: reactivePower(watts, volts, amps) },
  ]
  const [peakVolts, peakAmps] = [value('voltage_peak'), value('current_peak')]
  if (peakVolts !== undefined) {
    derived.push({
      sourceId,
      key: 'crest_voltage',
      label: 'Crest voltage',
      unit: '1',
      value: crestFactor(peakVolts, volts),
    })
  }
  if (peakAmps !== undefined) {
    derived.push({
      sourceId,
      key: 'crest_current',
      label: 'Crest current',
      unit: '1',
      value: crestFactor(peakAmps, amps),
    })
  }
  return derived.filter(({ key }) => value(key) === undefined)
}
