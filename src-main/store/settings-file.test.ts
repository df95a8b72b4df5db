import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { StoredSettings } from '../ports/settings'
import { ManualClock } from '../testing/manual-clock'
import { openSettingsFile } from './settings-file'

const root = mkdtempSync(join(tmpdir(), 'wattbench-settings-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const METER = {
  id: 'm1',
  kind: 'powerspy2',
  name: 'Desk',
  address: '/dev/rfcomm0',
  intervalMs: 250,
  reconnect: true,
  serial: '17',
}
const MINE: StoredSettings = {
  ...DEFAULT_SETTINGS,
  theme: 'dark',
  fontScale: 120,
  diskReserveMb: 2_000,
  shownChannels: { 'm1/power_factor': true, 'm1/voltage': false },
  instruments: [METER],
}
let folder: string
let path: string
const open = () => openSettingsFile(path, new ManualClock())

beforeEach(() => {
  folder = mkdtempSync(join(root, 's-'))
  path = join(folder, 'wattbench', 'settings.json')
})

function written(text: string): void {
  mkdirSync(join(folder, 'wattbench'))
  writeFileSync(path, text)
}

describe('the settings file', () => {
  it('starts with defaults and comes back as saved, readable by its owner only', async () => {
    expect(await open().load()).toEqual({ settings: { ...DEFAULT_SETTINGS, instruments: [] }, fault: null })
    await open().save(MINE)
    expect(await open().load()).toEqual({ settings: MINE, fault: null })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder, 'wattbench'))).toEqual(['settings.json'])
  })

  it.each(['{"theme": "da', '', '[]', '42', 'null'])('sets a damaged file aside and says so: %s', async (text) => {
    written(text)
    const { settings, fault } = await open().load()
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, instruments: [] })
    expect(fault).toMatchObject({
      code: 'SETTINGS_DAMAGED',
      view: { consequence: expect.stringContaining('settings.damaged-20260101T000000Z.json') },
    })
    expect(readFileSync(join(folder, 'wattbench', 'settings.damaged-20260101T000000Z.json'), 'utf8')).toBe(text)
    expect((await open().load()).fault).toBeNull()
  })

  it('gives a file of an older version the defaults of what it does not hold', async () => {
    const { diskReserveMb: _mb, shownChannels: _shown, ...older } = MINE
    written(JSON.stringify(older))
    const { diskReserveMb, shownChannels } = DEFAULT_SETTINGS
    expect(await open().load()).toEqual({ settings: { ...MINE, diskReserveMb, shownChannels }, fault: null })
  })

  it.each([
    ['diskReserveMb', 99],
    ['diskReserveMb', 0.5e9],
    ['shownChannels', { 'm1/power': 1 }],
    ['shownChannels', Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`m/c${i}`, true]))],
  ])('does not take %s %j', async (field, value) => {
    written(JSON.stringify({ ...MINE, [field]: value }))
    const { settings, fault } = await open().load()
    expect(settings).toEqual({ ...MINE, [field]: DEFAULT_SETTINGS[field as keyof typeof DEFAULT_SETTINGS] })
    expect(fault?.view.cause).toContain(field)
  })

  it('replaces single bad fields by their defaults, names them and keeps a copy', async () => {
    const text = JSON.stringify({
      ...MINE,
      fontScale: 900,
      followS: -1,
      instruments: [
        { ...METER, intervalMs: 0.5 },
        { ...METER, id: 'm2' },
      ],
    })
    written(text)
    const { settings, fault } = await open().load()
    expect(settings).toEqual({ ...MINE, fontScale: 100, followS: 60, instruments: [{ ...METER, id: 'm2' }] })
    expect(fault?.view.cause).toContain('fontScale, followS, instruments[0].intervalMs')
    expect(readFileSync(join(folder, 'wattbench', 'settings.damaged-20260101T000000Z.json'), 'utf8')).toBe(text)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('keeps fields of a newer version', async () => {
    written(JSON.stringify({ ...MINE, hologram: { depth: 3 } }))
    const file = open()
    const { settings, fault } = await file.load()
    expect(fault).toBeNull()
    await file.save({ ...settings, theme: 'light' })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ hologram: { depth: 3 }, theme: 'light' })
  })

  it('refuses two instruments with one id', async () => {
    written(JSON.stringify({ instruments: [METER, METER] }))
    const { settings, fault } = await open().load()
    expect(settings.instruments).toEqual([METER])
    expect(fault?.view.cause).toContain('instruments[1].id')
  })

  it('holds the last of many saves', async () => {
    const file = open()
    await Promise.all([80, 90, 110, 130].map((fontScale) => file.save({ ...MINE, fontScale })))
    expect((await file.load()).settings.fontScale).toBe(130)
  })

  it('says when it cannot be saved', async () => {
    writeFileSync(join(folder, 'wattbench'), 'a file where the folder should be')
    await expect(open().save(MINE)).rejects.toMatchObject({ code: 'STORE_FAILED' })
  })

  it('says when it may not be read', async () => {
    await open().save(MINE)
    chmodSync(path, 0)
    const loaded = await asNobody(() => open().load())
    expect(loaded.fault).toMatchObject({ code: 'STORE_DENIED' })
  })
})

/** Runs `work` without root's rights, which no file mode holds back; any other account keeps its own. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const root = process.getuid?.() === 0
  if (root) process.seteuid?.('nobody')
  try {
    return await work()
  } finally {
    if (root) process.seteuid?.(0)
  }
}
