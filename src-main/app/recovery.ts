import type { FaultView } from '@contract/fault'
import { faultViewOf } from '../base/fault'
import type { Log } from '../base/log'
import type { Recovered, SessionStore } from '../ports/sessions'

/** Mends sessions whose writing process is gone and says what they hold. Never rejects: what goes wrong is in the log. */
export async function recoverSessions(store: SessionStore, log: Log): Promise<void> {
  try {
    for (const found of await store.recover()) {
      const view = viewOf(found)
      log.say(found.checksumsOk ? 'info' : 'warn', 'Sessions', `${view.title}. ${view.consequence}`, view)
    }
  } catch (error) {
    const fault = faultViewOf(error)
    log.say('fault', 'Sessions', `${fault.title}. ${fault.cause}`, fault)
  }
}

function viewOf({ name, lastUs, rows, checksumsOk }: Recovered): FaultView {
  const until = lastUs === null ? 'It holds no samples.' : `It holds ${rows} rows until ${isoOf(lastUs)}.`
  return {
    code: 'SESSION_RECOVERED',
    title: `${name} was recovered`,
    cause: 'The application ended while it recorded.',
    consequence: `${until} ${checksumsOk ? 'All checksums fit.' : 'Some checksums do not fit.'}`,
    next: checksumsOk
      ? 'Nothing to do.'
      : 'The file was damaged on the disk: compare it with a copy before relying on it.',
  }
}

const isoOf = (us: number): string => new Date(us / 1000).toISOString()
