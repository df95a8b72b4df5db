import { MAX_OFFSET_US } from '@contract/clocks'
import { MAX_GIVEN_FILES } from '@contract/files'
import { MAX_BUCKETS } from '@contract/live'
import { MAX_PIN } from '@contract/pairing'
import { MAX_SHOWN_CHANNELS } from '@contract/settings'
import { z } from 'zod'
import { MAX_DRIFT_PPM } from '../engine/series/clock-map'
import { refuseToken } from './api-keeper'
import { badRequest } from './faults'
import { MAX_NAME } from './recording'

/** A page that wants more than this many channels at once is broken. */
const MAX_CHANNELS = 4_096

export const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/, 'has characters no id has')
export const sessionName = z.string().trim().min(1, 'is empty').max(MAX_NAME)
/** Of a marker. */
export const markText = z.string().trim().min(1, 'is empty').max(MAX_NAME)
/** Of a channel. */
export const label = z.string().trim().min(1, 'is empty').max(64)
const address = z.string().min(1).max(256)
const intervalMs = z.number().int('must be a whole number of milliseconds').min(1).max(86_400_000)
const timeUs = z.number().int().safe()

/** Integration time in mains periods; which ones an instrument has, it says itself. */
const nplc = z.number().positive().max(1e6)

export const instrumentAdd = z.strictObject({
  kind: id,
  name: sessionName,
  address,
  intervalMs,
  plan: id.optional(),
  nplc: nplc.optional(),
})
export const instrumentPatch = z
  .strictObject({
    name: sessionName,
    address,
    intervalMs,
    reconnect: z.boolean(),
    plan: id,
    nplc,
    labels: z.record(z.string().max(64), label),
  })
  .partial()
  .transform(dropUndefined)

export const bluetoothAddress = z.string().regex(/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/, 'is no Bluetooth address')
export const pin = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'has signs no PIN has')
  .max(MAX_PIN)

export const followRequest = z.strictObject({
  windowUs: z.number().positive().max(1e15).nullable(),
  buckets: z.number().int().min(16).max(MAX_BUCKETS),
  channels: z.array(z.string().max(160)).max(MAX_CHANNELS).optional(),
})

const scope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('live') }),
  z.strictObject({ kind: z.literal('session'), id }),
])
const channels = z.array(z.string().max(160)).max(MAX_CHANNELS)
const rightWayRound = (r: { fromUs: number; toUs: number }) => r.fromUs < r.toUs

export const windowRequest = z
  .strictObject({ scope, channels, fromUs: timeUs, toUs: timeUs, buckets: z.number().int().min(1).max(MAX_BUCKETS) })
  .refine(rightWayRound, 'ends before it starts')

export const statsRequest = z
  .strictObject({ scope, channels, fromUs: timeUs, toUs: timeUs })
  .refine(rightWayRound, 'ends before it starts')

export const nearestRequest = z.strictObject({
  scope,
  channels,
  tUs: timeUs,
  side: z.enum(['nearest', 'before', 'after']),
})

export const planExample = z.enum(['tinderboxB3', 'tinderboxC2'])

export const treeRequest = z.strictObject({
  scope,
  sourceId: id,
  moment: z.discriminatedUnion('at', [
    z.strictObject({ at: z.literal('live') }),
    z.strictObject({ at: z.literal('time'), tUs: timeUs }),
    z
      .strictObject({ at: z.literal('mean'), fromUs: timeUs, toUs: timeUs })
      .refine(rightWayRound, 'ends before it starts'),
  ]),
})
export const sourceId = id.nullable()
export const treeFormat = z.enum(['xhtml', 'csv', 'raw', 'pwr', 'pretty', 'tree', 'tree-plain', 'svg'])

/** What the preload found behind a drop. */
export const path = z.string().min(1).max(4_096)
export const paths = z.array(z.string().max(4_096)).min(1).max(MAX_GIVEN_FILES)

export const filters = z.array(z.string().max(512)).max(256).nullable()
export const sessionOrNew = id.nullable()
/** Of a machine, or of a series in an archive: names other people gave. */
export const foreignName = z.string().min(1).max(1_024)
export const proposeFrom = z.enum(['sync', 'edges'])
const offsetUs = z.number().min(-MAX_OFFSET_US).max(MAX_OFFSET_US)
const hostClock = z.strictObject({
  offsetUs,
  driftPpm: z.number().min(-MAX_DRIFT_PPM).max(MAX_DRIFT_PPM),
  refUs: timeUs,
  residualUs: z.number().nonnegative().nullable(),
  method: z.enum(['offset', 'sync', 'edges']),
  points: z.number().int().nonnegative(),
})
export const clockChoice = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('offset'), offsetUs }),
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({ by: z.literal('proposal'), clock: hostClock }),
])
export const importStart = z.strictObject({
  token: id,
  session: sessionOrNew,
  filters,
  offsetS: z
    .number()
    .min(-MAX_OFFSET_US / 1e6)
    .max(MAX_OFFSET_US / 1e6),
  clocks: z
    .array(z.strictObject({ host: foreignName, choice: clockChoice }))
    .max(256)
    .optional(),
})

export const alignSubject = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('archive'), token: id, host: foreignName, session: sessionOrNew }),
  z.strictObject({ of: z.literal('session'), session: id, host: foreignName }),
])
export const alignLook = z
  .strictObject({
    clock: hostClock.nullable(),
    fromUs: timeUs,
    toUs: timeUs,
    buckets: z.number().int().min(1).max(MAX_BUCKETS),
  })
  .refine(rightWayRound, 'ends before it starts')

/** A folder on another machine. */
export const dataDir = z
  .string()
  .max(200)
  .regex(/^\/[^\p{Cc}]*[^\p{Cc}/]$/u, 'is no absolute path of a folder')
export const setupWish = z.strictObject({ rapl: z.boolean(), nvml: z.boolean(), dataDir: dataDir.nullable() })

export const exportRequest = z.strictObject({ id, fromUs: timeUs.nullable(), toUs: timeUs.nullable() })
export const recordingName = z.string().max(MAX_NAME).nullable()
export const seq = z.number().int().nonnegative()
/** The clipboard gets tables, not archives. */
export const clipText = z.string().max(1_000_000)

export const settingsPatch = z
  .strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    energyUnit: z.enum(['J', 'Wh']),
    timeMode: z.enum(['local', 'utc', 'relative']),
    fontScale: z.number().int().min(80).max(200),
    followS: z.number().min(0).max(604_800),
    letterKeys: z.boolean(),
    diskReserveMb: z.number().int().min(100).max(10_000_000),
    /** Replaced as a whole. */
    shownChannels: z
      .record(z.string().min(1).max(160), z.boolean())
      .refine(
        (shown) => Object.keys(shown).length <= MAX_SHOWN_CHANNELS,
        `holds more than ${MAX_SHOWN_CHANNELS} channels`,
      ),
    collectdFilters: filters,
    importLimits: z.strictObject({
      entryBytes: z.number().int().min(1),
      totalBytes: z.number().int().min(1),
      entries: z.number().int().min(1).max(1_000_000),
      lineBytes: z.number().int().min(64).max(1_048_576),
    }),
  })
  .partial()
  .transform(dropUndefined)

const network = z.union([z.cidrv4(), z.cidrv6()], 'is no ADDRESS/BITS such as 192.168.1.0/24')
const token = z.string().superRefine((text, at) => {
  const why = refuseToken(text)
  if (why !== null) at.addIssue(why)
})

/** Fields of the HTTP API's settings, for the window and the command line. */
export const apiPatch = z
  .strictObject({
    on: z.boolean(),
    port: z.number().int('must be a whole number').min(1).max(65_535),
    bind: z.union([z.ipv4(), z.ipv6()], 'is no IP address').nullable(),
    token: token.nullable(),
    allow: z.array(network.refine((range) => !range.endsWith('/0'), 'would admit everybody')).max(64),
    cors: z.boolean(),
  })
  .partial()
  .transform(dropUndefined)

/** Checks one argument from the page; a wrong one becomes a fault that names the request and the field. */
export function checked<T>(schema: z.ZodType<T>, request: string, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const field = issue && issue.path.length > 0 ? ` ${issue.path.join('.')}` : ''
  throw badRequest(`${request}${field}`, issue?.message ?? 'is not valid')
}

/** `{ a: undefined }` means the same as `{}` and must not overwrite anything. */
function dropUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
