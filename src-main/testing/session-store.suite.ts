import { randomFillSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostClock } from '@contract/clocks'
import type { Envelope, Gap } from '@contract/model'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mapTime } from '../engine/series/clock-map'
import { EnvelopeFolder } from '../engine/series/envelope'
import type { Side } from '../engine/series/nearest'
import { SelectionStats } from '../engine/series/selection-stats'
import { spreadOf } from '../engine/series/spread'
import type { SampleBlock, Values } from '../ports/samples'
import type { ImportedSource, ImportFacts, SessionReader, SessionStore, SessionWriter } from '../ports/sessions'
import { TEST_START_US } from './manual-clock'
import { PERIOD_US, testRows, testSource } from './session-builders'

const START = TEST_START_US

const silent = (fromUs: number, toUs: number | null): Gap => ({
  fromUs,
  toUs,
  lost: 3,
  cause: 'silent',
  text: 'quiet – still',
})

async function begin(store: SessionStore, name = 'bench'): Promise<SessionWriter> {
  const writer = await store.create({ name, startUs: START, appVersion: '0.0.1' })
  writer.source(testSource())
  writer.segment('meter', {
    startUs: START,
    periodS: 0.25,
    settings: { intervalMs: 250, mode: 'fast', reconnect: true },
  })
  return writer
}

async function readAll(
  reader: SessionReader,
  fromUs: number,
  toUs: number,
  sourceId?: string,
): Promise<readonly SampleBlock[]> {
  const blocks: SampleBlock[] = []
  for await (const { block } of reader.rows({ fromUs, toUs, ...(sourceId === undefined ? {} : { sourceId }) }))
    blocks.push(block)
  return blocks
}

const stamps = (blocks: readonly SampleBlock[]) => blocks.flatMap(({ timesUs }) => [...timesUs])
const column = (blocks: readonly SampleBlock[], c: number) => blocks.flatMap(({ values }) => [...values[c]!])

function expectSame(got: Envelope, want: Envelope) {
  expect({ startUs: got.startUs, stepUs: got.stepUs }).toEqual({ startUs: want.startUs, stepUs: want.stepUs })
  expect([...got.n]).toEqual([...want.n])
  expect([...got.min]).toEqual([...want.min])
  expect([...got.max]).toEqual([...want.max])
  for (const [i, mean] of want.mean.entries()) {
    if (Number.isNaN(mean)) expect(got.mean[i]).toBeNaN()
    else expect(Math.abs(got.mean[i]! - mean)).not.toBeGreaterThan(1e-12 * Math.abs(mean) + 1e-9)
  }
}

/** The envelope covers the window, is at most twice as coarse as asked, and says of each of its buckets what the rows say. */
export function expectTrue(
  got: Envelope,
  timesUs: Float64Array,
  values: Values,
  { fromUs, toUs, buckets }: { readonly fromUs: number; readonly toUs: number; readonly buckets: number },
): void {
  const { startUs, stepUs } = got
  const count = got.n.length
  expect(count).toBeLessThanOrEqual(buckets + 1)
  expect(stepUs).toBeLessThanOrEqual(Math.max(1, Math.ceil((2 * (toUs - fromUs)) / buckets)))
  expect(startUs).toBeLessThanOrEqual(fromUs)
  expect(startUs).toBeGreaterThan(fromUs - stepUs)
  expect(startUs + count * stepUs).toBeGreaterThanOrEqual(toUs)
  const folder = new EnvelopeFolder({ startUs, stepUs, count })
  folder.addRows(timesUs, values)
  expectSame(got, folder.result())
}

/** What every session store promises, wherever it keeps the sessions. `make` gives an empty store each time. */
export function sessionStoreSuite(name: string, make: () => Promise<SessionStore> | SessionStore): void {
  describe(`${name} as a session store`, () => {
    let store: SessionStore
    beforeEach(async () => {
      store = await make()
    })
    afterEach(() => store.close())

    it('is empty at first', async () => {
      expect(await store.list()).toEqual([])
      expect(await store.recover()).toEqual([])
      await expect(store.find('latest')).rejects.toMatchObject({ code: 'SESSION_UNKNOWN' })
      await expect(store.open('nothere')).rejects.toMatchObject({ code: 'SESSION_UNKNOWN' })
    })

    it('gives back every row exactly, whatever the type, recording or finished', async () => {
      const writer = await begin(store)
      for (let i = 0; i < 10_000; i += 1_234) writer.append('meter', testRows(i, Math.min(1_234, 10_000 - i)))
      await writer.flush()
      const reader = await store.open(writer.id)
      const want = testRows(0, 10_000)
      const check = async () => {
        const got = await readAll(reader, START, START + 10_000 * PERIOD_US)
        expect(stamps(got)).toEqual([...want.timesUs])
        for (const c of [0, 1, 2]) expect(column(got, c)).toEqual([...want.values[c]!])
      }
      await check()
      await writer.finish(START + 10_000 * PERIOD_US)
      await check()
      await reader.close()
    })

    it('reads rows of a span: from is outside, to is inside', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 9_000))
      await writer.flush()
      const reader = await store.open(writer.id)
      const got = await readAll(reader, START + 4_000 * PERIOD_US, START + 4_500 * PERIOD_US)
      expect(stamps(got)).toEqual([...testRows(4_000, 500).timesUs])
      expect(await readAll(reader, START + 1e12, START + 2e12)).toEqual([])
      expect(await readAll(reader, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 'nobody')).toEqual([])
    })

    it('draws the same envelope as raw rows would, at any zoom', async () => {
      const writer = await begin(store)
      const rows = 30_000
      writer.append('meter', testRows(0, rows))
      await writer.flush()
      const reader = await store.open(writer.id)
      const all = testRows(0, rows)
      const ask = fc.tuple(
        fc.integer({ min: -100, max: rows }),
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 1, max: 300 }),
      )
      await fc.assert(
        fc.asyncProperty(ask, async ([from, length, buckets]) => {
          const fromUs = START + from * PERIOD_US + 17
          const toUs = fromUs + length * PERIOD_US
          const lanes = await reader.window({
            channels: ['meter/power', 'meter/nothing', 'meter/count'],
            fromUs,
            toUs,
            buckets,
          })
          expect(lanes.map((lane) => lane.channel)).toEqual(['meter/power', 'meter/count'])
          for (const [c, { envelope }] of lanes.entries())
            expectTrue(envelope, all.timesUs, all.values[c]!, { fromUs, toUs, buckets })
        }),
        { numRuns: 25 },
      )
    })

    it('fills its last bucket also where that reaches beyond the span into another page', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 9_000))
      await writer.finish(START + 9_000 * PERIOD_US)
      const reader = await store.open(writer.id)
      const { timesUs, values } = testRows(0, 9_000)
      const toUs = timesUs[4_096]! - 1
      const asked = { fromUs: toUs - 7_000_001, toUs, buckets: 7 }
      const [lane] = await reader.window({ channels: ['meter/power'], ...asked })
      expectTrue(lane!.envelope, timesUs, values[0]!, asked)
    })

    it('takes statistics from raw rows', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 5_000))
      writer.append('meter', testRows(5_100, 4_000))
      await writer.flush()
      const reader = await store.open(writer.id)
      const span = { fromUs: START + 100 * PERIOD_US, toUs: START + 9_000 * PERIOD_US }
      const got = await reader.stats({ channels: ['meter/power'], ...span })
      const want = new SelectionStats('meter/power', testSource().channels[0]!, span.fromUs, [
        { startUs: START, periodS: 0.25, settings: {} },
      ])
      for (const block of [testRows(0, 5_000), testRows(5_100, 4_000)])
        want.push(block.timesUs, block.values[0]!, span.toUs)
      const result = want.result(span.toUs)
      const inside = [testRows(0, 5_000), testRows(5_100, 4_000)].map(({ timesUs, values }) =>
        values[0]!.filter(
          (_value: number | bigint, at: number) => timesUs[at]! > span.fromUs && timesUs[at]! <= span.toUs,
        ),
      )
      expect(got).toEqual([{ ...result, ...spreadOf(() => inside, result) }])
      expect(got[0]!.largestGapS).toBe(25)
    })

    it('finds the sample before, after and closest to a time, in pages and in the tail', async () => {
      const writer = await begin(store)
      const parts = () => [testRows(0, 5_000), testRows(5_100, 4_000)]
      for (const part of parts()) writer.append('meter', part)
      await writer.flush()
      const reader = await store.open(writer.id)
      const channels = ['meter/power', 'meter/nothing', 'meter/received']
      const all = parts().flatMap(({ timesUs, values }) =>
        [...timesUs].map((tUs, i) => ({
          tUs,
          'meter/power': Number(values[0]![i]),
          'meter/received': Number(values[2]![i]),
        })),
      )
      const truth = (channel: 'meter/power' | 'meter/received', tUs: number, side: Side) => {
        const rows = all.filter((row) => !Number.isNaN(row[channel]))
        const before = rows.findLast((row) => (side === 'before' ? row.tUs < tUs : row.tUs <= tUs))
        const after = rows.find((row) => row.tUs > tUs)
        const earlier =
          side !== 'after' && (side === 'before' || !after || (before && tUs - before.tUs <= after.tUs - tUs))
        const row = earlier ? before : after
        return row ? [{ channel, tUs: row.tUs, value: row[channel] }] : []
      }
      const place = fc.oneof(
        fc.integer({ min: -3, max: 9_200 }).map((row) => START + row * PERIOD_US),
        fc.constantFrom(96, 97, 98, 4_095, 4_096, 4_097, 5_000, 8_192, 9_100).map((row) => START + row * PERIOD_US),
        fc.integer({ min: 4_990, max: 5_110 }).map((row) => START + row * PERIOD_US + 12_345),
      )
      await fc.assert(
        fc.asyncProperty(place, fc.constantFrom<Side>('nearest', 'before', 'after'), async (tUs, side) => {
          const want = [...truth('meter/power', tUs, side), ...truth('meter/received', tUs, side)]
          expect(await reader.nearest({ channels, tUs, side })).toEqual(want)
        }),
        { numRuns: 60 },
      )
      expect(await reader.nearest({ channels: ['meter/power'], tUs: START, side: 'before' })).toEqual([])
      expect(await reader.nearest({ channels: ['meter/power'], tUs: START + 1e12, side: 'after' })).toEqual([])
    })

    it('lists the longest gaps of a span and counts the others', async () => {
      const writer = await begin(store)
      writer.source(testSource('second'))
      for (const i of [0, 1, 2, 3, 4]) writer.gap('meter', silent(START + i * 100, START + i * 100 + 10 + i))
      writer.gap('second', silent(START + 50, START + 51))
      writer.gap('meter', silent(START + 800, null))
      await writer.flush()
      const reader = await store.open(writer.id)
      const ask = async (fromUs: number, toUs: number, most: number, sourceIds?: readonly string[]) => {
        const query = { fromUs: START + fromUs, toUs: START + toUs, most, ...(sourceIds ? { sourceIds } : {}) }
        const { gaps, leftOut } = await reader.gapsIn(query)
        return { gaps: gaps.map(({ sourceId, gap }) => `${sourceId} ${gap.fromUs - START}`), leftOut }
      }
      expect(await ask(0, 1_000, 3)).toEqual({ gaps: ['meter 300', 'meter 400', 'meter 800'], leftOut: 4 })
      expect(await ask(5, 301, 10)).toEqual({
        gaps: ['meter 0', 'meter 100', 'meter 200', 'meter 300', 'second 50'],
        leftOut: 0,
      })
      expect(await ask(10, 100, 10)).toEqual({ gaps: ['second 50'], leftOut: 0 })
      expect(await ask(0, 1_000, 9, ['second', 'third'])).toEqual({ gaps: ['second 50'], leftOut: 0 })
      expect(await ask(0, 1_000, 9, [])).toEqual({ gaps: [], leftOut: 0 })
    })

    it('keeps what is known of sources, segments, gaps and events', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 10))
      writer.source({ ...testSource(), name: 'renamed meter' })
      writer.segment('meter', { startUs: START + 10 * PERIOD_US, periodS: 1, settings: { intervalMs: 1000 } })
      writer.gap('meter', silent(START + 5, null))
      writer.gap('meter', silent(START + 1, START + 2))
      writer.event({ atUs: START + 7, kind: 'marker', sourceId: null, text: 'Läuft' })
      writer.event({ atUs: START + 3, kind: 'connected', sourceId: 'meter', text: 'here' })
      await writer.flush()
      const reader = await store.open(writer.id)
      expect(await reader.gaps()).toEqual([
        { sourceId: 'meter', gap: silent(START + 1, START + 2) },
        { sourceId: 'meter', gap: silent(START + 5, null) },
      ])
      writer.gap('meter', silent(START + 5, START + 6))
      await writer.flush()
      expect((await reader.gaps()).map(({ gap }) => gap.toUs)).toEqual([START + 2, START + 6])
      expect((await reader.segments()).map(({ segment }) => segment.periodS)).toEqual([0.25, 1])
      expect(await reader.view()).toMatchObject({
        id: writer.id,
        state: 'recording',
        name: 'bench',
        schema: 1,
        appVersion: '0.0.1',
        gapCount: 2,
        samples: 10,
        sourceInfos: [{ ...testSource(), name: 'renamed meter', periodS: 1, settings: { intervalMs: 1000 } }],
        events: [
          { atUs: START + 3, kind: 'connected', sourceId: 'meter', text: 'here' },
          { atUs: START + 7, kind: 'marker', sourceId: null, text: 'Läuft' },
        ],
      })
    })

    it('keeps the channel file of a source, whatever is in it', async () => {
      const channelFile = { name: 'böard "1".csv', text: "# it's µ\r\n2001,VIN,none,1,0,-1\n\0" }
      const writer = await store.create({ name: 'x', startUs: START, appVersion: '1' })
      writer.source({ ...testSource(), channelFile })
      writer.source({ ...testSource(), channelFile, name: 'renamed' })
      writer.source(testSource('plain'))
      await writer.flush()
      const reader = await store.open(writer.id)
      const { sourceInfos } = await reader.view()
      expect(sourceInfos.map((info) => info.channelFile)).toEqual([channelFile, undefined])
      await reader.close()
      await writer.finish(START + 1)
    })

    it('keeps what events say to programs', async () => {
      const writer = await begin(store)
      const detail = { what: 'run', id: 1, unit: 'Läufer', hosts: ['a', 'b'], sentUs: START, none: null }
      writer.event({ atUs: START + 1, kind: 'span-start', sourceId: null, text: 'go', detail })
      writer.event({ atUs: START + 2, kind: 'marker', sourceId: null, text: 'plain' })
      await writer.finish(START + 3)
      const { events } = await (await store.open(writer.id)).view()
      expect(events).toEqual([
        { atUs: START + 1, kind: 'span-start', sourceId: null, text: 'go', detail },
        { atUs: START + 2, kind: 'marker', sourceId: null, text: 'plain' },
      ])
    })

    it('goes on with a finished session as if it had never stopped', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 5_000))
      await writer.finish(START + 5_000 * PERIOD_US)
      const reader = await store.open(writer.id)
      await reader.view()
      const more = await store.resume(writer.id)
      expect(more.id).toBe(writer.id)
      expect((await store.list())[0]!.state).toBe('recording')
      await expect(store.resume(writer.id)).rejects.toMatchObject({ code: 'STORE_BUSY' })
      const info = testSource()
      more.source({ ...info, channels: info.channels.map((channel) => ({ ...channel, label: `my ${channel.key}` })) })
      more.source(testSource('late'))
      more.append('meter', testRows(5_000, 5_000))
      more.append('late', testRows(7_000, 3))
      more.event({ atUs: START + 9, kind: 'marker', sourceId: 'meter', text: 'again', detail: { n: 1 } })
      await more.finish(START + 10_000 * PERIOD_US)
      expect(stamps(await readAll(reader, START, START + 1e12, 'meter'))).toEqual([...testRows(0, 10_000).timesUs])
      expect(column(await readAll(reader, START, START + 1e12, 'meter'), 1)).toEqual([
        ...testRows(0, 10_000).values[1]!,
      ])
      expect(stamps(await readAll(reader, START, START + 1e12, 'late'))).toHaveLength(3)
      const view = await reader.view()
      expect(view.events.at(-1)).toMatchObject({ sourceId: 'meter', detail: { n: 1 } })
      expect(view.sourceInfos[0]!.channels.map(({ label }) => label)).toEqual(['my power', 'my count', 'my received'])
      const [row] = await store.list()
      expect(row).toMatchObject({ state: 'finished', samples: 10_003, endUs: START + 10_000 * PERIOD_US })
      const [power] = await reader.stats({ channels: ['meter/power'], fromUs: START, toUs: row!.endUs! })
      expect(row!.energyJ).toBeCloseTo(power!.energyJ!, 6)
    })

    it('goes on with a session for a word only, and leaves its numbers alone', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 100))
      await writer.finish(START + 100 * PERIOD_US)
      const [before] = await store.list()
      const more = await store.resume(writer.id)
      more.event({ atUs: START + 1e9, kind: 'sync', sourceId: null, text: 'late' })
      await more.finish(START + 100 * PERIOD_US)
      const [after] = await store.list()
      expect({ ...after, bytes: 0 }).toEqual({ ...before, bytes: 0 })
    })

    it('closes open gaps when the session is finished', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 4))
      writer.gap('meter', silent(START + 4 * PERIOD_US, null))
      await writer.finish(START + 9 * PERIOD_US)
      const reader = await store.open('latest')
      expect((await reader.gaps())[0]!.gap.toUs).toBe(START + 9 * PERIOD_US)
    })

    it('keeps several sources apart', async () => {
      const writer = await begin(store)
      writer.source(testSource('second'))
      writer.segment('second', { startUs: START, periodS: 0.25, settings: {} })
      writer.append('second', testRows(0, 5_000))
      writer.append('meter', testRows(7, 3))
      await writer.flush()
      const reader = await store.open(writer.id)
      expect(stamps(await readAll(reader, START, START + 1e12, 'meter'))).toEqual([...testRows(7, 3).timesUs])
      expect(stamps(await readAll(reader, START, START + 1e12, 'second'))).toHaveLength(5_000)
      const lanes = await reader.window({
        channels: ['second/power', 'meter/power'],
        fromUs: START,
        toUs: START + 1e10,
        buckets: 1,
      })
      expect(lanes.map(({ envelope }) => envelope.n[0])).toEqual([4_949, 3])
    })

    it('lists sessions newest first with their headline numbers', async () => {
      const first = await store.create({ name: 'old', startUs: START - 60_000_000, appVersion: '0.0.1' })
      await first.finish(START)
      const writer = await begin(store, 'new')
      writer.append('meter', {
        ...testRows(0, 8),
        values: [new Float64Array(8).fill(100), ...testRows(0, 8).values.slice(1)],
      })
      await writer.finish(START + 2_000_000)
      const rows = await store.list()
      expect(rows.map(({ name, state }) => [name, state])).toEqual([
        ['new', 'finished'],
        ['old', 'finished'],
      ])
      expect(rows[0]).toMatchObject({
        samples: 8,
        meanW: 100,
        energyJ: 200,
        coveragePercent: 100,
        endUs: START + 2_000_000,
        fault: null,
      })
      expect(rows[0]!.sources).toEqual([{ name: testSource().name, kind: 'powerspy2', simulated: true }])
      expect(rows[1]).toMatchObject({ samples: 0, meanW: null, energyJ: null, coveragePercent: null, sources: [] })
    })

    it('finds by full id, unique prefix or latest', async () => {
      const writer = await begin(store)
      const other = await store.create({ name: 'b', startUs: START + 60_000_000, appVersion: '0.0.1' })
      expect(await store.find(writer.id)).toBe(writer.id)
      expect(await store.find('latest')).toBe(other.id)
      const soon = { name: 'same second', startUs: START + 60_000_005, appVersion: '0.0.1' }
      const third = await store.create(soon)
      expect(await store.find('latest')).toBe(third.id)
      await third.finish(START + 60_000_006)
      await store.remove(third.id)
      let common = 0
      while (writer.id[common] === other.id[common]) common += 1
      expect(await store.find(writer.id.slice(0, common + 1))).toBe(writer.id)
      await expect(store.find('')).rejects.toMatchObject({ code: 'SESSION_UNKNOWN' })
      await expect(store.find('UPPER')).rejects.toMatchObject({ code: 'SESSION_UNKNOWN' })
    })

    it('renames during and after a recording', async () => {
      const writer = await begin(store)
      await store.rename(writer.id, "Anna's bench; DROP TABLE meta")
      expect((await store.list())[0]!.name).toBe("Anna's bench; DROP TABLE meta")
      writer.rename('by writer')
      await writer.finish(START)
      expect((await store.list())[0]!.name).toBe('by writer')
      await store.rename(writer.id, 'after')
      expect((await store.list())[0]!.name).toBe('after')
    })

    it('removes finished sessions and refuses recording ones', async () => {
      const writer = await begin(store)
      await expect(store.remove(writer.id)).rejects.toMatchObject({ code: 'STORE_BUSY' })
      await writer.finish(START)
      await store.remove(writer.id)
      expect(await store.list()).toEqual([])
    })

    it('leaves a recording under way alone when it recovers', async () => {
      const writer = await begin(store)
      writer.append('meter', testRows(0, 3))
      await writer.flush()
      expect(await store.recover()).toEqual([])
      expect((await store.list())[0]!.state).toBe('recording')
      writer.append('meter', testRows(3, 3))
      await writer.finish(START + 6 * PERIOD_US)
      expect((await store.list())[0]!.samples).toBe(6)
    })

    describe('importing', () => {
      const imported = (host: string, id: string, from = 0, n = 5_000): ImportedSource => ({
        host,
        info: { ...testSource(id), kind: 'collectd', identity: null },
        segment: { startUs: START, periodS: 0.25, settings: { host } },
        block: testRows(from, n),
        gaps: [silent(START + 1, START + 2)],
      })
      const facts = (archive: string | null = null, filters: readonly string[] | null = ['cpu']): ImportFacts => ({
        atUs: START + 5,
        file: 'c.zip',
        archive,
        filters,
        offsetS: 1.5,
        clock: null,
        report: { units: [], skipped: [], warnings: ['one'] },
      })
      const ids = async (reader: SessionReader) => (await reader.view()).sourceInfos.map(({ id }) => id)

      it('makes a session that is there at once and not before', async () => {
        const made = await store.beginImport({ name: 'c.zip', appVersion: '0.0.1' })
        await made.add(imported('pc', 'a'))
        expect(await store.list()).toEqual([])
        await made.commit(facts())
        const [row] = await store.list()
        expect(row).toMatchObject({
          id: made.id,
          name: 'c.zip',
          state: 'finished',
          samples: 5_000,
          startUs: START + PERIOD_US - 1,
        })
        const reader = await store.open(made.id)
        const want = testRows(0, 5_000)
        const got = await readAll(reader, 0, Number.MAX_SAFE_INTEGER)
        expect(stamps(got)).toEqual([...want.timesUs])
        for (const c of [0, 1, 2]) expect(column(got, c)).toEqual([...want.values[c]!])
        expect(await reader.gaps()).toHaveLength(1)
        expect(await reader.segments()).toEqual([{ sourceId: 'a', segment: imported('pc', 'a').segment }])
        expect(await reader.imports()).toMatchObject([
          {
            id: 1,
            file: 'c.zip',
            filters: ['cpu'],
            offsetS: 1.5,
            report: { session: made.id, warnings: ['one'] },
          },
        ])
        await reader.close()
      })

      it('adds to a finished session, for open readers too, and replaces what the same machine left', async () => {
        const writer = await begin(store)
        writer.append('meter', testRows(0, 100))
        await writer.finish(START + 300 * PERIOD_US)
        const reader = await store.open(writer.id)
        expect(await ids(reader)).toEqual(['meter'])
        for (const [names, n] of [
          [['a', 'b'], 300],
          [['b', 'c'], 200],
        ] as const) {
          const more = await store.beginImport({ id: writer.id })
          for (const name of names) await more.add(imported('pc', name, 0, n))
          await more.commit(facts(null, null))
        }
        const other = await store.beginImport({ id: writer.id })
        await other.add(imported('other', 'o', 0, 10))
        await other.commit(facts())
        expect(await ids(reader)).toEqual(['meter', 'b', 'c', 'o'])
        expect(await reader.imports()).toMatchObject([{ filters: null }, { filters: ['cpu'] }])
        const [row] = await store.list()
        expect(row).toMatchObject({ samples: 100 + 400 + 10, startUs: START, endUs: START + 300 * PERIOD_US })
        expect(stamps(await readAll(reader, 0, Number.MAX_SAFE_INTEGER, 'meter'))).toHaveLength(100)
        await reader.close()
      })

      describe('with a machine aligned', () => {
        const clock = (patch: Partial<HostClock> = {}): HostClock => ({
          ...{ offsetUs: 3_723_000_000.5, driftPpm: 37, refUs: START, residualUs: 4_000, method: 'sync', points: 3 },
          ...patch,
        })
        const ROWS = 9_000
        const moved = (map: HostClock) => testRows(0, ROWS).timesUs.map((t) => mapTime(map, t))

        /** A recorded meter, and a machine whose clock is an hour off. */
        async function mixed(): Promise<{ readonly id: string; readonly reader: SessionReader }> {
          const writer = await begin(store)
          writer.append('meter', testRows(0, 100))
          writer.gap('meter', silent(START + 5, START + 6))
          await writer.finish(START + 300 * PERIOD_US)
          const made = await store.beginImport({ id: writer.id })
          await made.add(imported('pc', 'a', 0, ROWS))
          await made.commit(facts())
          return { id: writer.id, reader: await store.open(writer.id) }
        }

        it('shows its samples on our clock wherever they are read, and gives the raw ones back', async () => {
          const { id, reader } = await mixed()
          const raw = await readAll(reader, 0, Number.MAX_SAFE_INTEGER)
          expect(await reader.clocks()).toEqual([{ host: 'pc', sourceIds: ['a'], clock: null }])
          await store.setClock(id, 'pc', clock())
          const times = moved(clock())
          expect(await reader.clocks()).toEqual([{ host: 'pc', sourceIds: ['a'], clock: clock() }])
          expect(stamps(await readAll(reader, 0, Number.MAX_SAFE_INTEGER, 'a'))).toEqual([...times])
          expect(stamps(await readAll(reader, times[10]!, times[20]!, 'a'))).toEqual([...times.slice(11, 21)])
          expect(stamps(await readAll(reader, START, START + 1e12, 'meter'))).toEqual([...testRows(0, 100).timesUs])
          const gapStarts = (await reader.gaps()).map(({ gap }) => gap.fromUs)
          expect(gapStarts).toEqual([START + 5, mapTime(clock(), START + 1)])
          expect((await reader.gapsIn({ fromUs: times[0]! - 1e6, toUs: times[9]!, most: 9 })).gaps).toHaveLength(1)
          const own = (await reader.segments()).find(({ sourceId }) => sourceId === 'a')!.segment
          expect(own.startUs).toBe(mapTime(clock(), START))
          const view = await reader.view()
          expect(view.clocks[0]!.clock).toEqual(clock())
          expect({ startUs: view.startUs, endUs: view.endUs }).toEqual({ startUs: START, endUs: times.at(-1) })
          expect((await store.list())[0]).toMatchObject({ startUs: START, endUs: times.at(-1) })
          await store.setClock(id, 'pc', null)
          expect(stamps(await readAll(reader, 0, Number.MAX_SAFE_INTEGER))).toEqual(stamps(raw))
          expect((await store.list())[0]).toMatchObject({ startUs: START, endUs: START + ROWS * PERIOD_US })
          await reader.close()
        })

        it('draws, counts and finds them there, at any zoom and any drift', async () => {
          const { id, reader } = await mixed()
          const { values } = testRows(0, ROWS)
          const asked = fc.record({
            from: fc.integer({ min: -50, max: ROWS }),
            length: fc.integer({ min: 1, max: 2 * ROWS }),
            near: fc.integer({ min: -3, max: 3 }),
            buckets: fc.integer({ min: 1, max: 300 }),
            offsetUs: fc.integer({ min: -1e12, max: 1e12 }),
            driftPpm: fc.double({ min: -300, max: 300, noNaN: true }),
            side: fc.constantFrom<Side>('nearest', 'before', 'after'),
          })
          await fc.assert(
            fc.asyncProperty(asked, async ({ from, length, near, buckets, offsetUs, driftPpm, side }) => {
              const map = clock({ offsetUs, driftPpm })
              await store.setClock(id, 'pc', map)
              const times = moved(map)
              const fromUs = mapTime(map, START + from * PERIOD_US) + near
              const toUs = fromUs + length * PERIOD_US
              const channels = ['a/power', 'meter/power']
              const [lane] = await reader.window({ channels, fromUs, toUs, buckets })
              const { startUs, stepUs, n } = lane!.envelope
              expect(startUs).toBeLessThanOrEqual(fromUs)
              expect(startUs + n.length * stepUs).toBeGreaterThanOrEqual(toUs)
              const inside = (t: number) => t > startUs && t <= startUs + n.length * stepUs
              const counted = [...times].filter((t, i) => inside(t) && !Number.isNaN(values[0]![i])).length
              // A stamp on the edge of the grid may round to either side of it.
              expect(Math.abs(n.reduce((sum, one) => sum + one, 0) - counted)).toBeLessThanOrEqual(2)
              const chosen = [...times].flatMap((t, i) =>
                t > fromUs && t <= toUs && !Number.isNaN(values[0]![i]) ? [Number(values[0]![i])] : [],
              )
              const [stats] = await reader.stats({ channels, fromUs, toUs })
              expect(stats).toMatchObject({ channel: 'a/power', fromUs, toUs, n: chosen.length })
              if (chosen.length > 0) expect(stats!.max).toBe(Math.max(...chosen))
              const received = (tUs: number | undefined) => (tUs === undefined ? [] : [tUs])
              const before = times.findLast((t) => (side === 'before' ? t < fromUs : t <= fromUs))
              const after = times.find((t) => t > fromUs)
              const early = before !== undefined && (after === undefined || fromUs - before <= after - fromUs)
              const want = side === 'before' ? before : side === 'after' ? after : early ? before : after
              const got = await reader.nearest({ channels: ['a/received'], tUs: fromUs, side })
              expect(got.map(({ tUs }) => tUs)).toEqual(received(want))
            }),
            { numRuns: 40 },
          )
          await reader.close()
        })

        it('follows sync messages while it is recorded, until a person decides, also for no alignment', async () => {
          const made = await store.beginImport({ name: 'c.zip', appVersion: '0.0.1' })
          await made.add(imported('pc', 'a', 0, 10))
          await made.commit(facts())
          const reader = await store.open(made.id)
          const raw = await reader.view()
          const sync = async (offsetUs: number) => {
            const writer = await store.resume(made.id)
            writer.syncClock('pc', clock({ offsetUs, method: 'sync' }))
            await writer.flush()
            const [machine] = await reader.clocks()
            await writer.finish(null)
            return machine!.clock?.offsetUs ?? null
          }
          expect(await sync(3e6)).toBe(3e6)
          expect(await sync(4e6)).toBe(4e6)
          await store.setClock(made.id, 'pc', clock({ offsetUs: 7, method: 'offset' }))
          expect(await sync(5e6)).toBe(7)
          await store.setClock(made.id, 'pc', null)
          expect(await sync(6e6)).toBeNull()
          const { startUs, endUs, clocks } = await reader.view()
          expect({ startUs, endUs, clocks }).toEqual({ startUs: raw.startUs, endUs: raw.endUs, clocks: raw.clocks })
          await store.setClock(made.id, 'pc', clock({ offsetUs: 8, method: 'sync' }))
          expect(await sync(9e6)).toBe(9e6)
          await reader.close()
        })

        it('aligns with the import itself, keeps it through another import, and not while it is recorded', async () => {
          const made = await store.beginImport({ name: 'c.zip', appVersion: '0.0.1' })
          await made.add(imported('pc', 'a', 0, 10))
          await made.commit({ ...facts(), clock: clock() })
          const more = await store.beginImport({ id: made.id })
          await more.add(imported('pc', 'b', 0, 10))
          await more.add(imported('other', 'c', 0, 10))
          await more.commit(facts())
          const reader = await store.open(made.id)
          expect(await reader.clocks()).toEqual([
            { host: 'other', sourceIds: ['c'], clock: null },
            { host: 'pc', sourceIds: ['b'], clock: clock() },
          ])
          const writer = await store.resume(made.id)
          await expect(store.setClock(made.id, 'pc', null)).rejects.toMatchObject({ code: 'STORE_BUSY' })
          await writer.finish(START + 1e9)
          await reader.close()
        })
      })

      it('answers for a rate like for anything recorded: samples beside a time, and statistics with its energy', async () => {
        const info = testSource('cpu')
        const power = { ...info.channels[0]!, kind: 'rate' as const }
        const { timesUs, values } = testRows(0, 9_000)
        const made = await store.beginImport({ name: 'c.zip', appVersion: '0.0.1' })
        const rate = { ...imported('pc', 'cpu'), info: { ...info, channels: [power] }, gaps: [] }
        await made.add({ ...rate, block: { timesUs: timesUs.slice(), values: [values[0]!.slice()] } })
        await made.commit(facts())
        const reader = await store.open(made.id)
        const channels = ['cpu/power']
        const at = START + 6_000 * PERIOD_US + 3
        const near = async (side: Side) => (await reader.nearest({ channels, tUs: at, side }))[0]
        expect(await near('nearest')).toEqual({ channel: 'cpu/power', tUs: timesUs[5_999], value: values[0]![5_999] })
        expect(await near('after')).toMatchObject({ tUs: timesUs[6_000], value: values[0]![6_000] })
        const span = { fromUs: START + 10 * PERIOD_US, toUs: START + 20 * PERIOD_US }
        const [stats] = await reader.stats({ channels, ...span })
        const sum = [...values[0]!.slice(10, 20)].reduce((s: number, v) => s + Number(v), 0)
        expect(stats).toMatchObject({ n: 10, coveragePercent: 100 })
        expect(stats!.energyJ).toBeCloseTo(sum * 0.25, 9)
        expect(stats!.mean).toBeCloseTo(sum / 10, 12)
        const asked = { fromUs: START, toUs: START + 9_000 * PERIOD_US, buckets: 50 }
        const [lane] = await reader.window({ channels, ...asked })
        expectTrue(lane!.envelope, timesUs, values[0]!, asked)
        await reader.close()
      })

      it('leaves everything as it was when it is given up', async () => {
        const writer = await begin(store)
        await writer.finish(START + 1)
        const before = await store.list()
        const given = await store.beginImport({ id: writer.id })
        await given.add(imported('pc', 'a'))
        await given.abandon()
        expect(await store.list()).toEqual(before)
        const again = await store.beginImport({ id: writer.id })
        await again.abandon()
      })

      it('refuses a session that is being recorded, and one that is not there', async () => {
        const writer = await begin(store)
        await expect(store.beginImport({ id: writer.id })).rejects.toMatchObject({ code: 'STORE_BUSY' })
        await expect(store.beginImport({ id: 'nothere' })).rejects.toMatchObject({ code: 'SESSION_UNKNOWN' })
        await writer.finish(START + 1)
      })

      it('keeps the raw archive until it is dropped', async () => {
        const folder = mkdtempSync(join(tmpdir(), 'wattbench-kept-'))
        try {
          const raw = randomFillSync(Buffer.alloc(2_500_000))
          writeFileSync(join(folder, 'c.zip'), raw)
          const made = await store.beginImport({ name: 'c.zip', appVersion: '0.0.1' })
          await made.add(imported('pc', 'a', 0, 10))
          await made.commit(facts(join(folder, 'c.zip')))
          const reader = await store.open(made.id)
          expect(await reader.imports()).toMatchObject([{ archiveBytes: raw.length }])
          expect(await reader.copyArchive(1, join(folder, 'copy.zip'))).toBe(true)
          expect(readFileSync(join(folder, 'copy.zip')).equals(raw)).toBe(true)
          await store.dropArchives(made.id)
          expect(await reader.imports()).toMatchObject([{ archiveBytes: 0 }])
          expect(await reader.copyArchive(1, join(folder, 'none.zip'))).toBe(false)
          expect(await ids(reader)).toEqual(['a'])
          await reader.close()
        } finally {
          rmSync(folder, { recursive: true, force: true })
        }
      })
    })
  })
}
