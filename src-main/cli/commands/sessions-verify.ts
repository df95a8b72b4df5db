import type { SessionCheck } from '@contract/sessions'
import type { Command } from 'commander'
import { asFault, type Fault } from '../../base/fault'
import type { SessionStore } from '../../ports/sessions'
import { EXIT, exitCodeOf } from '../exit-codes'
import { badUsage, iso, print, withStore } from '../library'
import { complain, faultText } from '../say'

interface VerifyOptions {
  readonly all?: true
  readonly json?: true
}

/** `wattbench sessions verify`: reads sessions whole and says what is damaged and what can still be read. */
export function addVerify(sessions: Command): void {
  sessions
    .command('verify [id]')
    .description(
      'read a session whole, hold it against its checksums and itself; ends with 5 when something is damaged',
    )
    .option('--all', 'every session of this user')
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((id: string | undefined, options: VerifyOptions) => withStore((store) => verify(store, id, options)))
}

async function verify(store: SessionStore, id: string | undefined, { all, json }: VerifyOptions): Promise<number> {
  if ((id === undefined) === (all === undefined)) throw oneOrAll()
  const ids = id === undefined ? (await store.list()).map((row) => row.id) : [id]
  const checks: SessionCheck[] = []
  const unread: Fault[] = []
  for (const one of ids) {
    const check = await store.verify(one).catch((error: unknown) => asFault(error))
    if (check instanceof Error) {
      if (id !== undefined) throw check
      unread.push(check)
      complain(faultText(check.view))
    } else {
      checks.push(check)
      if (!json) process.stdout.write(words(check))
    }
  }
  if (json) print({ schema: 1, folder: store.folder, sessions: checks.map(checkJson) })
  else if (ids.length === 0) complain(`No sessions in ${store.folder}.`)
  if (checks.some(({ damages }) => damages.length > 0)) return EXIT.nothing
  return unread[0] ? exitCodeOf(unread[0].code) : EXIT.good
}

function checkJson({ id, name, state, bytes, sources, damages, moreDamages }: SessionCheck) {
  return {
    id,
    name,
    state,
    bytes,
    good: damages.length === 0,
    sources: sources.map(({ id: source, name: called, rows, readable, fromUs, toUs }) => ({
      id: source,
      name: called,
      rows,
      readable_rows: readable,
      from_us: fromUs,
      to_us: toUs,
    })),
    damages,
    more_damages: moreDamages,
  }
}

const HARM = {
  samples: 'SAMPLES',
  drawing: 'drawing',
  words: 'words',
} as const

/** What a person reads of one session. */
function words(check: SessionCheck): string {
  const { id, name, state, bytes, damages, moreDamages, sources } = check
  const title = `${id}  ${name === '' ? '(no name)' : name}  ${state ?? 'state unknown'}, ${bytes} bytes`
  if (damages.length === 0) {
    const rows = sources.reduce((sum, { readable }) => sum + readable, 0)
    const note = state === 'interrupted' ? '; it is recovered at the next start of Wattbench' : ''
    return `${title}\n  good: ${rows} rows, everything fits${note}\n`
  }
  return [
    title,
    `  DAMAGED: ${damages.length + moreDamages} ${damages.length + moreDamages === 1 ? 'place' : 'places'}`,
    ...damages.map(({ where, what, harms }) => `  ${HARM[harms].padEnd(8)} ${where}: ${what}`),
    ...(moreDamages > 0 ? [`  … and ${moreDamages} more`] : []),
    ...(sources.length === 0 ? ['  nothing of it can be read'] : []),
    ...sources.map((source) => `  ${readableOf(source)}`),
    '  Compare it with a copy. Without one, what is readable can be exported between the damaged pages (--from, --to).',
    '',
  ].join('\n')
}

function readableOf({ name, rows, readable, fromUs, toUs }: SessionCheck['sources'][number]): string {
  const span = fromUs === null || toUs === null ? '' : `, ${iso(fromUs)} … ${iso(toUs)}`
  return `readable ${name}: ${readable} of ${rows} rows${span}`
}

function oneOrAll(): Fault {
  return badUsage(
    'Which session?',
    'verify takes either the id of a session or --all.',
    'Name a session (a unique beginning of its id, or latest), or give --all.',
    'Nothing was read.',
  )
}
