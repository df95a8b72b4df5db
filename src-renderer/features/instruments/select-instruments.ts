import type { InstrumentView, PortView } from '@contract/instruments'
import { type Calibration, channelId } from '@contract/model'
import { formatFixed, formatQuantity, joined } from '@contract/quantity'
import type { Live } from '../../state/live'

/** The newest power of an instrument for the list: "44.28 W", '' while it has none or is not live. */
export function powerNow(one: InstrumentView, readouts: Live['readouts']): string {
  const channel = one.channels.find(({ unit }) => unit === 'W')
  const readout = channel && one.link.at === 'live' ? readouts.get(channelId(one.id, channel.key)) : undefined
  return readout ? joined(formatQuantity(readout.now, 'W', { decimals: 2 })) : ''
}

/** Ports no saved instrument uses. */
export const otherPorts = (ports: readonly PortView[], list: readonly InstrumentView[]): readonly PortView[] =>
  ports.filter(({ path }) => !list.some(({ address }) => address === path))

/** How a port stands in a word or two, and whether that is good. */
export function portState(port: PortView): { readonly words: string; readonly good: boolean } {
  if (port.access === 'denied') return { words: 'no permission', good: false }
  if (port.access === 'missing') return { words: 'missing', good: false }
  if (port.heldBy) return { words: `in use by ${port.heldBy.command}, process ${port.heldBy.pid}`, good: false }
  return { words: 'free', good: true }
}

export const shortPath = (path: string): string => path.replace(/^\/dev\//, '')

/** What is wrong with a typed device node, or null. A link to one may lie anywhere; main checks what it leads to. */
export const addressProblem = (path: string): string | null =>
  /^\/.+/.test(path.trim()) ? null : 'The whole path of a device node, such as /dev/rfcomm0'

/** What is wrong with a typed interval, or null. */
export function intervalProblem(text: string): string | null {
  const ms = Number(text)
  return /^\d+$/.test(text.trim()) && ms >= 1 && ms <= 3_600_000 ? null : 'Whole milliseconds, 1 or more'
}

/** Scales further than this from the factory's deserve a look: calibration of a sound meter moves by far less. */
const DRIFT_WARN_PERCENT = 5

/** What to think of scales far from the factory's, or null while they are near, or when the meter holds none. */
export function driftWords(calibration: Calibration): string | null {
  const percent = (now: number, then: number): number => (then > 0 ? Math.abs(now / then - 1) * 100 : 0)
  const most = Math.max(
    percent(calibration.voltsPerDigit, calibration.factoryVoltsPerDigit),
    percent(calibration.ampsPerDigit, calibration.factoryAmpsPerDigit),
  )
  return most > DRIFT_WARN_PERCENT
    ? `${formatFixed(most, 1)}\u00a0% from the factory values: check this meter against another one.`
    : null
}
