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
    return tUs === undefined || (held !== null && held >= tUs) ? one : { ...one, health: { ...one.health, lastSampleUs: tUs } }
  })
}
