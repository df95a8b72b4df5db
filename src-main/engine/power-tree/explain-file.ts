import type { OpenPlan } from '@contract/tree'
import { readChannelFile } from './channel-file'
import { tellsParents } from './check-rows'
import { explainRow } from './explain'
import { knownRows, planOf } from './read-plan'

/** Each row of a channel file in words, in the order of the file; those that cannot be read are left out. */
export function explainFile(text: string): OpenPlan['explained'] {
  const { rows } = readChannelFile(text)
  const plan = planOf(knownRows(rows), tellsParents(rows))
  return plan.rows.map(({ line }, at) => ({ line, text: explainRow(plan, at) }))
}
