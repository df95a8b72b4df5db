import { chmod, copyFile, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ApiSettings, MAX_TOKEN, MIN_TOKEN } from '@contract/api-server'
import { DEFAULT_SETTINGS, MAX_SHOWN_CHANNELS } from '@contract/settings'
import { z } from 'zod'
import type { Clock } from '../base/clock'
import { Fault } from '../base/fault'
import { parseFilters } from '../engine/collectd/filters'
import type { SavedInstrument, SettingsStore, StoredSettings } from '../ports/settings'
import { storeFault } from './store-faults'

/** 64 voltmeters with the longest channel files fit; a larger file is not ours. */
const MAX_BYTES = 128 * 2 ** 20

/** A link has one meter; a bench has some. Bounds what a hand-edited file can make the window list. */
const MAX_INSTRUMENTS = 64

const DEFAULTS: StoredSettings = { ...DEFAULT_SETTINGS, instruments: [] }

const FIELDS = {
  theme: z.enum(['system', 'light', 'dark']),
  energyUnit: z.enum(['J', 'Wh']),
  timeMode: z.enum(['local', 'utc', 'relative']),
  fontScale: z.number().min(80).max(200),
  followS: z.number().min(0),
  letterKeys: z.boolean(),
  diskReserveMb: z.number().int().min(100).max(10_000_000),
  shownChannels: z.record(z.string(), z.boolean()).refine((shown) => Object.keys(shown).length <= MAX_SHOWN_CHANNELS),
  /** A list, or a text with commas as PowerGoblin writes it. */
  collectdFilters: z
    .union([z.array(z.string()), z.string()])
    .nullable()
    .transform((given) => (given === null ? null : parseFilters(given))),
  importLimits: z.object({
    entryBytes: z.number().int().min(1),
    totalBytes: z.number().int().min(1),
    entries: z.number().int().min(1),
    lineBytes: z.number().int().min(64).max(1_048_576),
  }),
} as const

const INSTRUMENT = z.object({
  id: z.string().min(1),
  kind: z.string().min(1),
  name: z.string().max(200),
  address: z.string().max(4_096),
  bluetooth: z
    .string()
    .regex(/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/)
    .optional(),
  intervalMs: z.number().int().min(1),
  channelFile: z.object({ name: z.string(), text: z.string() }).optional(),
  nplc: z.number().positive().optional(),
  reconnect: z.boolean(),
  serial: z.string().nullable(),
  labels: z.record(z.string(), z.string().max(200)).optional(),
}) as z.ZodType<SavedInstrument>

const API = z.object({
  on: z.boolean(),
  port: z.number().int().min(1).max(65_535),
  bind: z.string().max(64).nullable(),
  token: z.string().min(MIN_TOKEN).max(MAX_TOKEN).nullable(),
  allow: z.array(z.string().max(64)).max(64),
  cors: z.boolean(),
}) satisfies z.ZodType<ApiSettings>

/** Settings as one JSON file (mode 0600). Fields this version does not know are kept when it is saved again. */
export function openSettingsFile(path: string, clock: Clock): SettingsStore {
  return new SettingsFile(path, clock)
}

/** The disk reserve, for who only looks: a damaged file stays as it is, and the default counts. */
export async function peekReserveMb(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const asked = FIELDS.diskReserveMb.safeParse(objectIn(text)?.diskReserveMb)
  return asked.success ? asked.data : DEFAULTS.diskReserveMb
}

class SettingsFile implements SettingsStore {
  /** Fields of the file that are not ours. */
  private foreign: Readonly<Record<string, unknown>> = {}
  private saving: Promise<void> = Promise.resolve()

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {}

  async load(): Promise<{ readonly settings: StoredSettings; readonly fault: Fault | null }> {
    let text: string
    try {
      text = await readFile(this.path, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { settings: DEFAULTS, fault: null }
      return { settings: DEFAULTS, fault: storeFault(error, this.path) }
    }
    const raw = objectIn(text)
    if (!raw)
      return {
        settings: DEFAULTS,
        fault: await this.setAside(
          'It is not a JSON object of settings.',
          'All settings are back to their defaults.',
          rename,
        ),
      }
    this.foreign = Object.fromEntries(Object.entries(raw).filter(([key]) => !(key in DEFAULTS || key === 'api')))
    const { settings, bad } = sorted(raw)
    if (bad.length === 0) return { settings, fault: null }
    const cause = `These entries are not valid: ${bad.join(', ')}.`
    return {
      settings,
      fault: await this.setAside(cause, 'They are back to their defaults; all other settings are in use.', copyFile),
    }
  }

  /** One after the other, so that the file on disk is always the latest asked for. */
  save(settings: StoredSettings): Promise<void> {
    const done = this.saving.then(() => this.write(JSON.stringify({ ...this.foreign, ...settings }, null, 2)))
    this.saving = done.catch(() => undefined)
    return done
  }

  private async write(text: string): Promise<void> {
    const draft = `${this.path}.${process.pid}.new`
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 })
      const file = await open(draft, 'w', 0o600)
      try {
        await file.writeFile(`${text}\n`)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, this.path)
      await syncFolder(dirname(this.path))
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined)
      throw storeFault(error, this.path)
    }
  }

  private async setAside(
    cause: string,
    consequence: string,
    put: (from: string, to: string) => Promise<void>,
  ): Promise<Fault> {
    const stamp = new Date(this.clock.nowUs() / 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')
    const aside = join(dirname(this.path), `settings.damaged-${stamp}Z.json`)
    const kept = await put(this.path, aside).then(
      () => chmod(aside, 0o600).then(() => `The file as it was is kept as ${basename(aside)}.`),
      () => 'It could not be copied aside.',
    )
    return new Fault({
      code: 'SETTINGS_DAMAGED',
      title: 'The settings file was damaged',
      cause: `${this.path} could not be used as it is. ${cause}`,
      consequence: `${consequence} ${kept}`,
      next: 'Check the settings; compare with the file set aside if you edited it by hand.',
    })
  }
}

/** A rename is durable when its folder is. Some file systems refuse to sync a folder: the rename stays atomic there. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  if (text.length > MAX_BYTES) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** Good fields as they are, bad ones as defaults and named. Missing fields are defaults without a word. */
function sorted(raw: Readonly<Record<string, unknown>>): {
  readonly settings: StoredSettings
  readonly bad: readonly string[]
} {
  const bad: string[] = []
  const good: Record<string, unknown> = {}
  for (const [name, shape] of Object.entries(FIELDS)) {
    if (raw[name] === undefined) continue
    const got = shape.safeParse(raw[name])
    if (got.success) good[name] = got.data
    else bad.push(name)
  }
  const instruments = instrumentsIn(raw.instruments, bad)
  const api = raw.api === undefined ? null : API.safeParse(raw.api)
  if (api && !api.success) bad.push(`api${fieldOf(api.error)}`)
  return { settings: { ...DEFAULTS, ...good, instruments, ...(api?.success ? { api: api.data } : {}) }, bad }
}

function instrumentsIn(raw: unknown, bad: string[]): readonly SavedInstrument[] {
  if (raw === undefined) return []
  if (!Array.isArray(raw) || raw.length > MAX_INSTRUMENTS) {
    bad.push('instruments')
    return []
  }
  const seen = new Set<string>()
  return raw.flatMap((one: unknown, i) => {
    const got = INSTRUMENT.safeParse(one)
    if (!got.success || seen.has(got.data.id)) {
      bad.push(`instruments[${i}]${got.success ? '.id' : fieldOf(got.error)}`)
      return []
    }
    seen.add(got.data.id)
    return [got.data]
  })
}

function fieldOf(error: z.ZodError): string {
  const field = error.issues[0]?.path[0]
  return field === undefined ? '' : `.${String(field)}`
}
