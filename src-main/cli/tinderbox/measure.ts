import type { SolvedTree } from '@contract/tree'
import type { Clock } from '../../base/clock'
import { Fault } from '../../base/fault'
import type { Plan } from '../../engine/power-tree/plan'
import { solve } from '../../engine/power-tree/solve'
import type { openVoltmeter } from '../../instruments/agilent-34980a/voltmeter'
import type { OpenLine } from '../../ports/transport'
import { EXIT, type ExitCode } from '../exit-codes'

/** What measuring works with; tests bring their own. */
export interface MeasuringSide {
  readonly open: typeof openVoltmeter
  readonly openLine: OpenLine
  readonly clock: Clock
  readonly env: NodeJS.ProcessEnv
  readonly stop: AbortSignal
  readonly print: (text: string) => void
  readonly complain: (line: string) => void
}

export interface Job {
  readonly address: string
  readonly plan: Plan
  readonly nplc: number
  readonly loops: number
}

/**
 * Scans `loops` times on one connection and one set-up and hands out each scan, solved, as soon as it is there. Gives how
 * the command ends: good, partial (rows without value), nothing (no value at all), instrument (the meter reported errors
 * at the end). Rejects with the Fault that cut it short; what was handed out before stays good.
 */
export async function measure(job: Job, side: MeasuringSide, each: (tree: SolvedTree) => void): Promise<ExitCode> {
  const { plan, loops, address, nplc } = job
  const { clock, openLine, complain, stop } = side
  const stamp = stamps(side.env)
  const worth = new Worth(plan, complain)
  if (plan.scanChannels.length === 0) throw nothingToScan()
  let done = 0
  try {
    const meter = await side.open({ address, openLine, clock, signal: stop }, { channels: plan.scanChannels, nplc })
    for (const warning of meter.warnings) complain(`wattbench: ${warning}`)
    try {
      for (; done < loops; done++) {
        const scan = await meter.scan(stop)
        const tree = solve(plan, { ...stamp(scan, done), loop: done, readings: scan.readings })
        worth.weigh(tree)
        each(tree)
      }
    } catch (error) {
      await meter.close()
      throw error
    }
    const errors = await meter.close()
    for (const { code, text } of errors) complain(`wattbench: The voltmeter reports at the end: ${code} ${text}.`)
    return errors.length > 0 ? EXIT.instrument : worth.verdict()
  } catch (error) {
    throw asCommandEnds(error, done, loops)
  }
}

/** The drivers speak of recordings; here it is measurements that are complete or not. */
function asCommandEnds(error: unknown, done: number, loops: number): unknown {
  if (!(error instanceof Fault) || error.code === 'CANCELLED') return error
  const consequence =
    done === 0 ? 'Nothing was measured.' : `Of ${loops} measurements ${done} ${done === 1 ? 'is' : 'are'} complete.`
  return new Fault({ ...error.view, consequence }, error)
}

/** Counts what the shown rows gave, and says which gave nothing. */
class Worth {
  private values = 0
  private blanks = 0

  constructor(
    private readonly plan: Plan,
    private readonly complain: (line: string) => void,
  ) {}

  weigh({ loop, rows }: SolvedTree): void {
    const blank = this.plan.shown.filter((at) => rows[at]!.value === null)
    this.blanks += blank.length
    this.values += this.plan.shown.length - blank.length
    if (blank.length === 0) return
    const named = blank.map((at) => `${this.plan.rows[at]!.name} (${rows[at]!.channel}): ${rows[at]!.status}`)
    this.complain(`wattbench: Measurement ${loop + 1} has no value for ${named.join(', ')}.`)
  }

  verdict(): ExitCode {
    if (this.values === 0) return EXIT.nothing
    return this.blanks > 0 ? EXIT.partial : EXIT.good
  }
}

type Stamp = (
  scan: { readonly startUs: number; readonly endUs: number },
  loop: number,
) => { readonly startUs: number; readonly endUs: number }

/** The scan's own times, or those WATTBENCH_NOW fixes. */
function stamps({ WATTBENCH_NOW: now }: NodeJS.ProcessEnv): Stamp {
  if (now === undefined || now === '') return ({ startUs, endUs }) => ({ startUs, endUs })
  if (!/^\d{1,10}$/.test(now)) {
    throw new Fault({
      code: 'BAD_REQUEST',
      title: 'WATTBENCH_NOW cannot be used',
      cause: `"${now}" is no whole number of seconds since 1970.`,
      consequence: 'Nothing was measured.',
      next: 'Set it to whole seconds, or unset it for the time of day.',
    })
  }
  return (_scan, loop) => {
    const us = (Number(now) + loop) * 1e6
    return { startUs: us, endUs: us }
  }
}

const nothingToScan = (): Fault =>
  new Fault({
    code: 'BAD_REQUEST',
    title: 'There is no channel to measure',
    cause: 'None of the rows is read from a channel of the voltmeter.',
    consequence: 'Nothing was measured.',
    next: 'Give a channel file with power or voltage rows.',
  })
