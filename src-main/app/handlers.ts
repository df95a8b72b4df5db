import type { AboutView } from '@contract/about'
import type { Handlers } from '@contract/channels'
import type { CollectdSetup, SetupWish } from '@contract/collectd-setup'
import type { AlignDesk } from './align/align-desk'
import type { ApiKeeper } from './api-keeper'
import type { ClockDesk } from './clock-desk'
import * as guard from './guards'
import { checked } from './guards'
import type { HandedFile } from './handed-file'
import type { ImportDesk } from './import-desk'
import type { InstrumentBench } from './instruments'
import type { Library } from './library'
import type { NodeBinder } from './link/node-binder'
import type { LiveHub } from './live/live-hub'
import type { LogBook } from './log-book'
import type { PairingDesk } from './pairing/pairing-desk'
import type { PlanDesk } from './plans'
import type { Recorder } from './recording'
import type { SeriesDesk } from './series'
import type { SettingsKeeper } from './settings-keeper'
import type { TrafficLog } from './traffic-log'
import type { TreeExport } from './tree-export'
import type { TreeDesk } from './trees'

/** The use cases behind the contract. */
export interface UseCases {
  readonly bench: InstrumentBench
  readonly live: LiveHub
  readonly series: SeriesDesk
  readonly library: Library
  readonly handed: HandedFile
  readonly recorder: Recorder
  readonly settings: SettingsKeeper
  readonly logBook: LogBook
  readonly traffic: TrafficLog
  readonly plans: PlanDesk
  readonly trees: TreeDesk
  readonly treeExport: TreeExport
  readonly api: ApiKeeper
  readonly clocks: ClockDesk
  readonly align: AlignDesk
  readonly imports: ImportDesk
  readonly setup: (wish: SetupWish) => Promise<CollectdSetup>
  readonly pairing: PairingDesk
  readonly binder: NodeBinder
  readonly about: () => Promise<AboutView>
  readonly copy: (text: string) => void
}

/** Maps every request of the contract to its use case. Arguments come unchecked from a page: each is guarded here. */
export function createHandlers(use: UseCases): Handlers {
  const { bench, live, series, library, recorder, settings, logBook, traffic, plans, trees, treeExport } = use
  const { api, clocks, align, imports, pairing, binder } = use
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
    'instruments:bind': async (id) => binder.bind(checked(guard.id, 'instruments:bind', id)),
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
    'sessions:verify': async (id) => library.verify(checked(guard.id, 'sessions:verify', id)),
    'sessions:openFile': async (token) => library.openFile(checked(guard.id, 'sessions:openFile', token)),
    'sessions:takeHanded': async () => use.handed.take(),
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
    'recording:mark': async (text) => recorder.mark(checked(guard.markText, 'recording:mark', text)),
    'settings:get': async () => settings.view(),
    'settings:set': async (patch) => settings.set(checked(guard.settingsPatch, 'settings:set', patch)),
    'log:recent': async () => logBook.recent(),
    'traffic:follow': async () => traffic.follow(),
    'traffic:unfollow': async () => traffic.unfollow(),
    'plan:open': async () => plans.open(),
    'plan:example': async (which) => plans.example(checked(guard.planExample, 'plan:example', which)),
    'plan:take': async (token) => plans.take(checked(guard.id, 'plan:take', token)),
    'plan:close': async (token) => plans.close(checked(guard.id, 'plan:close', token)),
    'tree:get': async (request) => trees.get(checked(guard.treeRequest, 'tree:get', request)),
    'tree:follow': async (sourceId) => trees.follow(checked(guard.sourceId, 'tree:follow', sourceId ?? null)),
    'tree:export': async (request, format) =>
      treeExport.save(
        checked(guard.treeRequest, 'tree:export', request),
        checked(guard.treeFormat, 'tree:export format', format),
      ),
    'api:get': async () => api.view(),
    'api:set': async (patch) => api.set(checked(guard.apiPatch, 'api:set', patch)),
    'api:newToken': async () => api.newToken(),
    'clocks:list': async (session) => clocks.list(checked(guard.id, 'clocks:list', session)),
    'clocks:propose': async (session, host, from) =>
      clocks.propose(
        checked(guard.id, 'clocks:propose', session),
        checked(guard.foreignName, 'clocks:propose machine', host),
        checked(guard.proposeFrom, 'clocks:propose from', from),
      ),
    'clocks:set': async (session, host, choice) =>
      clocks.set(
        checked(guard.id, 'clocks:set', session),
        checked(guard.foreignName, 'clocks:set machine', host),
        checked(guard.clockChoice, 'clocks:set', choice),
      ),
    'align:open': async (subject) => align.open(checked(guard.alignSubject, 'align:open', subject)),
    'align:look': async (look) => align.look(checked(guard.alignLook, 'align:look', look)),
    'align:close': async () => align.close(),
    'import:open': async () => imports.open(),
    'import:filters': async (session) =>
      imports.filters(checked(guard.sessionOrNew, 'import:filters', session ?? null)),
    'import:inspect': async (token, filters) =>
      imports.inspect(
        checked(guard.id, 'import:inspect', token),
        checked(guard.filters, 'import:inspect filters', filters ?? null),
      ),
    'import:preview': async (token, host, path) =>
      imports.preview(
        checked(guard.id, 'import:preview', token),
        checked(guard.foreignName, 'import:preview machine', host),
        checked(guard.foreignName, 'import:preview series', path),
      ),
    'import:run': async (start) => imports.run(checked(guard.importStart, 'import:run', start)),
    'import:cancel': async () => imports.cancel(),
    'import:kept': async (session) => imports.kept(checked(guard.id, 'import:kept', session)),
    'import:refilter': async (session, filters) =>
      imports.refilter(
        checked(guard.id, 'import:refilter', session),
        checked(guard.filters, 'import:refilter filters', filters ?? null),
      ),
    'import:drop': async (session) => imports.drop(checked(guard.id, 'import:drop', session)),
    'collectd:setup': async (wish) => use.setup(checked(guard.setupWish, 'collectd:setup', wish)),
    'pairing:get': async () => pairing.view(),
    'pairing:start': async () => pairing.start(),
    'pairing:choose': async (address) => pairing.choose(checked(guard.bluetoothAddress, 'pairing:choose', address)),
    'pairing:pin': async (pin) => pairing.usePin(checked(guard.pin, 'pairing:pin', pin)),
    'pairing:powerOn': async () => pairing.press('power-on'),
    'pairing:forget': async () => pairing.press('forget'),
    'pairing:retry': async () => pairing.press('retry'),
    'pairing:back': async () => pairing.press('back'),
    'pairing:next': async () => pairing.press('next'),
    'pairing:finish': async (name) => pairing.finish(checked(guard.sessionName, 'pairing:finish', name)),
    'pairing:cancel': async () => pairing.cancel(),
    'about:get': async () => use.about(),
    'about:copy': async (text) => use.copy(checked(guard.clipText, 'about:copy', text)),
  }
}
