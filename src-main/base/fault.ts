import type { FaultCode, FaultView } from '@contract/fault'

/** Thrown anywhere in main. What it carries is for the person at the bench; `cause` (the Error option) is for the log. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: FaultCode
  readonly view: FaultView

  constructor(view: FaultView, cause?: unknown) {
    super(`${view.title}. ${view.cause} ${view.next}`, { cause })
    this.code = view.code
    this.view = view
  }
}

/** The one place that turns whatever was thrown into what a person reads. */
export function faultViewOf(error: unknown): FaultView {
  if (error instanceof Fault) return error.view
  const said = error instanceof Error ? error.message : String(error)
  return {
    code: 'UNEXPECTED',
    title: 'Something unexpected happened',
    cause: said,
    consequence: 'What was asked for was not done; recordings go on.',
    next: 'Try again; if it happens twice, send the log.',
  }
}

/** Wraps what is not a fault yet, keeping the original as its cause. */
export function asFault(error: unknown): Fault {
  return error instanceof Fault ? error : new Fault(faultViewOf(error), error)
}
