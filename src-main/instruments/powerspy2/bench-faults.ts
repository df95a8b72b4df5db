/** What can be wrong with the simulated meter or its link. Counts are in frames; absent: that fault is off. */
export interface BenchFaults {
  /** Never answers. */
  readonly silent?: boolean
  /** Falls silent after so many frames; `back`: until the host has closed and opened the port again. */
  readonly silentAfter?: { readonly frames: number; readonly back: boolean }
  readonly hangUpAfter?: number
  /** Answers noise to everything. */
  readonly garbage?: boolean
  /** Noise before every so many frames. */
  readonly noiseEvery?: number
  readonly oneByte?: boolean
  /** Frames wait until there are so many, then go out at once. */
  readonly bunch?: number
  /** An earlier program left the stream on: a frame is in flight when the host comes. */
  readonly leftOn?: boolean
  /** Acknowledges with `<K.>`. */
  readonly dotted?: boolean
  /** Commands that are answered `<Z>`. */
  readonly refuse?: string
  readonly loseEvery?: number
  /** Damages a digit of the power field of every so many frames. */
  readonly damageEvery?: number
  /** Another serial number once the port was closed. */
  readonly swap?: number
  /** Volts per digit in the EEPROM. */
  readonly calibration?: number
  /** Ticks in the answer to `F`. */
  readonly ticks?: number
}

/** For `--help`. */
export const FAULT_GRAMMAR = [
  ['silent', 'never answers'],
  ['silent-after:N', 'falls silent after N frames; silent-after:N:back until the port is opened again'],
  ['hang-up-after:N', 'the line hangs up after N frames'],
  ['garbage', 'answers noise'],
  ['noise:N', 'noise before every Nth frame'],
  ['one-byte', 'sends one byte at a time'],
  ['bunch:N', 'frames come N at a time'],
  ['left-on', 'an earlier program left the stream on, a frame is in flight'],
  ['k-dot', 'acknowledges with <K.>'],
  ['refuse:LETTERS', 'answers <Z> to these commands, for example refuse:J'],
  ['lose:N', 'every Nth frame is lost'],
  ['damage:N', 'a digit of every Nth frame is damaged'],
  ['swap:SERIAL', 'another serial number once the port was closed'],
  ['calibration:VALUE', 'volts per digit in its memory, for example calibration:NaN'],
  ['ticks:N', 'the answer to the mains frequency, for example ticks:1'],
] as const

const COUNT = /^[1-9]\d{0,8}$/

/** All faults by their texts (FAULT_GRAMMAR); a string says which one is none. */
export function parseFaults(specs: readonly string[]): BenchFaults | string {
  let faults: BenchFaults = {}
  for (const spec of specs) {
    const one = parseFault(spec)
    if (!one) return `"${spec}" is no fault; known are ${FAULT_GRAMMAR.map(([form]) => form).join(', ')}.`
    faults = { ...faults, ...one }
  }
  return faults
}

function parseFault(spec: string): BenchFaults | null {
  const [kind = '', value, extra] = spec.split(':')
  if (extra !== undefined && !(kind === 'silent-after' && extra === 'back')) return null
  const count = value !== undefined && COUNT.test(value) ? Number(value) : null
  const counted = (make: (count: number) => BenchFaults): BenchFaults | null => (count === null ? null : make(count))
  const plain = (make: BenchFaults): BenchFaults | null => (value === undefined ? make : null)
  switch (kind) {
    case 'silent':
      return plain({ silent: true })
    case 'silent-after':
      return counted((frames) => ({ silentAfter: { frames, back: extra === 'back' } }))
    case 'hang-up-after':
      return counted((hangUpAfter) => ({ hangUpAfter }))
    case 'garbage':
      return plain({ garbage: true })
    case 'noise':
      return counted((noiseEvery) => ({ noiseEvery }))
    case 'one-byte':
      return plain({ oneByte: true })
    case 'bunch':
      return counted((bunch) => ({ bunch }))
    case 'left-on':
      return plain({ leftOn: true })
    case 'k-dot':
      return plain({ dotted: true })
    case 'refuse':
      return value && /^[A-Z?]+$/.test(value) ? { refuse: value } : null
    case 'lose':
      return counted((loseEvery) => ({ loseEvery }))
    case 'damage':
      return counted((damageEvery) => ({ damageEvery }))
    case 'swap':
      return counted((swap) => ({ swap }))
    case 'calibration':
      return value ? { calibration: Number(value) } : null
    case 'ticks':
      return counted((ticks) => ({ ticks }))
    default:
      return null
  }
}
