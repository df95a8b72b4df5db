import { type ApiServerView, type ApiSettings, DEFAULT_API_SETTINGS, MAX_TOKEN, MIN_TOKEN } from '@contract/api-server'
import type { FaultView } from '@contract/fault'
import { faultViewOf } from '../base/fault'
import type { Log } from '../base/log'
import type { OpenApi, OpenApiServer } from '../ports/api-server'
import type { Inbox } from '../ports/inbox'
import type { SettingsKeeper } from './settings-keeper'
import type { Teller } from './teller'

export interface ApiKeeperIo {
  readonly open: OpenApiServer
  readonly inbox: Inbox
  readonly settings: SettingsKeeper
  readonly teller: Teller
  readonly log: Log
  /** A fresh secret that cannot be guessed. */
  readonly newToken: () => string
}

/** The switch of the HTTP API: off until a person switches it on, and on again at the next start. */
export class ApiKeeper {
  private open: OpenApi | null = null
  private fault: FaultView | null = null
  private busy: Promise<unknown> = Promise.resolve()

  constructor(private readonly io: ApiKeeperIo) {}

  view(): ApiServerView {
    const settings = this.io.settings.api
    return { settings, addresses: this.open?.addresses ?? [], fault: this.fault, warnings: apiWarnings(settings) }
  }

  /** Starts the server when it was left on. Never rejects: why it does not answer is in view() and in the log. */
  begin(): Promise<ApiServerView> {
    return this.inTurn(() => this.apply())
  }

  set(patch: Partial<ApiSettings>): Promise<ApiServerView> {
    return this.inTurn(async () => {
      const wanted = { ...this.io.settings.api, ...patch }
      this.io.settings.setApi(
        wanted.bind !== null && wanted.token === null ? { ...wanted, token: this.io.newToken() } : wanted,
      )
      return this.apply()
    })
  }

  /**
   * Starts the server with these settings instead of the saved ones; they are not kept, but for a token that had to be made.
   * Rejects with the Faults of OpenApiServer.
   */
  serve(patch: Partial<ApiSettings>): Promise<ApiServerView> {
    return this.inTurn(async () => {
      const { settings, open, inbox, newToken, log } = this.io
      const wanted = { ...DEFAULT_API_SETTINGS, ...patch, on: true, token: patch.token ?? settings.api.token }
      if (wanted.bind !== null && wanted.token === null) {
        wanted.token = newToken()
        settings.setApi({ ...settings.api, token: wanted.token })
      }
      await this.close()
      this.open = await open(wanted, inbox)
      for (const warning of apiWarnings(wanted)) log.say('warn', 'HTTP API', warning)
      return { settings: wanted, addresses: this.open.addresses, fault: null, warnings: apiWarnings(wanted) }
    })
  }

  newToken(): Promise<ApiServerView> {
    return this.set({ token: this.io.newToken() })
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.close())
  }

  private async apply(): Promise<ApiServerView> {
    const { settings, inbox, log, teller } = this.io
    await this.close()
    this.fault = null
    const api = settings.api
    if (api.on) {
      try {
        this.open = await this.io.open(api, inbox)
        log.say('info', 'HTTP API', `Answers at ${this.open.addresses.join(' and ')}.`)
        for (const warning of apiWarnings(api)) log.say('warn', 'HTTP API', warning)
      } catch (error) {
        this.fault = faultViewOf(error)
        log.say('fault', 'HTTP API', `${this.fault.title}. ${this.fault.cause}`, this.fault)
      }
    }
    teller.tell('api:changed', { server: this.view() })
    return this.view()
  }

  private async close(): Promise<void> {
    const open = this.open
    this.open = null
    await open?.close()
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.busy.then(work)
    this.busy = mine.catch(() => undefined)
    return mine
  }
}

/** What others can do, in full sentences. */
export function apiWarnings({ bind, allow, cors }: Omit<ApiSettings, 'on'>): readonly string[] {
  return [
    ...(bind === null ? [] : ['The API is open to the network. Tokens and data cross it unencrypted.']),
    ...allow.map((range) => `Everybody in ${range} may use the API without a token.`),
    ...(cors ? ['Pages of any website opened on an admitted computer may use the API.'] : []),
  ]
}

/** Why a token cannot be used, or null. */
export const refuseToken = (token: string): string | null =>
  token.length < MIN_TOKEN || token.length > MAX_TOKEN || !/^[\x21-\x7e]+$/.test(token) || token.includes(':')
    ? `a token has ${MIN_TOKEN} to ${MAX_TOKEN} letters, digits or signs, no spaces and no colon`
    : null
