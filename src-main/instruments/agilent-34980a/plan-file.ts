import type { ChannelFile } from '@contract/model'
import type { Plan } from '../../engine/power-tree/plan'
import { readPlan } from '../../engine/power-tree/read-plan'

/** The plan of a channel file; a string says what keeps it from being measured: the first error, and how many there are. */
export function planOf(file: ChannelFile | undefined): Plan | string {
  if (!file) return 'A channel file is needed: it says what is wired to which channel.'
  const { plan, problems } = readPlan(file.text)
  const errors = problems.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first) {
    const more = errors.length > 1 ? ` (${errors.length - 1} more)` : ''
    return `The channel file ${file.name} has an error in line ${first.line}: ${first.code} ${first.text}${more}`
  }
  if (!plan || plan.scanChannels.length === 0) return `The channel file ${file.name} names no channel to measure.`
  return plan
}
