import { MAX_OFFSET_US } from '@contract/clocks'
import { InvalidArgumentError } from 'commander'
import { Temporal } from 'temporal-polyfill'
import { systemClock } from '../base/clock'
import { Fault } from '../base/fault'
import { composeStore } from '../compose'
import { parseTime } from '../engine/series/parse-time'
import { houseFolders } from '../house-folders'
import type { SessionStore } from '../ports/sessions'

/** Runs a command on this user's session library; what it gives is the exit code. */
export async function withStore(work: (store: SessionStore) => Promise<number>): Promise<void> {
  const store = composeStore(houseFolders(), systemClock())
  try {
    process.exitCode = await work(store)
  } finally {
    await store.close()
  }
}

/** `--from`, `--to`: integer Unix microseconds. */
export function moment(text: string): number {
  const us = parseTime(text, Temporal.Now.timeZoneId())
  if (us === null)
    throw new InvalidArgumentError('It is an ISO 8601 time (2026-11-22T04:15:00Z) or integer Unix microseconds.')
  return us
}

/** `--offset`: seconds, at most 100 years. */
export function offsetSeconds(text: string): number {
  const s = Number(text)
  if (text.trim() === '' || !Number.isFinite(s))
    throw new InvalidArgumentError('It is a number of seconds, such as -0.25.')
  if (Math.abs(s) * 1e6 > MAX_OFFSET_US) throw new InvalidArgumentError('It is more than 100 years.')
  return s
}

export const iso = (us: number) => new Date(us / 1000).toISOString()

/** One JSON object on a line of its own. */
export const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** Left-aligned columns, for eyes; programs use --json. */
export function textTable(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = head.map((title, c) => Math.max(title.length, ...cells.map((line) => line[c]!.length)))
  const line = (texts: readonly string[]) =>
    texts
      .map((text, c) => text.padEnd(widths[c]!))
      .join('  ')
      .trimEnd()
  return `${[head, ...cells].map(line).join('\n')}\n`
}

export function emptySpan(): Fault {
  return badUsage('The span is empty', '--from is not before --to.', 'Give a --from that is earlier than --to.')
}

export function badUsage(title: string, cause: string, next: string, consequence = 'Nothing was exported.'): Fault {
  return new Fault({ code: 'BAD_REQUEST', title, cause, consequence, next })
}
