import type { InstrumentView } from '@contract/instruments'
import type { Readout } from '@contract/live'
import { type ChannelId, sourceOf } from '@contract/model'

/** Instruments whose newest sample is as fresh as the live view knows it: health is told less often than samples come. */
export function withNewest(
  list: readonly InstrumentView[],
  readouts: ReadonlyMap<ChannelId, Readout>,
): readonly InstrumentView[] {
  const newest = new Map<string, number>()
  for (const { channel, nowUs } of readouts.values()) {
    const source = sourceOf(channel)
    newest.set(source, Math.max(nowUs, newest.get(source) ?? nowUs))
  }
  return list.map((one) => {
    const tUs = newest.get(one.id)
    const held = one.health.lastSampleUs
    return tUs === undefined || (held !== null && held >= tUs)
      ? one
      : { ...one, health: { ...one.health, lastSampleUs: tUs } }
  })
}

/** What the sources do together: one sends, all that should are silent, one is on its way, or nothing is connected. */
export type Liveness = 'live' | 'silent' | 'connecting' | 'off'

export function liveness(list: readonly InstrumentView[]): Liveness {
  const at = new Set(list.map(({ link }) => link.at))
  if (at.has('live')) return 'live'
  if (at.has('stale') || at.has('reconnecting')) return 'silent'
  return at.has('connecting') ? 'connecting' : 'off'
}

export const isSilent = (list: readonly InstrumentView[]): boolean => liveness(list) === 'silent'

/** Silence shorter than this is the ordinary time between two samples. */
const SILENCE_US = 1.5e6

/** Right end of a following chart: the newest sample, or the clock while every source is silent, so that silence is seen. */
export const followEnd = (newestUs: number, clockUs: number, silent: boolean): number =>
  silent && clockUs - newestUs > SILENCE_US ? clockUs : newestUs
