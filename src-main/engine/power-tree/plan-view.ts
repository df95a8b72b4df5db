import type { PlanView } from '@contract/tree'
import type { PlanReading } from './read-plan'

/** What crosses to a viewer. `file` is the name without folders. */
export const planView = (file: string, { plan, problems }: PlanReading): PlanView => ({
  file,
  rows: plan?.rows ?? [],
  hasTree: plan?.hasTree ?? false,
  problems,
})
