import type { AboutView } from '@contract/about'
import type { Handlers } from '@contract/channels'
import type { ApiKeeper } from './api-keeper'
import * as guard from './guards'
import { checked } from './guards'
import type { InstrumentBench } from './instruments'
import type { Library } from './library'
import type { LiveHub } from './live/live-hub'
import type { LogBook } from './log-book'
import type { Recorder } from './recording'
import type { SeriesDesk } from './series'
import type { SettingsKeeper } from './settings-keeper'
import type { TrafficLog } from './traffic-log'

/** The use cases behind the contract. */
export interface UseCases {
  readonly bench: InstrumentBench
  readonly live: LiveHub
  readonly series: SeriesDesk
  readonly library: Library
  readonly recorder: Recorder
  readonly settings: SettingsKeeper
  readonly logBook: LogBook
  readonly traffic: TrafficLog
  readonly api: ApiKeeper
  readonly about: () => Promise<AboutView>
  readonly copy: (text: string) => void
}

/** Maps every request of the contract to its use case. Arguments come unchecked from a page: each is guarded here. */
export function createHandlers(use: UseCases): Handlers {
  const { bench, live, series, library, recorder, settings, logBook, traffic, api } = use
  return {
    'instruments:ports': async () => bench.ports(),
    'instruments:list': async () => bench.list(),
    'instruments:add': async (what) => bench.add(checked(guard.instrumentAdd, 'instruments:add', what)),
    'instruments:update': async (id, patch) =>
      bench.update(
        checked(guard.id, 'instruments:update', id),
        checked(guard.instrumentPatch, 'instruments:update', patch),
      ),
    'instruments:remove': async (id) => bench.remove(checked(guard.id, 'instruments:remove', id)),
    'instruments:connect': async (id) => bench.connect(checked(guard.id, 'instruments:connect', id)),
    'instruments:disconnect': async (id) => bench.disconnect(checked(guard.id, 'instruments:disconnect', id)),
    'instruments:demo': async () => bench.startDemo(),
    'live:follow': async (request) => live.follow(checked(guard.followRequest, 'live:follow', request)),
    'live:ack': async (seq) => live.ack(checked(guard.seq, 'live:ack', seq)),
    'live:unfollow': async () => live.unfollow(),
    'series:window': async (request) => series.window(checked(guard.windowRequest, 'series:window', request)),
    'series:stats': async (request) => series.stats(checked(guard.statsRequest, 'series:stats', request)),
    'series:nearest': async (request) => series.nearest(checked(guard.nearestRequest, 'series:nearest', request)),
    'sessions:list': async () => library.list(),
    'sessions:show': async (id) => library.show(checked(guard.id, 'sessions:show', id)),
    'sessions:rename': async (id, name) =>
      library.rename(
        checked(guard.id, 'sessions:rename', id),
        checked(guard.sessionName, 'sessions:rename name', name),
      ),
    'sessions:remove': async (id) => library.remove(checked(guard.id, 'sessions:remove', id)),
    'sessions:export': async (request) => library.exportCsv(checked(guard.exportRequest, 'sessions:export', request)),
    'recording:get': async () => recorder.view(),
    'recording:start': async (name) => recorder.start(checked(guard.recordingName, 'recording:start', name ?? null)),
    'recording:stop': async () => recorder.stop(),
    'settings:get': async () => settings.view(),
    'settings:set': async (patch) => settings.set(checked(guard.settingsPatch, 'settings:set', patch)),
    'log:recent': async () => logBook.recent(),
    'traffic:follow': async () => traffic.follow(),
    'traffic:unfollow': async () => traffic.unfollow(),
    'api:get': async () => api.view(),
    'api:set': async (patch) => api.set(checked(guard.apiPatch, 'api:set', patch)),
    'api:newToken': async () => api.newToken(),
    'about:get': async () => use.about(),
    'about:copy': async (text) => use.copy(checked(guard.clipText, 'about:copy', text)),
  }
}
