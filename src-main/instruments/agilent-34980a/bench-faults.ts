/** What is wrong with the simulated voltmeter or its line. N counts scans; absent: that fault is off. */
export interface BenchFaults {
  /** Accepts connections, never answers. */
  readonly silent?: boolean
  /** Leaves scan N and all after it unanswered; `back`: until a host has connected again. */
  readonly silentFrom?: { readonly scan: number; readonly back: boolean }
  /** The connection ends before the answer to scan N. */
  readonly hangUpAt?: number
  /** The connection ends in the middle of the answer to scan N. */
  readonly cutAt?: number
  /** The answer to scan N comes so much later. */
  readonly late?: { readonly scan: number; readonly ms: number }
  readonly missingCards?: readonly number[]
  readonly overload?: readonly number[]
  readonly notANumber?: readonly number[]
  /** Left out of every Nth answer, or of all of them. */
  readonly lose?: readonly { readonly channel: number; readonly every: number }[]
  /** Answered under the number of another channel. */
  readonly rename?: readonly { readonly channel: number; readonly as: number }[]
  readonly twice?: readonly number[]
  /** Answers no SCPI. */
  readonly garbage?: boolean
  readonly oneByte?: boolean
  /** Ends its answers with CR LF. */
  readonly crlf?: boolean
  /** Says another model. */
  readonly model?: string
  /** An entry in the error queue after every set-up. */
  readonly error?: boolean
  /** The error queue never ends. */
  readonly endlessErrors?: boolean
}

/** For `--help`. */
export const FAULT_GRAMMAR = [
  ['silent', 'accepts connections, never answers'],
  ['silent-from:N', 'leaves scan N and later ones unanswered; silent-from:N:back until a host connects again'],
  ['hang-up-at:N', 'the connection ends before the answer to scan N'],
  ['cut-at:N', 'the connection ends in the middle of the answer to scan N'],
  ['late:N:MS', 'the answer to scan N comes MS milliseconds later'],
  ['missing-card:SLOT', 'an empty slot'],
  ['overload:CHANNEL', '9.9E+37 on this channel'],
  ['nan:CHANNEL', '9.91E+37 on this channel'],
  ['lose:CHANNEL[:N]', 'the channel is left out of every answer, or of every Nth'],
  ['rename:CHANNEL:OTHER', 'answered under the number of another channel'],
  ['twice:CHANNEL', 'answered twice'],
  ['garbage', 'answers no SCPI'],
  ['one-byte', 'sends one byte at a time'],
  ['crlf', 'ends its answers with CR LF'],
  ['model:NAME', 'says another model, for example model:34970A'],
  ['error', 'an error in its queue after every set-up'],
  ['endless-errors', 'an error queue that never becomes empty'],
] as const

const COUNT = /^[1-9]\d{0,8}$/

/** All faults by their texts (FAULT_GRAMMAR); a string says which one is none. */
export function parseFaults(specs: readonly string[]): BenchFaults | string {
  let faults: BenchFaults = {}
  for (const spec of specs) {
    const one = parseFault(spec, faults)
    if (!one) return `"${spec}" is no fault; known are ${FAULT_GRAMMAR.map(([form]) => form).join(', ')}.`
    faults = { ...faults, ...one }
  }
  return faults
}

function parseFault(spec: string, before: BenchFaults): BenchFaults | null {
  const [kind = '', ...rest] = spec.split(':')
  const [a, b] = rest
  if (kind === 'model') return rest.length === 1 && /^[\w-]{1,30}$/.test(a ?? '') ? { model: a ?? '' } : null
  if (kind === 'silent-from') {
    const back = rest.length === 2 && b === 'back'
    return COUNT.test(a ?? '') && (rest.length === 1 || back) ? { silentFrom: { scan: Number(a), back } } : null
  }
  if (rest.length > 2 || rest.some((text) => !COUNT.test(text))) return null
  const [n = 0, m = 0] = rest.map(Number)
  switch (`${kind}/${rest.length}`) {
    case 'silent/0':
      return { silent: true }
    case 'hang-up-at/1':
      return { hangUpAt: n }
    case 'cut-at/1':
      return { cutAt: n }
    case 'late/2':
      return { late: { scan: n, ms: m } }
    case 'missing-card/1':
      return { missingCards: [...(before.missingCards ?? []), n] }
    case 'overload/1':
      return { overload: [...(before.overload ?? []), n] }
    case 'nan/1':
      return { notANumber: [...(before.notANumber ?? []), n] }
    case 'lose/1':
    case 'lose/2':
      return { lose: [...(before.lose ?? []), { channel: n, every: m || 1 }] }
    case 'rename/2':
      return { rename: [...(before.rename ?? []), { channel: n, as: m }] }
    case 'twice/1':
      return { twice: [...(before.twice ?? []), n] }
    case 'garbage/0':
      return { garbage: true }
    case 'one-byte/0':
      return { oneByte: true }
    case 'crlf/0':
      return { crlf: true }
    case 'error/0':
      return { error: true }
    case 'endless-errors/0':
      return { endlessErrors: true }
    default:
      return null
  }
}
