import type { InstrumentView, LinkState } from '@contract/instruments'
import { pause } from '../../base/clock'
import { asFault } from '../../base/fault'
import type { InstrumentBench } from '../instruments'
import type { Place } from '../link/locate'
import type { SourceListener, Sources } from '../sources'
import type { Job, JobIo } from './pairing-jobs'

export interface IdentifyIo extends JobIo {
  readonly bench: InstrumentBench
  readonly sources: Sources
  /** An instrument was saved on the way (true) or one of that id is gone again. */
  readonly made: (id: string, isNew: boolean) => void
}

const KIND = 'powerspy2'
const INTERVAL_MS = 250
const LOOK_MS = 100

/** Saves the meter, or finds the saved one, connects it over the usual road, and waits for who it is and what it measures. */
export async function identifyMeter(io: IdentifyIo, job: Job): Promise<void> {
  const { now, go, note, signal } = job
  const { bench, clock } = io
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
  try {
    bench.connect(id)
    while (!signal.aborted) {
      const view = bench.list().find((one) => one.id === id)
      if (!view) return
      const said = tell(view, job, told)
      if (serial === null && view.identity && isUp(view.link)) {
        const twin = bench.twinOf(id, view.identity.serial)
        if (twin !== null) {
          note(`It is ${nameOf(bench, twin)}, saved before; it goes on under that name`)
          id = await replace(io, id, twin, place)
          continue
        }
        serial = view.identity.serial
        note(`Meter #${serial} answered on ${view.address}`)
        go({ cue: 'identified', serial, note: `#${serial}, calibration read` })
      }
      if (serial !== null && watts !== null) {
        note(`First live value: ${(watts as number).toFixed(2)} W`)
        return go({ cue: 'value', watts, note: `${(watts as number).toFixed(2)} W` })
      }
      told = said
      await pause(clock, LOOK_MS, signal)
    }
  } finally {
    leave()
  }
}

async function takeUp(io: IdentifyIo, place: Place, name: string): Promise<string> {
  const known = io.bench.savedAt(place)
  if (known !== null) {
    await io.bench.relocate(known, place)
    return known
  }
  const view = await io.bench.add(
    { kind: KIND, name, address: place.address, intervalMs: INTERVAL_MS },
    place.bluetooth,
  )
  io.made(view.id, true)
  return view.id
}

async function replace({ bench, made }: IdentifyIo, fresh: string, saved: string, place: Place): Promise<string> {
  await bench.remove(fresh)
  made(fresh, false)
  await bench.relocate(saved, place)
  bench.connect(saved)
  return saved
}

/** Says what the link is busy with or why it broke; only when that is news. Returns what was said. */
function tell(view: InstrumentView, { go, note }: Job, told: string): string {
  const { link } = view
  const fault = link.at === 'failed' || link.at === 'reconnecting' ? link.fault : null
  const words = fault ? `${fault.title} ${fault.cause}` : link.at === 'connecting' ? link.step : link.at
  if (words === told) return told
  if (fault) {
    note(fault.title, 'warn')
    go({ cue: 'stuck', fault })
  } else go({ cue: 'linking', instrumentId: view.id, detail: link.at === 'connecting' ? link.step : null })
  return words
}

const isUp = ({ at }: LinkState): boolean => at === 'connecting' || at === 'live' || at === 'stale'

const nameOf = (bench: InstrumentBench, id: string): string =>
  bench.list().find((one) => one.id === id)?.name ?? 'an instrument'

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
