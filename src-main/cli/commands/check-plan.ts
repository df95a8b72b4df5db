import { basename } from 'node:path'
import type { Command } from 'commander'
import type { GroupColumn } from '../../engine/power-tree/channel-file'
import { explainRow } from '../../engine/power-tree/explain'
import type { Plan } from '../../engine/power-tree/plan'
import type { PlanReading } from '../../engine/power-tree/read-plan'
import { EXIT } from '../exit-codes'
import { print } from '../library'
import { FILE_FORMAT_HELP, groupColumnOption } from '../tinderbox/options'
import { problemLine, readPlanFile } from '../tinderbox/plan-file'

interface Options {
  readonly json?: boolean
  readonly explain?: boolean
  readonly groupColumn: GroupColumn
}

/** `wattbench check-plan`: all that is to say about a channel file, without a voltmeter. */
export function addCheckPlan(program: Command): void {
  program
    .command('check-plan')
    .description('check a channel file without a voltmeter')
    .argument('<file>', 'channel file')
    .option('--explain', 'tell how the value of each row comes about')
    .option('--json', 'print one JSON object')
    .addOption(groupColumnOption())
    .addHelpText('after', FILE_FORMAT_HELP)
    .action(async (path: string, options: Options) => {
      const reading = await readPlanFile(path, options.groupColumn)
      if (options.json) print(asJson(path, reading))
      else process.stdout.write(asText(path, reading, options.explain ?? false))
      process.exitCode = reading.plan ? EXIT.good : EXIT.usage
    })
}

const asJson = (path: string, { plan, problems }: PlanReading) => ({
  schema: 1,
  file: basename(path),
  good: plan !== null,
  rows: plan?.rows.length ?? null,
  scan_channels: plan?.scanChannels.length ?? null,
  has_tree: plan?.hasTree ?? null,
  roots: plan?.links.roots.length ?? null,
  problems,
  explained:
    plan?.rows.map(({ line, channel, name }, at) => ({ line, channel, name, text: explainRow(plan, at) })) ?? [],
})

function asText(path: string, { plan, problems }: PlanReading, explain: boolean): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const counts = `${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}`
  const lines = [
    ...problems.map((problem) => problemLine(path, problem)),
    ...(plan && explain ? explained(plan) : []),
    plan
      ? `${path}: ${counts}; ${summary(plan)}`
      : `${path}: ${counts}; ${errors === 0 ? 'it holds no row' : 'nothing can be measured'}`,
  ]
  return `${lines.join('\n')}\n`
}

const explained = (plan: Plan): readonly string[] =>
  plan.rows.map(({ channel, name }, at) => `${channel} ${name}: ${explainRow(plan, at)}`)

function summary({ rows, scanChannels, hasTree, links: { roots } }: Plan): string {
  const sizes = `${counted(rows.length, 'row')}, ${counted(scanChannels.length, 'channel')} to scan`
  if (!hasTree) return `${sizes}; no parent information: the table works, no tree can be drawn`
  return `${sizes}, ${counted(roots.length, 'root')}`
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
