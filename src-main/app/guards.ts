import { MAX_GIVEN_FILES } from '@contract/files'
import { MAX_BUCKETS } from '@contract/live'
import { MAX_SHOWN_CHANNELS } from '@contract/settings'
import { z } from 'zod'
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
  .strictObject({ name: sessionName, address, intervalMs, reconnect: z.boolean(), plan: id, nplc })
  .partial()
  .transform(dropUndefined)

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
export const paths = z.array(z.string().max(4_096)).min(1).max(MAX_GIVEN_FILES)

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
