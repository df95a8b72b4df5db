import type { InstrumentView } from '@contract/instruments'
import { pause } from '../../base/clock'
import { asFault } from '../../base/fault'
import type { InstrumentBench } from '../instruments'
import type { Place } from '../link/locate'
import type { SourceListener, Sources } from '../sources'
import type { Job, JobIo } from './pairing-jobs'
import { nameIn, type PairingTrail } from './pairing-trail'

export interface IdentifyIo extends JobIo {
  readonly bench: InstrumentBench
  readonly sources: Sources
  readonly trail: PairingTrail
}

const KIND = 'powerspy2'
const INTERVAL_MS = 250
const LOOK_MS = 100

/** Saves the meter, or finds the saved one, connects it over the usual road, and waits for who it is and what it measures. */
export async function identifyMeter(io: IdentifyIo, job: Job): Promise<void> {
  const { now, go, note, signal } = job
  const { bench, trail, clock } = io
  const place = { address: now.port ?? '', bluetooth: now.meter?.address }
  let id: string
  try {
    id = await takeUp(io, place, now.meter?.name ?? 'PowerSpy2')
  } catch (error) {
    const fault = asFault(error).view
    note(fault.title, 'warn')
    return go({ cue: 'stuck', fault })
  }
  let watts: number | null = null
  const leave = io.sources.join(
    hearWatts(
      io.sources,
      () => id,
      (value) => {
        watts ??= value
      },
    ),
  )
  let serial: string | null = null
  let told = ''
  // A connection that stood before may be dead by now: it counts from its next value on.
  let before = bench.answered(id)
  try {
    if (!signal.aborted) bench.connect(id)
    while (!signal.aborted) {
      const view = bench.list().find((one) => one.id === id)
      if (!view) return
      told = tell(view, trail.isMade(id), job, told)
      const answered = bench.answered(id)
      if (serial === null && answered && (answered !== before || watts !== null)) {
        const twin = bench.twinOf(id, answered.serial)
        if (twin !== null) {
          note(`It is ${nameIn(bench, twin) ?? 'an instrument'}, saved before; it goes on under that name`)
          id = await replace(io, id, twin, place)
          before = bench.answered(id)
          watts = null
          told = ''
          if (!signal.aborted) bench.connect(id)
          continue
        }
        serial = answered.serial
        note(`Meter #${serial} answered on ${view.address}`)
        go({ cue: 'identified', serial, note: `#${serial}, calibration read` })
      }
      if (serial !== null && watts !== null) {
        note(`First live value: ${(watts as number).toFixed(2)} W`)
        return go({ cue: 'value', watts, note: `${(watts as number).toFixed(2)} W` })
      }
      await pause(clock, LOOK_MS, signal)
    }
  } finally {
    leave()
  }
}

async function takeUp(io: IdentifyIo, place: Place, name: string): Promise<string> {
  const known = io.bench.savedAt(place)
  if (known !== null) return moveTo(io, known, place)
  const view = await io.bench.add(
    { kind: KIND, name, address: place.address, intervalMs: INTERVAL_MS },
    place.bluetooth,
  )
  io.trail.made(view.id, place)
  return view.id
}

async function replace(io: IdentifyIo, fresh: string, saved: string, place: Place): Promise<string> {
  await io.bench.remove(fresh)
  io.trail.forget(fresh)
  return moveTo(io, saved, place)
}

/** A saved instrument is at this place now; the caller connects it. */
async function moveTo({ bench, trail }: IdentifyIo, id: string, place: Place): Promise<string> {
  const at = bench.list().find((one) => one.id === id)?.link.at
  if (at === 'closed' || at === 'failed') trail.connected(id, place)
  await bench.relocate(id, place)
  return id
}

/** Says what the link is busy with or why it broke; only when that is news. Returns what was said. */
function tell(view: InstrumentView, isNew: boolean, { go, note }: Job, told: string): string {
  const { id, name, link } = view
  const fault = link.at === 'failed' || link.at === 'reconnecting' ? link.fault : null
  const words = fault ? `${fault.title} ${fault.cause}` : link.at === 'connecting' ? link.step : link.at
  if (words === told) return told
  if (fault) {
    note(fault.title, 'warn')
    go({ cue: 'stuck', fault })
  } else {
    const detail = link.at === 'connecting' ? link.step : null
    go({ cue: 'linking', instrumentId: id, savedName: isNew ? null : name, detail })
  }
  return words
}

/** Hears the newest power of one source. */
function hearWatts(sources: Sources, id: () => string, heard: (watts: number) => void): SourceListener {
  return {
    source: () => undefined,
    segment: () => undefined,
    samples: (sourceId, block) => {
      if (sourceId !== id()) return
      const channels = sources.all().find(({ info }) => info.id === sourceId)?.info.channels ?? []
      const power = block.values[channels.findIndex(({ unit }) => unit === 'W')]
      const last = power?.at(-1)
      if (last !== undefined && Number.isFinite(Number(last))) heard(Number(last))
    },
    gap: () => undefined,
    event: () => undefined,
    gone: () => undefined,
  }
}
