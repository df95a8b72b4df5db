import { type BenchParts, configure, inScanOrder, listed, measure, tellAll, withList } from './bench-acts'
import { settableNplc } from './bench-state'
import { block, numberIn, pattern, ScpiError, switchIn, type Unit } from './bench-syntax'
import { encodeError, encodeVolts } from './codec'

/** The answer of a query; null for commands. */
type Answer = string | null
type Act = (args: readonly string[], parts: BenchParts) => Answer | Promise<Answer>

interface Entry {
  readonly matches: (nodes: readonly string[]) => boolean
  readonly command?: Act
  readonly query?: Act
}

const entry = (header: string, acts: Omit<Entry, 'matches'>): Entry => ({ matches: pattern(header), ...acts })
const done = (act: (args: readonly string[], parts: BenchParts) => void): Act => {
  return (args, parts) => {
    act(args, parts)
    return null
  }
}

const DEFAULTS = { DEF: 1, MIN: 0.02, MAX: 200 } as const

/** Reads or sets one switch of the reading format. */
const formatSwitch = (header: string, name: 'channel' | 'time' | 'unit' | 'alarm'): Entry =>
  entry(header, {
    command: done(([on], { state }) => {
      state.format = { ...state.format, [name]: switchIn(on) }
    }),
    query: (_args, { state }) => (state.format[name] ? '1' : '0'),
  })

const extreme = (header: string, of: (volts: readonly number[]) => number): Entry =>
  entry(header, {
    query: (args, parts) => {
      const [, channels] = withList(args, parts)
      const asked = channels ?? parts.state.scanList
      return asked
        .map((channel) => parts.state.memory.filter((kept) => kept.channel === channel).map(({ volts }) => volts))
        .map((volts) => encodeVolts(volts.length === 0 ? 0 : of(volts)))
        .join(',')
    },
  })

/** A value per channel, for `NPLC` and its like; without a list it is the internal multimeter's. */
const nplcEntry = entry('[SENSe:]VOLTage[:DC]:NPLC', {
  command: done((args, parts) => {
    const [[text], channels] = withList(args, parts)
    const nplc = settableNplc(numberIn(text, DEFAULTS))
    if (nplc === null) throw new ScpiError(-222, 'Data out of range')
    if (channels === null) parts.state.nplc = nplc
    for (const channel of channels ?? []) parts.state.nplcs.set(channel, nplc)
  }),
  query: (args, parts) => {
    const [, channels] = withList(args, parts)
    return (channels ?? [null]).map((channel) => encodeVolts(parts.state.nplcOf(channel))).join(',')
  },
})

const rangeEntry = entry('[SENSe:]VOLTage[:DC]:RANGe', {
  command: done((args, parts) => {
    const [[text], channels] = withList(args, parts)
    const range = numberIn(text, { DEF: 0, MIN: 0.1, MAX: 300 })
    if (range < 0 || range > 300) throw new ScpiError(-222, 'Data out of range')
    for (const channel of channels ?? []) parts.state.ranges.set(channel, range)
  }),
  query: (args, parts) => {
    const [, channels] = withList(args, parts)
    return (channels ?? [0]).map((channel) => encodeVolts(parts.state.ranges.get(channel) ?? 10)).join(',')
  },
})

const delayEntry = entry('ROUTe:CHANnel:DELay', {
  command: done((args, parts) => {
    const [[text], channels] = withList(args, parts)
    const delay = numberIn(text, { DEF: 0, MIN: 0, MAX: 60 })
    if (delay < 0 || delay > 60) throw new ScpiError(-222, 'Data out of range')
    for (const channel of channels ?? []) parts.state.delays.set(channel, delay)
  }),
  query: (args, parts) => {
    const [, channels] = withList(args, parts)
    return (channels ?? []).map((channel) => encodeVolts(parts.state.delays.get(channel) ?? 0)).join(',')
  },
})

const COMMON: readonly Entry[] = [
  entry('*IDN', { query: (_args, { identity }) => identity }),
  entry('*RST', { command: done((_args, { state }) => state.reset()) }),
  entry('*CLS', { command: done((_args, { state }) => state.clearStatus()) }),
  entry('*OPC', { command: done(() => undefined), query: () => '1' }),
  entry('*WAI', { command: done(() => undefined) }),
  entry('*TST', { query: () => '+0' }),
  entry('*ESE', { command: done(([mask]) => void numberIn(mask)), query: () => '0' }),
  entry('*SRE', { command: done(([mask]) => void numberIn(mask)), query: () => '0' }),
  entry('*STB', { query: () => '0' }),
  entry('*ESR', {
    query: (_args, { state }) => {
      const status = state.eventStatus
      state.eventStatus = 0
      return `+${status}`
    },
  }),
  entry('SYSTem:ERRor[:NEXT]', {
    query: (_args, { state, stuck }) =>
      encodeError(stuck ? { code: -310, text: 'System error (simulated)' } : state.nextError()),
  }),
  entry('SYSTem:VERSion', { query: () => '1994.0' }),
  entry('SYSTem:CTYPe', {
    query: ([slot], { cards }) => {
      const at = numberIn(slot)
      if (!Number.isInteger(at) || at < 1 || at > cards.length) throw new ScpiError(-222, 'Data out of range')
      const card = cards[at - 1]
      return card ? `Agilent Technologies,${card},MY0000000${at},1.10` : 'Agilent Technologies,0,0,0'
    },
  }),
  entry('STATus:QUEStionable[:EVENt]', {
    query: (_args, { state }) => {
      const status = state.questionable
      state.questionable = 0
      return `+${status}`
    },
  }),
]

const MEASURING: readonly Entry[] = [
  entry('CONFigure[:VOLTage][:DC]', { command: done((args, parts) => void configure(args, parts)) }),
  entry('CONFigure', { query: (_args, { state }) => (state.scanList.length > 0 ? '"VOLT +0.000000E+00"' : '"VOLT"') }),
  entry('MEASure[:VOLTage][:DC]', {
    query: async (args, parts) => {
      const channels = configure(args, parts)
      return tellAll(await measure(channels ? [`(@${channels.join(',')})`] : [], parts), parts.state)
    },
  }),
  nplcEntry,
  rangeEntry,
  delayEntry,
  entry('[SENSe:]VOLTage[:DC]:RANGe:AUTO', {
    command: done((args, parts) => {
      const [[on], channels] = withList(args, parts)
      if (switchIn(on)) for (const channel of channels ?? []) parts.state.ranges.delete(channel)
    }),
    query: (args, parts) => {
      const [, channels] = withList(args, parts)
      return (channels ?? [0]).map((channel) => (parts.state.ranges.has(channel) ? '0' : '1')).join(',')
    },
  }),
  entry('ROUTe:SCAN', {
    command: done(([list], parts) => {
      parts.state.scanList = inScanOrder(listed(list, parts), parts.state.ordered)
    }),
    query: (_args, { state }) => block(`(@${state.scanList.join(',')})`),
  }),
  entry('ROUTe:SCAN:SIZE', { query: (_args, { state }) => `+${state.scanList.length}` }),
  entry('ROUTe:SCAN:ORDered', {
    command: done(([on], { state }) => {
      state.ordered = switchIn(on)
      if (state.ordered) state.scanList = inScanOrder(state.scanList, true)
    }),
    query: (_args, { state }) => (state.ordered ? '1' : '0'),
  }),
  formatSwitch('FORMat:READing:CHANnel', 'channel'),
  formatSwitch('FORMat:READing:TIME', 'time'),
  formatSwitch('FORMat:READing:UNIT', 'unit'),
  formatSwitch('FORMat:READing:ALARm', 'alarm'),
  entry('FORMat:READing:TIME:TYPE', {
    command: done(([type = ''], { state }) => {
      if (!/^(ABS|ABSOLUTE|REL|RELATIVE)$/i.test(type)) throw new ScpiError(-224, 'Illegal parameter value')
      state.format = { ...state.format, absolute: /^ABS/i.test(type) }
    }),
    query: (_args, { state }) => (state.format.absolute ? 'ABS' : 'REL'),
  }),
  entry('TRIGger:SOURce', {
    command: done(([source], { state }) => {
      if (source === undefined) throw new ScpiError(-109, 'Missing parameter')
      const known = /^(BUS|IMM(?:EDIATE)?|EXT(?:ERNAL)?|ALAR(?:M[1-4]?)?|TIM(?:ER)?)$/i.test(source)
      if (!known) throw new ScpiError(-224, 'Illegal parameter value')
      state.trigger = source.slice(0, 3).toUpperCase()
    }),
    query: (_args, { state }) => state.trigger,
  }),
  entry('TRIGger:COUNt', {
    command: done(([text], { state }) => {
      const count = numberIn(text, { DEF: 1, MIN: 1, MAX: 500_000, INF: Number.POSITIVE_INFINITY })
      if (count < 1 || (count > 500_000 && count !== Number.POSITIVE_INFINITY))
        throw new ScpiError(-222, 'Data out of range')
      state.triggers = Math.floor(count)
    }),
    query: (_args, { state }) => encodeVolts(state.triggers === Number.POSITIVE_INFINITY ? 9.9e37 : state.triggers),
  }),
  entry('SAMPle:COUNt', {
    command: done(([text], { state }) => {
      const count = numberIn(text, { DEF: 1, MIN: 1, MAX: 50_000 })
      if (count < 1 || count > 50_000) throw new ScpiError(-222, 'Data out of range')
      state.sweeps = Math.floor(count)
    }),
    query: (_args, { state }) => `+${state.sweeps}`,
  }),
  entry('READ', { query: async (args, parts) => tellAll(await measure(args, parts), parts.state) }),
  entry('INITiate[:IMMediate]', {
    command: async (args, parts) => {
      if (parts.state.scanList.length === 0)
        throw new ScpiError(parts.errors.noList, 'Channel list: channel list is empty')
      await measure(args, parts)
      return null
    },
  }),
  entry('FETCh', {
    query: (_args, { state }) => {
      if (state.memory.length === 0) throw new ScpiError(-230, 'Data corrupt or stale')
      return tellAll(state.memory, state)
    },
  }),
  entry('ABORt', { command: done(() => undefined) }),
  entry('R', {
    query: ([text], { state }) => {
      const count = text === undefined ? state.memory.length : numberIn(text)
      return block(tellAll(state.memory.splice(0, count), state))
    },
  }),
  entry('DATA:POINts', { query: (_args, { state }) => `+${state.memory.length}` }),
  entry('DATA:REMove', {
    query: ([text], { state }) => {
      const count = numberIn(text)
      if (count > state.memory.length) throw new ScpiError(-222, 'Data out of range')
      return tellAll(state.memory.splice(0, count), state)
    },
  }),
  extreme('CALCulate:AVERage:MINimum', (volts) => volts.reduce((low, v) => Math.min(low, v))),
  extreme('CALCulate:AVERage:MAXimum', (volts) => volts.reduce((high, v) => Math.max(high, v))),
  extreme('CALCulate:AVERage:AVERage', (volts) => volts.reduce((sum, v) => sum + v, 0) / volts.length),
]

const COMMANDS: readonly Entry[] = [...COMMON, ...MEASURING]

/** Does what a unit of a message asks. Errors go to the queue; null when there is nothing to answer. */
export async function obey(unit: Unit, parts: BenchParts): Promise<Answer> {
  try {
    const found = COMMANDS.filter(({ matches }) => matches(unit.nodes))
    const act = found.map(({ query, command }) => (unit.asks ? query : command)).find((one) => one !== undefined)
    if (!act) throw new ScpiError(-113, 'Undefined header')
    return await act(unit.args, parts)
  } catch (error) {
    if (!(error instanceof ScpiError)) throw error
    parts.state.complain(error.code, error.message)
    return null
  }
}
