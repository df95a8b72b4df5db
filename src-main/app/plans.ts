import type { FileToken } from '@contract/files'
import type { ChannelFile } from '@contract/model'
import type { OpenPlan, PlanExample, PlanView } from '@contract/tree'
import type { Clock } from '../base/clock'
import { faultViewOf } from '../base/fault'
import { explainFile } from '../engine/power-tree/explain-file'
import { planView } from '../engine/power-tree/plan-view'
import { readPlan } from '../engine/power-tree/read-plan'
import type { FileReader } from '../ports/files'
import { badRequest } from './faults'
import type { GivenFiles } from './files'
import type { Teller } from './teller'

/** Ten thousand rows take half a megabyte; what is larger is another kind of file. */
export const MOST_PLAN_BYTES = 4 * 2 ** 20
/** What an instrument keeps in the settings: a meter has some hundred channels, a row some fifty letters. */
const MOST_KEPT_LETTERS = 2 ** 20
/** Open at a time; a person has one or two. */
const MOST_OPEN = 16
/** Editors write, rename and touch a file in one go: it is read once when they are done. */
const SETTLE_MS = 150

export interface PlanDeskIo {
  readonly files: FileReader
  readonly given: GivenFiles
  readonly clock: Clock
  readonly teller: Teller
  /** Asks the person for a channel file; null when they thought better of it. */
  readonly askWhich: () => Promise<string | null>
  /** Folder of the examples that ship with Wattbench. */
  readonly examples: string
  /** A file that instruments may have taken was read again; null: it cannot be measured (any more). */
  readonly reread: (token: FileToken, file: ChannelFile | null) => void
}

interface Opened {
  plan: OpenPlan
  /** Null when the file cannot be read. */
  text: string | null
  /** The page shows it. */
  shown: boolean
  readonly stop: () => void
  cancel: () => void
}

/** The channel files that are open in the window, read again whenever they change on disk. */
export class PlanDesk {
  private readonly opened = new Map<FileToken, Opened>()
  /** Tokens instruments took their channel file from: watched until the instrument takes another. */
  private readonly taken = new Map<string, FileToken>()

  constructor(private readonly io: PlanDeskIo) {}

  async open(): Promise<OpenPlan | null> {
    const path = await this.io.askWhich()
    return path === null ? null : this.take((await this.io.given.admit(path)).token)
  }

  async example(which: PlanExample): Promise<OpenPlan> {
    const { token } = await this.io.given.admit(`${this.io.examples}/${which}.csv`)
    return this.take(token, true)
  }

  /** FILE_UNREADABLE when there is nothing to show; a file with errors is shown with them. */
  async take(token: FileToken, example = false): Promise<OpenPlan> {
    const { given, files } = this.io
    const path = given.pathOf(token)
    const name = path.slice(path.lastIndexOf('/') + 1)
    const before = this.opened.get(token)
    if (!before && this.opened.size >= MOST_OPEN) throw badRequest('Channel files', `${MOST_OPEN} are open already`)
    const text = await files.text(path, MOST_PLAN_BYTES)
    const plan = openPlan(token, name, text, example || (before?.plan.example ?? false))
    if (before) Object.assign(before, { plan, text, shown: true })
    // Two requests for one file may have been under way together.
    else if (!this.opened.has(token)) {
      given.hold(token)
      const stop = files.watch(path, () => this.touched(token))
      this.opened.set(token, { plan, text, shown: true, stop, cancel: () => undefined })
    }
    return plan
  }

  close(token: FileToken): void {
    const opened = this.opened.get(token)
    if (!opened) return
    opened.shown = false
    this.forgetUnused()
  }

  /** The page that showed them is gone. */
  closeAll(): void {
    for (const opened of this.opened.values()) opened.shown = false
    this.forgetUnused()
  }

  /** An open channel file without errors, for an instrument. */
  fileOf(token: FileToken): ChannelFile {
    const opened = this.opened.get(token)
    if (!opened) throw badRequest('Channel file', 'it is not open')
    const file = measurable(opened)
    if (!file) throw badRequest(`Channel file ${opened.plan.plan.file}`, 'it has errors; correct them first')
    if (file.text.length > MOST_KEPT_LETTERS)
      throw badRequest(`Channel file ${file.name}`, 'it is longer than a voltmeter has channels')
    return file
  }

  /** From now on the instrument's channel file is this one; null: no file of this run any more. */
  takenBy(instrumentId: string, token: FileToken | null): void {
    if (token === null) this.taken.delete(instrumentId)
    else this.taken.set(instrumentId, token)
    this.forgetUnused()
  }

  /** Instruments whose channel file came from this one. */
  takers(token: FileToken): readonly string[] {
    return [...this.taken].flatMap(([id, from]) => (from === token ? [id] : []))
  }

  stop(): void {
    this.taken.clear()
    this.closeAll()
  }

  private forgetUnused(): void {
    const needed = new Set(this.taken.values())
    for (const [token, { shown, stop, cancel }] of this.opened) {
      if (shown || needed.has(token)) continue
      stop()
      cancel()
      this.io.given.release(token)
      this.opened.delete(token)
    }
  }

  private touched(token: FileToken): void {
    const opened = this.opened.get(token)
    if (!opened) return
    opened.cancel()
    opened.cancel = this.io.clock.after(SETTLE_MS, () => void this.reread(token))
  }

  private async reread(token: FileToken): Promise<void> {
    const { given, files } = this.io
    const path = given.pathOf(token)
    let text: string | null = null
    let why = ''
    try {
      text = await files.text(path, MOST_PLAN_BYTES)
    } catch (error) {
      why = faultViewOf(error).cause
    }
    const opened = this.opened.get(token)
    if (!opened || opened.text === text) return
    const { file } = opened.plan.plan
    opened.text = text
    opened.plan =
      text === null
        ? { ...opened.plan, plan: gonePlan(file, why), explained: [] }
        : openPlan(token, file, text, opened.plan.example)
    if (opened.shown) this.io.teller.tell('plan:changed', { opened: opened.plan })
    this.io.reread(token, measurable(opened))
  }
}

const openPlan = (token: FileToken, file: string, text: string, example: boolean): OpenPlan => ({
  token,
  plan: planView(file, readPlan(text)),
  explained: explainFile(text),
  example,
})

/** What is left of a file that was deleted or cannot be read any more: a problem. */
const gonePlan = (file: string, why: string): PlanView => ({
  file,
  rows: [],
  hasTree: false,
  problems: [{ severity: 'error', code: 'E100', line: 0, field: null, text: `The file cannot be read: ${why}` }],
})

const measurable = ({ text, plan: { plan } }: Opened): ChannelFile | null =>
  text === null || plan.rows.length === 0 ? null : { name: plan.file, text }
