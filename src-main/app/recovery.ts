import { faultViewOf } from '../base/fault'
import type { Log } from '../base/log'
import type { Recovered, SessionStore } from '../ports/sessions'

/** Mends sessions whose writing process is gone and says what they hold. Never rejects: what goes wrong is in the log. */
export async function recoverSessions(store: SessionStore, log: Log): Promise<void> {
  try {
    for (const found of await store.recover()) log.say('info', 'Sessions', sentenceOf(found))
  } catch (error) {
    const fault = faultViewOf(error)
    log.say('fault', 'Sessions', `${fault.title}. ${fault.cause}`, fault)
  }
}

function sentenceOf(found: Recovered): string {
  const until =
    found.lastUs === null ? 'It holds no samples.' : `It holds ${found.rows} rows until ${isoOf(found.lastUs)}.`
  const sums = found.checksumsOk
    ? 'All checksums fit; nothing to do.'
    : 'Some checksums do not fit: the file was damaged on the disk, so compare it with a copy before relying on it.'
  return `"${found.name}" was recovered: the application ended while it recorded. ${until} ${sums}`
}

const isoOf = (us: number): string => new Date(us / 1000).toISOString()
