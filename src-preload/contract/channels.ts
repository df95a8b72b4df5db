import type { AboutRequests } from './about'
import type { AlignRequests } from './alignment'
import type { ApiServerEvents, ApiServerRequests } from './api-server'
import type { ClockRequests } from './clocks'
import type { CollectdSetupRequests } from './collectd-setup'
import type { DroppedFile, GivenFile } from './files'
import type { ImportEvents, ImportRequests } from './imports'
import type { InstrumentEvents, InstrumentRequests } from './instruments'
import type { LiveEvents, LiveRequests } from './live'
import type { LogEvents, LogRequests } from './log'
import type { PairingEvents, PairingRequests } from './pairing'
import type { Reply } from './reply'
import type { SeriesRequests } from './series'
import type { SessionEvents, SessionRequests } from './sessions'
import type { SettingsEvents, SettingsRequests } from './settings'
import type { TrafficEvents, TrafficRequests } from './traffic'
import type { TreeEvents, TreeRequests } from './tree'

/** The page asks, main answers. Key = channel, value = shape of the call. */
export interface Requests
  extends InstrumentRequests,
    LiveRequests,
    SeriesRequests,
    SessionRequests,
    SettingsRequests,
    LogRequests,
    TrafficRequests,
    TreeRequests,
    ApiServerRequests,
    ClockRequests,
    AlignRequests,
    ImportRequests,
    CollectdSetupRequests,
    PairingRequests,
    AboutRequests {}

/** Main tells, nobody answers. Each message has a `seq` that rises by one per topic, so that a missed one is seen. */
export interface Events
  extends InstrumentEvents,
    LiveEvents,
    SessionEvents,
    SettingsEvents,
    LogEvents,
    TrafficEvents,
    TreeEvents,
    ApiServerEvents,
    ImportEvents,
    PairingEvents {}

export type RequestName = keyof Requests
export type EventName = keyof Events

type Args<K extends RequestName> = Parameters<Requests[K]>
type Answer<K extends RequestName> = ReturnType<Requests[K]>

/** What main must supply: one handler per request. Arguments arrive unchecked from a page; a missing one is a compile error. */
export type Handlers = { readonly [K in RequestName]: (...args: readonly unknown[]) => Promise<Answer<K>> }

/** What the page holds, as `window.wattbench`. */
export interface Bridge {
  ask<K extends RequestName>(channel: K, ...args: Args<K>): Promise<Reply<Answer<K>>>
  /**
   * Hands over files that were dropped on the window; the preload reads their paths, the page gets tokens. An array: a
   * FileList does not cross. Rejects for what is no File.
   */
  give(files: readonly DroppedFile[]): Promise<Reply<readonly GivenFile[]>>
  /** Returns the function that stops listening. */
  listen<K extends EventName>(topic: K, hear: (message: Events[K]) => void): () => void
}

/** Names on the wire: requests and events carry different prefixes, so neither can be mistaken for the other. */
export const REQUEST_PREFIX = 'wattbench/ask/'
export const EVENT_PREFIX = 'wattbench/tell/'
/** Carries the paths of dropped files from the preload to main; no request of the page leads here. */
export const GIVE_CHANNEL = 'wattbench/give'

/** Every request name, for the preload's allow-list and for the printed contract. */
export const REQUEST_NAMES = [
  'instruments:ports',
  'instruments:list',
  'instruments:add',
  'instruments:update',
  'instruments:remove',
  'instruments:connect',
  'instruments:bind',
  'instruments:disconnect',
  'instruments:demo',
  'live:follow',
  'live:ack',
  'live:unfollow',
  'series:window',
  'series:stats',
  'series:nearest',
  'sessions:list',
  'sessions:show',
  'sessions:verify',
  'sessions:openFile',
  'sessions:takeHanded',
  'sessions:rename',
  'sessions:remove',
  'sessions:export',
  'recording:get',
  'recording:start',
  'recording:stop',
  'recording:mark',
  'settings:get',
  'settings:set',
  'log:recent',
  'traffic:follow',
  'traffic:unfollow',
  'plan:open',
  'plan:example',
  'plan:take',
  'plan:close',
  'tree:get',
  'tree:follow',
  'tree:export',
  'api:get',
  'api:set',
  'api:newToken',
  'clocks:list',
  'clocks:propose',
  'clocks:set',
  'align:open',
  'align:look',
  'align:close',
  'import:open',
  'import:filters',
  'import:inspect',
  'import:preview',
  'import:run',
  'import:cancel',
  'import:kept',
  'import:refilter',
  'import:drop',
  'collectd:setup',
  'pairing:get',
  'pairing:start',
  'pairing:choose',
  'pairing:pin',
  'pairing:powerOn',
  'pairing:forget',
  'pairing:retry',
  'pairing:back',
  'pairing:next',
  'pairing:finish',
  'pairing:cancel',
  'about:get',
  'about:copy',
] as const satisfies readonly RequestName[]

export const EVENT_NAMES = [
  'instruments:changed',
  'live:tick',
  'recording:changed',
  'sessions:changed',
  'session:event',
  'sessions:handed',
  'settings:changed',
  'log:added',
  'traffic:added',
  'plan:changed',
  'tree:scan',
  'api:changed',
  'import:progress',
  'pairing:changed',
] as const satisfies readonly EventName[]

/** Compile-time proof that the two lists above are complete. */
type Missing<All, Listed> = Exclude<All, Listed> extends never ? true : { readonly missing: Exclude<All, Listed> }
export const LISTS_ARE_COMPLETE: Missing<RequestName, (typeof REQUEST_NAMES)[number]> &
  Missing<EventName, (typeof EVENT_NAMES)[number]> = true
