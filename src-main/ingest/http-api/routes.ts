import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseFilters } from '../../engine/collectd/filters'
import { parseSyncStamp } from '../../engine/series/sync-stamp'
import type { Arrival, Inbox } from '../../ports/inbox'
import type { Spool } from '../../ports/spool'
import { Refused } from './api-faults'
import { archiveOf, assertLength, type BodyLimits, textOf } from './bodies'
import { messageIn, nameIn, textIn } from './texts'
import { trigger } from './triggers'

export interface RouteIo {
  readonly inbox: Inbox
  readonly spool: Spool
  readonly limits: BodyLimits
  readonly arrivalOf: (request: FastifyRequest) => Arrival
  /** Aborted when the server closes. */
  readonly closing: AbortSignal
}

/** Archives that are received at the same time. */
const MAX_ARCHIVES = 4

type Params = Readonly<Record<string, string>>
type Answer = (
  params: Params,
  arrival: Arrival,
  text: () => Promise<string>,
  request: FastifyRequest,
) => Promise<unknown>

/** The endpoints below `/api/v2`, after PowerGoblin's manual and clients. Scripts change things with GET as well as with POST. */
export function addRoutes(app: FastifyInstance, io: RouteIo): void {
  const { inbox, limits } = io
  const on = (method: string | readonly string[], url: string, answer: Answer) =>
    app.route({
      method: typeof method === 'string' ? method : [...method],
      url: `/api/v2/${url}`,
      handler: async (request) => {
        const text = () => {
          assertLength(request.headers['content-length'], limits.textBytes)
          return textOf(request.body as Readable | undefined, limits)
        }
        const result = await answer(request.params as Params, io.arrivalOf(request), text, request)
        return { result: result ?? null }
      },
    })
  const both = ['GET', 'POST'] as const

  on(both, 'cmd/startSession', (_, arrival) => inbox.startSession(arrival))
  on(both, 'session/:s', (p, arrival) => inbox.session(at(p, 's'), arrival))
  on(both, 'session/:s/meter', (p) => inbox.meters(at(p, 's')))
  on(both, 'session/:s/meter/:id/add', (p, arrival) => inbox.connectMeter(at(p, 's'), at(p, 'id'), 'on', arrival))
  on(both, 'session/:s/meter/:id/toggle', (p, arrival) =>
    inbox.connectMeter(at(p, 's'), at(p, 'id'), 'toggle', arrival),
  )
  on(both, 'session/:s/meter/:id/rename/:channel/:name', (p) =>
    inbox.labelChannel(at(p, 'id'), at(p, 'channel'), named(p, 'name')),
  )

  for (const what of ['measurement', 'run'] as const) {
    for (const tail of ['', '/:name']) {
      on(both, `session/:s/${what}/start/:unit${tail}`, async (p, arrival, text) =>
        inbox.startSpan(at(p, 's'), await spanIn(what, p, text), arrival),
      )
      on(both, `session/:s/${what}/stop/:unit${tail}`, async (p, arrival, text) =>
        inbox.stopSpan(at(p, 's'), await spanIn(what, p, text), arrival),
      )
    }
  }
  on('POST', 'session/:s/measurement', async (p, arrival, text) =>
    inbox.nameMeasurement(at(p, 's'), given(nameIn(textIn(await text()))), 'next', arrival),
  )
  on('POST', 'session/:s/measurement/rename', async (p, arrival, text) =>
    inbox.nameMeasurement(at(p, 's'), given(nameIn(textIn(await text()))), 'last', arrival),
  )
  on('POST', 'session/:s/trigger', async (p, arrival, text) => trigger(inbox, at(p, 's'), given(await text()), arrival))

  on(both, 'session/:s/resource/:names/include', (p, arrival) => inbox.include(at(p, 's'), filtersIn(p), arrival))
  on(both, 'session/:s/resource/:names/exclude', (p, arrival) => inbox.exclude(at(p, 's'), filtersIn(p), arrival))
  on(both, 'session/:s/resource/:names/add/:value/:unit', async (p, arrival) => {
    await inbox.addSample(at(p, 's'), named(p, 'unit'), named(p, 'names'), numberIn(p), arrival)
    return numberIn(p)
  })

  on('POST', 'session/:s/sync', async (p, arrival, text) => {
    const sentUs = parseSyncStamp(await text())
    if (sentUs === null)
      throw new Refused(
        400,
        'The body is no time stamp: a bare number of seconds, milliseconds, microseconds or nanoseconds since 1970 is wanted.',
      )
    return inbox.sync(at(p, 's'), sentUs, arrival)
  })
  on('POST', 'session/:s/import/collectd', receiver(io))

  on('GET', 'session/:s/logs/power/:measurement/:meter/:channel', (p) =>
    inbox.meterLog(at(p, 's'), countIn(p), at(p, 'meter'), at(p, 'channel')),
  )
  on('GET', 'session/:s/logs/resource/:measurement/:unit/:resource', (p) =>
    inbox.resourceLog(at(p, 's'), countIn(p), at(p, 'unit'), at(p, 'resource')),
  )
}

/** Writes the body to the spool as it comes and hands it over; no word of the request becomes a part of the path. */
function receiver({ inbox, spool, limits, closing }: RouteIo): Answer {
  let receiving = 0
  return async (p, arrival, _text, request) => {
    assertLength(request.headers['content-length'], limits.archiveBytes)
    if (receiving >= MAX_ARCHIVES)
      throw new Refused(503, `${MAX_ARCHIVES} archives are being received already. Send it again in a moment.`)
    receiving += 1
    let file = ''
    try {
      file = await spool.fresh()
      if ((await archiveOf(request.body as Readable | undefined, file, limits)) === 0)
        throw new Refused(400, 'The archive was empty. Was the script run with sh instead of bash?')
    } catch (error) {
      if (file !== '') await spool.drop(file)
      throw error
    } finally {
      receiving -= 1
    }
    return inbox.importArchive(at(p, 's'), file, arrival, closing)
  }
}

const at = (params: Params, key: string): string => params[key] ?? ''

const given = (text: string): string => {
  if (text.trim() === '') throw new Refused(400, 'The body is empty, and nothing was changed.')
  return text
}

const named = (params: Params, key: string): string => {
  const name = nameIn(at(params, key))
  if (name === '') throw new Refused(400, 'A name in the address is empty.')
  return name
}

async function spanIn(what: 'measurement' | 'run', params: Params, text: () => Promise<string>) {
  return {
    what,
    unit: named(params, 'unit'),
    name: nameIn(at(params, 'name')),
    message: messageIn(textIn(await text())),
  }
}

function filtersIn(params: Params): readonly string[] {
  const filters = parseFilters(at(params, 'names')) ?? []
  if (filters.length === 0) throw new Refused(400, 'The address names no resource.')
  return filters.map(nameIn)
}

function numberIn(params: Params): number {
  const text = at(params, 'value').trim()
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) throw new Refused(400, 'The value is no number.')
  return value
}

function countIn(params: Params): number {
  const text = at(params, 'measurement')
  if (!/^\d{1,9}$/.test(text)) throw new Refused(400, 'The number of the measurement is no number.')
  return Number(text)
}
