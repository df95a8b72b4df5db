import { createServer, type Server } from 'node:http'
import { hostname } from 'node:os'
import type { Readable } from 'node:stream'
import type { ApiSettings } from '@contract/api-server'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Clock } from '../../base/clock'
import type { OpenApiServer } from '../../ports/api-server'
import type { Spool } from '../../ports/spool'
import { refusalOf, tokenMissing } from './api-faults'
import { BODY_LIMITS, type BodyLimits } from './bodies'
import { bare, callerJudge, type Judge } from './callers'
import { FirstBytes } from './first-bytes'
import { isOpen, listen } from './listen'
import { addRoutes } from './routes'

export interface HttpApiIo {
  readonly clock: Clock
  readonly spool: Spool
  readonly limits?: Partial<BodyLimits>
  /** A request's head is there within this time, in milliseconds. */
  readonly headMs?: number
}

const HEAD_MS = 10_000
/** Filters of a comma list stand in one part of the address. */
const MAX_PARAM = 4_096
const MAX_HEAD_BYTES = 16_384

/**
 * The HTTP API v2. Bodies are read as they are, whatever their content type says; there is no `upgrade` listener, so that a request that
 * offers HTTP/2 (Java) is answered in HTTP/1.1; Node answers `Expect: 100-continue` and takes chunked bodies.
 */
export function httpApi(io: HttpApiIo): OpenApiServer {
  return async (settings, inbox) => {
    if (isOpen(settings.bind) && settings.token === null) throw tokenMissing(settings.bind ?? '')
    let server: Server | null = null
    const app = fastify({
      logger: false,
      exposeHeadRoutes: false,
      routerOptions: { maxParamLength: MAX_PARAM, ignoreTrailingSlash: true },
      frameworkErrors: (_error, _request, reply) => void notHere(reply as FastifyReply),
      serverFactory: (handler) => {
        server = createServer(
          {
            headersTimeout: io.headMs ?? HEAD_MS,
            // Bodies have time limits of their own: an archive may take an hour.
            requestTimeout: 0,
            connectionsCheckingInterval: Math.min(2_000, io.headMs ?? HEAD_MS),
            maxHeaderSize: MAX_HEAD_BYTES,
            noDelay: true,
          },
          handler,
        )
        return server
      },
    })
    if (!server) throw new Error('fastify made no server')
    const sockets = new FirstBytes(server, io.clock)
    const closing = new AbortController()
    takeAnyBody(app)
    guard(app, settings, callerJudge(settings, ownNames()))
    app.addHook('onResponse', async ({ raw }) => sockets.done(raw.socket))
    app.setErrorHandler((error, _request, reply) => refuse(reply, error))
    app.setNotFoundHandler((request, reply) =>
      refuse(reply, null, `There is no ${request.method} ${pathOf(request)} here.`),
    )
    addRoutes(app, {
      inbox,
      spool: io.spool,
      limits: { ...BODY_LIMITS, ...io.limits },
      arrivalOf: ({ raw }) => ({
        atUs: sockets.of(raw.socket) ?? io.clock.nowUs(),
        from: bare(raw.socket.remoteAddress ?? ''),
      }),
      closing: closing.signal,
    })
    await app.ready()
    const { addresses, close } = await listen(server, settings.bind, settings.port)
    let ended: Promise<void> | null = null
    const end = async () => {
      closing.abort()
      await close()
      await app.close()
    }
    return {
      addresses,
      close: () => {
        ended ??= end()
        return ended
      },
    }
  }
}

/** The content type decides nothing: curl labels a zip as a form, others say nothing at all. */
function takeAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    '*',
    (_request: FastifyRequest, body: Readable, done: (error: null, body: Readable) => void) => done(null, body),
  )
  app.addHook('onRequest', async ({ raw }) => {
    delete raw.headers['content-type']
  })
}

/** Everybody is judged before a route is looked at, also for addresses that do not exist. */
function guard(app: FastifyInstance, { cors }: Pick<ApiSettings, 'cors'>, judge: Judge): void {
  app.addHook('onRequest', async ({ raw, method }, reply) => {
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    if (cors) {
      void reply.headers({
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-allow-methods': 'GET, POST',
      })
      if (method === 'OPTIONS') return reply.code(204).send()
    }
    const { authorization, host, origin } = raw.headers
    const site = raw.headers['sec-fetch-site']
    const refusal = judge({
      remote: raw.socket.remoteAddress ?? '',
      authorization,
      host,
      origin,
      site: typeof site === 'string' ? site : undefined,
    })
    if (!refusal) return
    if (refusal.status === 401) void reply.header('www-authenticate', 'Basic realm="wattbench", charset="UTF-8"')
    // What else the sender has in store is not read.
    return reply.header('connection', 'close').code(refusal.status).send({ error: refusal.error })
  })
}

/** An address that cannot even be decoded. */
const notHere = (reply: FastifyReply) => reply.code(400).send({ error: 'This is no address of the API.' })

function refuse(reply: FastifyReply, error: unknown, notFound?: string): FastifyReply {
  const { status, error: said } = notFound === undefined ? refusalOf(error) : { status: 404, error: notFound }
  if (status === 408 || status === 413) void reply.header('connection', 'close')
  return reply.code(status).send({ error: said })
}

const pathOf = ({ url }: FastifyRequest): string => url.replace(/\?.*$/s, '').slice(0, 200)

/** The name of this computer, with and without its domain. */
function ownNames(): readonly string[] {
  const name = hostname()
  const short = name.replace(/\..*$/, '')
  return [name, short, `${short}.local`]
}
