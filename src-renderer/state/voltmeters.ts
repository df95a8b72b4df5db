import type { InstrumentView } from '@contract/instruments'
import type { SessionView } from '@contract/sessions'

const KIND = '34980a'

/** A source whose samples are scans of a channel file. */
export interface Voltmeter {
  readonly id: string
  readonly name: string
  readonly simulated: boolean
}

export const isVoltmeter = ({ kind }: { readonly kind: string }): boolean => kind === KIND

/** Voltmeters of the opened session, or the saved ones; those that are connected first. */
export function voltmetersOf(
  session: Pick<SessionView, 'sourceInfos'> | null,
  list: readonly InstrumentView[],
): readonly Voltmeter[] {
  if (session) return session.sourceInfos.filter(isVoltmeter)
  const rank = ({ link }: InstrumentView): number => (link.at === 'closed' ? 2 : link.at === 'failed' ? 1 : 0)
  return list.filter(isVoltmeter).toSorted((a, b) => rank(a) - rank(b))
}

/** Key of the power of a row among the channels of its source, as the voltmeter writes it. */
export const powerKey = (channel: number): string => `power_${channel < 0 ? `n${-channel}` : channel}`

/** Key of the time from the first to the last channel of a scan, in microseconds. */
export const skewKey = 'skew'
