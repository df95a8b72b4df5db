import { Fault } from '../../base/fault'
import { type ChannelRange, rangeText } from '../../engine/power-tree/channel-list'
import type { Plan } from '../../engine/power-tree/plan'
import { selectRows } from '../../engine/power-tree/select-rows'
import type { MakeReport } from '../../engine/report/report'
import type { ExitCode } from '../exit-codes'
import { type Job, type MeasuringSide, measure } from './measure'

export interface ReadRun extends Job {
  /** The channel file's name without folders. */
  readonly file: string
  readonly make: MakeReport
}

/**
 * Measures and prints a report, scan by scan. Nothing is printed before the first scan is there; a run that is cut short
 * ends its report properly, so that a page stays well formed, and then rejects.
 */
export async function readRun(run: ReadRun, side: MeasuringSide): Promise<ExitCode> {
  const report = run.make({ plan: run.plan, file: run.file, loops: run.loops })
  let begun = false
  try {
    return await measure(run, side, (tree) => {
      side.print(`${begun ? '' : report.head()}${report.measurement(tree)}`)
      begun = true
    })
  } finally {
    if (begun) side.print(report.tail())
  }
}

/** The rows asked for. BAD_REQUEST when none is in the file; ranges without a row are told through `complain`. */
export function chosenRows(
  plan: Plan,
  ranges: readonly ChannelRange[] | undefined,
  complain: (line: string) => void,
): Plan {
  if (!ranges) return plan
  const selection = selectRows(plan, ranges)
  const list = (some: readonly ChannelRange[]) => some.map(rangeText).join(', ')
  if (!selection) {
    throw new Fault({
      code: 'BAD_REQUEST',
      title: 'The selection is empty',
      cause: `No row of the channel file has a channel of ${list(ranges)}.`,
      consequence: 'Nothing was measured.',
      next: 'Choose channels of the file; "wattbench check-plan FILE --explain" lists them.',
    })
  }
  const { unmatched } = selection
  if (unmatched.length > 0)
    complain(`wattbench: No row of the channel file has the channel ${list(unmatched)}; left out.`)
  return selection.plan
}
