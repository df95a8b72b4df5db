import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { exactSum } from '../engine/series/exact-sum'
import { ManualClock, TEST_START_US } from '../testing/manual-clock'
import { PERIOD_US, testRows, testSource } from '../testing/session-builders'
import { openSessionStore } from './session-store'

const root = mkdtempSync(join(tmpdir(), 'wattbench-format-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** The example of the README, "The session file". Keep them the same. */
const EXAMPLE = `import sqlite3, sys, numpy as np
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
source, channel = db.execute("SELECT source, id FROM channel WHERE unit = 'W'").fetchone()
def column(which, kind):
    pages = db.execute("SELECT data FROM chunk WHERE source = ? AND channel = ? ORDER BY seq", (source, which))
    return np.concatenate([np.frombuffer(data, kind) for (data,) in pages])
time_us, power = column(0, "<i8"), column(channel, "<f8")
period_s = db.execute("SELECT period_s FROM segment WHERE source = ?", (source,)).fetchone()[0]
print(len(power), np.nanmean(power), "W", np.nansum(power) * period_s, "J", "from", time_us[0], "to", time_us[-1])
`

/** The few numpy functions the example uses, for computers without numpy. */
const STAND_IN = `import struct
def frombuffer(data, kind): return struct.unpack("<%d%s" % (len(data) // 8, {"<i8": "q", "<f8": "d"}[kind]), data)
def concatenate(parts): return [value for part in parts for value in part]
def nansum(values): return sum(value for value in values if value == value)
def nanmean(values): return nansum(values) / sum(1 for value in values if value == value)
`

/** Checks every checksum and every type with Python's own modules, also of a file that is still recorded. */
const CHECK = `import json, sqlite3, struct, sys, zlib
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
assert db.execute("PRAGMA application_id").fetchone()[0] == 0x57424E43 and db.execute("PRAGMA user_version").fetchone()[0] == 1
code = {"f64": "d", "i64": "q", "u64": "Q"}
channels = db.execute("SELECT id, type FROM channel WHERE source = 1 ORDER BY position").fetchall()
columns = [[] for _ in range(len(channels) + 1)]
for i, (channel, letter) in enumerate([(0, "q")] + [(c, code[t]) for c, t in channels]):
    for n, crc, data in db.execute("SELECT n, crc32, data FROM chunk WHERE channel = ? ORDER BY seq", (channel,)):
        assert zlib.crc32(data) == crc and n <= 4096
        columns[i] += struct.unpack(f"<{n}{letter}", data)
for n, crc, data in db.execute("SELECT n, crc32, data FROM tail ORDER BY first_us"):
    assert zlib.crc32(data) == crc
    for i, letter in enumerate(["q"] + [code[t] for c, t in channels]):
        columns[i] += struct.unpack(f"<{n}{letter}", data[i * n * 8:(i + 1) * n * 8])
meta = dict(db.execute("SELECT key, value FROM meta"))
print(json.dumps({"rows": [len(c) for c in columns], "first": columns[0][0], "last": columns[0][-1], "count": str(columns[2][-1]),
  "received": columns[3][-1], "meta": meta, "tail": db.execute("SELECT count(*) FROM tail").fetchone()[0],
  "summaries": db.execute("SELECT count(*) FROM summary").fetchone()[0], "integrity": db.execute("PRAGMA integrity_check").fetchone()[0]}))
`

function python(script: string, path: string): string {
  const program = join(root, 'program.py')
  writeFileSync(program, script)
  const run = spawnSync('python3', [program, path], { encoding: 'utf8', cwd: root })
  if (run.status !== 0) throw new Error(run.stderr)
  return run.stdout
}

it('can be read with sqlite3 and numpy as the README shows', async () => {
  const folder = mkdtempSync(join(root, 'f-'))
  const path = await record(folder, 9_000, true)
  const numpy = spawnSync('python3', ['-c', 'import numpy']).status === 0
  if (!numpy) writeFileSync(join(root, 'numpy.py'), STAND_IN)
  const [n, mean, , energy, , , first, , last] = python(EXAMPLE, path).trim().split(' ')
  const power = [...testRows(0, 9_000).values[0]!].map(Number).filter((value) => !Number.isNaN(value))
  expect(Number(n)).toBe(9_000)
  expect(Number(mean)).toBeCloseTo(exactSum(power) / power.length, 9)
  expect(Number(energy)).toBeCloseTo(exactSum(power) * 0.25, 6)
  expect([Number(first), Number(last)]).toEqual([TEST_START_US + PERIOD_US, TEST_START_US + 9_000 * PERIOD_US])
})

it.each([
  ['while it is recorded', false],
  ['when it is finished', true],
])('holds every row and checksum as documented %s', async (_, finish) => {
  const folder = mkdtempSync(join(root, 'f-'))
  const path = await record(folder, 270_000, finish)
  const got = JSON.parse(python(CHECK, path)) as Record<string, unknown>
  expect(got).toMatchObject({
    rows: [270_000, 270_000, 270_000, 270_000],
    first: TEST_START_US + PERIOD_US,
    last: TEST_START_US + 270_000 * PERIOD_US,
    count: String(2n ** 63n + 269_999n),
    received: TEST_START_US + 270_000 * PERIOD_US - 2 ** 40,
    tail: finish ? 0 : 1,
    summaries: 4,
    integrity: 'ok',
    meta: {
      state: finish ? 'finished' : 'recording',
      rows: 270_000,
      start_us: TEST_START_US,
      writer_pid: process.pid,
      schema_version: 1,
    },
  })
})

async function record(folder: string, rows: number, finish: boolean): Promise<string> {
  const store = openSessionStore({ folder, clock: new ManualClock(), workerFile: null })
  const writer = await store.create({ name: 'x', startUs: TEST_START_US, appVersion: '1' })
  writer.source(testSource())
  writer.segment('meter', { startUs: TEST_START_US, periodS: 0.25, settings: {} })
  for (let i = 0; i < rows; i += 10_000) writer.append('meter', testRows(i, Math.min(10_000, rows - i)))
  await writer.flush()
  if (finish) await writer.finish(TEST_START_US + rows * PERIOD_US)
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.wattbench'))!)
}
