import { Fault, faultViewOf } from '../../base/fault'

/** What a sender is told. `error` holds no path of this computer. */
export class Refused extends Error {
  override readonly name = 'Refused'

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

const STATUS: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  SESSION_UNKNOWN: 404,
  SESSION_AMBIGUOUS: 409,
  SESSION_NEWER: 409,
  STORE_BUSY: 409,
  ARCHIVE_UNREADABLE: 422,
  ARCHIVE_USELESS: 422,
  ARCHIVE_UNCHOSEN: 422,
  CANCELLED: 503,
  STORE_FULL: 507,
}

/** Status and sentence for whatever was thrown. Faults of this computer's own are told without their cause, which names files. */
export function refusalOf(error: unknown): { readonly status: number; readonly error: string } {
  if (error instanceof Refused) return { status: error.status, error: error.message }
  const { code, title, cause, consequence, next } = faultViewOf(error)
  const status = STATUS[code] ?? 500
  return { status, error: status < 500 ? `${title}. ${cause} ${next}` : `${title}. ${consequence}` }
}

export const portBusy = (address: string, port: number): Fault =>
  new Fault({
    code: 'API_PORT_BUSY',
    title: 'The HTTP API could not start',
    cause: `Port ${port} of ${address} is in use by another program.`,
    consequence: 'Nothing is listening; no other port was taken.',
    next: 'End the other program, or choose another port.',
    command: `ss -ltnp 'sport = :${port}'`,
  })

export const portRefused = (address: string, port: number, why: string): Fault =>
  new Fault({
    code: 'API_PORT_REFUSED',
    title: 'The HTTP API could not start',
    cause: `This computer does not let it listen on port ${port} of ${address} (${why}).`,
    consequence: 'Nothing is listening.',
    next: 'Choose an address of this computer and a port above 1023.',
  })

export const tokenMissing = (address: string): Fault =>
  new Fault({
    code: 'API_UNSAFE',
    title: 'The HTTP API could not start',
    cause: `${address} can be reached from the network, and there is no token.`,
    consequence: 'Nothing is listening.',
    next: 'Set a token, or listen on this computer only.',
  })
