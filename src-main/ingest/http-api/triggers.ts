import type { Arrival, Inbox } from '../../ports/inbox'
import { fieldsIn, messageIn, nameIn, textIn } from './texts'

const SPANS: Readonly<Record<string, readonly ['start' | 'stop', 'measurement' | 'run']>> = {
  Measurement: ['start', 'measurement'],
  StopMeasurement: ['stop', 'measurement'],
  Run: ['start', 'run'],
  StopRun: ['stop', 'run'],
}

/** A trigger: the four known words start and stop measurements and runs, everything else is a marker. */
export async function trigger(inbox: Inbox, ref: string, body: string, arrival: Arrival): Promise<unknown> {
  const fields = fieldsIn(body)
  const type = nameIn(fields?.triggerType ?? (fields ? '' : textIn(body)))
  const unit = nameIn(fields?.unit ?? '')
  const message = messageIn(fields?.message ?? '')
  const span = SPANS[type]
  if (!span) {
    const text = [type || 'Trigger', unit && `(${unit})`, message && `– ${message}`].filter(Boolean).join(' ')
    await inbox.mark(ref, text, { type, unit, message }, arrival)
    return text
  }
  const [how, what] = span
  const said = { what, unit, name: '', message }
  return how === 'start' ? inbox.startSpan(ref, said, arrival) : inbox.stopSpan(ref, said, arrival)
}
