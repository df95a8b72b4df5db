import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { PlanProblem } from '@contract/tree'
import { Fault } from '../../base/fault'
import type { GroupColumn } from '../../engine/power-tree/channel-file'
import type { Plan } from '../../engine/power-tree/plan'
import { type PlanReading, readPlan } from '../../engine/power-tree/read-plan'

/** Ten thousand rows take half a megabyte; what is larger is another kind of file. */
const MAX_BYTES = 16_777_216

/** Reads and checks a channel file. BAD_REQUEST when there is no such file or it is no text in UTF-8. */
export async function readPlanFile(path: string, groupColumn: GroupColumn): Promise<PlanReading> {
  return readPlan(await textOf(path), groupColumn)
}

/** The plan of a file that can be measured; its problems are told through `complain`. BAD_REQUEST when it cannot. */
export async function openPlan(
  path: string,
  groupColumn: GroupColumn,
  complain: (line: string) => void,
): Promise<{ readonly plan: Plan; readonly file: string }> {
  const { plan, problems } = await readPlanFile(path, groupColumn)
  for (const problem of problems) complain(problemLine(path, problem))
  if (plan) return { plan, file: basename(path) }
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const cause =
    errors === 0 ? 'It holds no row.' : `It has ${errors === 1 ? '1 error' : `${errors} errors`}, named above.`
  throw badFile(`The channel file ${path} cannot be used`, cause, 'Correct it, then try again.')
}

/** `bench.csv:7: error E106 resistance: The resistance …`; without a line number what speaks of the whole file. */
export function problemLine(path: string, { severity, code, line, field, text }: PlanProblem): string {
  const where = line === 0 ? path : `${path}:${line}`
  return `${where}: ${severity} ${code}${field === null ? '' : ` ${field}`}: ${text}`
}

async function textOf(path: string): Promise<string> {
  const title = `The channel file ${path} cannot be read`
  const next = 'Give the path of a channel file: comma separated text.'
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES) throw badFile(title, `It has ${size} bytes; channel files are far smaller.`, next)
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (error) {
    if (error instanceof Fault) throw error
    if (error instanceof TypeError) throw badFile(title, 'It is not text in UTF-8.', next)
    throw badFile(title, whyUnreadable(error), next)
  }
}

function whyUnreadable(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'There is no such file.'
    case 'EISDIR':
      return 'It is a folder.'
    case 'EACCES':
      return 'You may not read it.'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}

const badFile = (title: string, cause: string, next: string): Fault =>
  new Fault({ code: 'BAD_REQUEST', title, cause, consequence: 'Nothing was measured.', next })
