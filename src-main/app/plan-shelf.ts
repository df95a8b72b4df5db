import type { ChannelFile } from '@contract/model'
import type { PlanView } from '@contract/tree'
import type { Plan } from '../engine/power-tree/plan'
import { planView } from '../engine/power-tree/plan-view'
import { readPlan } from '../engine/power-tree/read-plan'

/** A channel file that was measured with: its plan, and what a viewer sees of it. */
export interface MeasuredPlan {
  readonly plan: Plan
  readonly view: PlanView
}

/** Plans kept: those of the sources on the screen. */
const KEPT = 8

/** Channel files as plans; the last ones are kept, the same file gives the same objects. */
export class PlanShelf {
  private kept: readonly { readonly file: ChannelFile; readonly measured: MeasuredPlan | null }[] = []

  /** Null for a file with errors: no instrument takes one, but a session file may have been edited. */
  plan(file: ChannelFile): MeasuredPlan | null {
    const known = this.kept.find((one) => one.file.name === file.name && one.file.text === file.text)
    if (known) return known.measured
    const reading = readPlan(file.text)
    const measured = reading.plan && { plan: reading.plan, view: planView(file.name, reading) }
    this.kept = [{ file, measured }, ...this.kept].slice(0, KEPT)
    return measured
  }
}
