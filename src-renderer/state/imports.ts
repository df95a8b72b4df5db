import type { ClockChoice } from '@contract/clocks'
import type { ArchiveInspection, ImportReport } from '@contract/collectd'
import type { FaultView } from '@contract/fault'
import type { GivenFile } from '@contract/files'
import type { FiltersInForce, ImportProgress, SeriesPreview } from '@contract/imports'
import type { SessionRow } from '@contract/sessions'
import { createStore } from 'zustand/vanilla'
import type { Bridge } from '../bridge/bridge'

/** An archive that was looked through, and what a person wants of it. Nothing of it is lost by going back. */
export interface ImportPlan {
  readonly file: GivenFile
  readonly inspection: ArchiveInspection
  /** Null: every series. */
  readonly filters: readonly string[] | null
  /** The list that comes back when All is switched off again. */
  readonly lastFilters: readonly string[]
  readonly filtersFrom: FiltersInForce['from'] | 'person'
  /** Session that takes the series; null makes one of its own. */
  readonly target: string | null
  /** Decisions about clocks, by machine; one that is missing leaves the machine as it is. */
  readonly clocks: ReadonlyMap<string, ClockChoice>
  /** Series whose preview is shown, `host\npath`. */
  readonly shown: string | null
}

/** One member per screen; what a screen shows is in its member and nowhere else. */
export type Wizard =
  | { readonly at: 'choose' }
  | { readonly at: 'reading'; readonly file: GivenFile }
  | { readonly at: 'select'; readonly plan: ImportPlan }
  | { readonly at: 'align'; readonly plan: ImportPlan; readonly host: string }
  | { readonly at: 'confirm'; readonly plan: ImportPlan }
  | { readonly at: 'importing'; readonly plan: ImportPlan }
  | { readonly at: 'done'; readonly plan: ImportPlan; readonly report: ImportReport }

export interface Imports {
  readonly wizard: Wizard
  /** Archives that wait for their turn. */
  readonly waiting: readonly GivenFile[]
  readonly progress: ImportProgress | null
  readonly fault: FaultView | null
  /** By `host\npath`; null when it could not be read. */
  readonly previews: ReadonlyMap<string, SeriesPreview | null>
}

export const seriesKey = (host: string, path: string): string => `${host}\n${path}`

/** Previews kept; the oldest go. */
const MOST_PREVIEWS = 400

const NOTHING: Imports = { wizard: { at: 'choose' }, waiting: [], progress: null, fault: null, previews: new Map() }

export interface ImportsIo {
  /** Rows of the library, for the session that fits an archive. */
  readonly sessions: () => readonly SessionRow[]
  /** The opened session, when there is one. */
  readonly opened: () => string | null
}

/** collectd archives on their way into a session: choose, select, align, confirm. */
export function createImports(bridge: Bridge, io: ImportsIo) {
  const store = createStore<Imports>()(() => NOTHING)
  const stop = bridge.listen('import:progress', ({ progress }) => store.setState({ progress }))
  const set = (wizard: Wizard, fault: FaultView | null = null): void => store.setState({ wizard, fault })
  const planNow = (): ImportPlan | null => {
    const { wizard } = store.getState()
    return 'plan' in wizard ? wizard.plan : null
  }
  const change = (patch: Partial<ImportPlan>): void => {
    const { wizard } = store.getState()
    if ('plan' in wizard) store.setState({ wizard: { ...wizard, plan: { ...wizard.plan, ...patch } }, fault: null })
  }

  /** Reads an archive through; the wizard waits for it. */
  const read = async (file: GivenFile): Promise<void> => {
    set({ at: 'reading', file })
    store.setState({ previews: new Map(), progress: null })
    const looked = await bridge.ask('import:inspect', file.token, null)
    const { wizard } = store.getState()
    if (wizard.at !== 'reading' || wizard.file.token !== file.token) return
    if (!looked.ok) {
      set({ at: 'choose' }, looked.fault.code === 'CANCELLED' ? null : looked.fault)
      return
    }
    const inspection = looked.value
    const target = sessionThatFits(inspection, io.sessions(), io.opened())
    const force = await bridge.ask('import:filters', target)
    const { filters, from } = force.ok ? force.value : { filters: [], from: 'default' as const }
    const plan: ImportPlan = {
      file,
      inspection,
      filters,
      lastFilters: filters ?? [],
      filtersFrom: from,
      target,
      clocks: new Map(),
      shown: null,
    }
    set({ at: 'select', plan })
  }

  let wanted: readonly string[] = []
  let reading = false
  const readPreviews = async (): Promise<void> => {
    if (reading) return
    reading = true
    for (;;) {
      const plan = planNow()
      const key = wanted.find((one) => !store.getState().previews.has(one))
      if (!plan || key === undefined) break
      const [host = '', path = ''] = key.split('\n')
      const reply = await bridge.ask('import:preview', plan.file.token, host, path)
      if (planNow()?.file.token !== plan.file.token) continue
      const known = [...store.getState().previews, [key, reply.ok ? reply.value : null] as const]
      store.setState({ previews: new Map(known.slice(-MOST_PREVIEWS)) })
    }
    reading = false
  }

  /** The next archive that waits, or the first screen. */
  const next = (): void => {
    const [file, ...waiting] = store.getState().waiting
    store.setState({ ...NOTHING, waiting })
    if (file) void read(file)
  }

  const take = (files: readonly GivenFile[]): void => {
    const { wizard, waiting } = store.getState()
    const known = new Set(waiting.map(({ token }) => token))
    store.setState({ waiting: [...waiting, ...files.filter(({ token }) => !known.has(token))], fault: null })
    if (wizard.at === 'choose' || wizard.at === 'done') next()
  }

  return {
    store,
    stop,
    take,
    next,
    /** Main asks which archives. */
    async open(): Promise<void> {
      const reply = await bridge.ask('import:open')
      if (!reply.ok) store.setState({ fault: reply.fault })
      else if (reply.value.length > 0) take(reply.value)
    },
    refused: (fault: FaultView): void => store.setState({ fault }),
    filter(filters: readonly string[] | null): void {
      const plan = planNow()
      if (plan) change({ filters, filtersFrom: 'person', ...(filters === null ? {} : { lastFilters: filters }) })
    },
    aim: (target: string | null): void => change({ target }),
    show: (shown: string | null): void => change({ shown }),
    decide(host: string, choice: ClockChoice): void {
      const plan = planNow()
      if (plan) change({ clocks: new Map(plan.clocks).set(host, choice) })
    },
    /** Series a person looks at now: their previews are read one after the other; what is not looked at any more is not. */
    want(keys: readonly string[]): void {
      wanted = keys
      void readPreviews()
    },
    /** To another step of the same archive. */
    go(at: 'select' | 'align' | 'confirm'): void {
      const plan = planNow()
      if (!plan) return
      if (at !== 'align') set({ at, plan })
      else set({ at, plan, host: plan.inspection.hosts[0]?.host ?? '' })
    },
    alignOf(host: string): void {
      const plan = planNow()
      if (plan) set({ at: 'align', plan, host })
    },
    /** Nothing was imported; the archives that wait go on waiting for a person's word. */
    leave(): void {
      const { wizard } = store.getState()
      if (wizard.at === 'reading' || wizard.at === 'importing') void bridge.ask('import:cancel')
      store.setState({ ...NOTHING, waiting: [] })
    },
    /** Ends the work under way and goes back to the step before it. */
    cancel(): void {
      void bridge.ask('import:cancel')
    },
    async run(): Promise<ImportReport | null> {
      const plan = planNow()
      if (!plan) return null
      set({ at: 'importing', plan })
      const { file, target: session, filters } = plan
      const clocks = [...plan.clocks].map(([host, choice]) => ({ host, choice }))
      const reply = await bridge.ask('import:run', { token: file.token, session, filters, offsetS: 0, clocks })
      const { wizard } = store.getState()
      if (wizard.at !== 'importing' || wizard.plan !== plan) return reply.ok ? reply.value : null
      if (reply.ok) set({ at: 'done', plan, report: reply.value })
      else set({ at: 'confirm', plan }, reply.fault.code === 'CANCELLED' ? null : reply.fault)
      return reply.ok ? reply.value : null
    },
  }
}

/** Span of an archive by the clocks of its machines; null when no series has a row. */
export function spanOf({ hosts }: ArchiveInspection): { readonly fromUs: number; readonly toUs: number } | null {
  let [fromUs, toUs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { first, last } of hosts.flatMap(({ series }) => series.flatMap(({ columns }) => columns))) {
    if (first === null || last === null) continue
    fromUs = Math.min(fromUs, Date.parse(first) * 1_000)
    toUs = Math.max(toUs, Date.parse(last) * 1_000)
  }
  return fromUs <= toUs ? { fromUs, toUs } : null
}

/** Sessions that may take an archive: complete ones. */
export const mayTake = ({ state, fault }: SessionRow): boolean => state !== 'recording' && fault === null

/** The opened session, else the newest one that was recorded at the same time; null: one of its own. */
export function sessionThatFits(
  inspection: ArchiveInspection,
  rows: readonly SessionRow[],
  opened: string | null,
): string | null {
  const open = rows.find((row) => row.id === opened && mayTake(row))
  if (open) return open.id
  const span = spanOf(inspection)
  if (!span) return null
  const fits = rows.filter(
    (row) => mayTake(row) && row.startUs <= span.toUs && (row.endUs ?? row.startUs) >= span.fromUs,
  )
  return fits.toSorted((a, b) => b.startUs - a.startUs)[0]?.id ?? null
}
