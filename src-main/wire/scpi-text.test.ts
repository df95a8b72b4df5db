import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { command, query, type ScpiArgument, scpiChannels, scpiNumber, scpiWhole, slotOf } from './scpi-text'

describe('channel lists', () => {
  const channels = fc.array(fc.integer({ min: 1001, max: 8070 }), { minLength: 1, maxLength: 200 })
  const spans = (list: string): [number, number][] =>
    list
      .slice(2, -1)
      .split(',')
      .map((item) => item.split(':').map(Number))
      .map(([from = 0, to = from]) => [from, to])

  it('say exactly the channels asked for, once, in order, and no range over two slots', () => {
    fc.assert(
      fc.property(channels, (asked) => {
        const written = spans(scpiChannels(asked))
        const all = written.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
        expect(all).toEqual([...new Set(asked)].sort((a, b) => a - b))
        expect(written.every(([from, to]) => slotOf(from) === slotOf(to))).toBe(true)
      }),
    )
  })

  it('stay short: eight full cards fit into 82 characters', () => {
    const all = Array.from({ length: 8 }, (_, slot) => Array.from({ length: 70 }, (_, at) => slot * 1000 + 1001 + at))
    expect(scpiChannels(all.flat().slice(0, 435)).length).toBeLessThanOrEqual(82)
  })

  it.each([[[]], [[0]], [[-1]], [[1.5]], [[Number.NaN]], [[100_000]]])('cannot be made of %j', (bad) => {
    expect(() => scpiChannels(bad)).toThrow(RangeError)
  })
})

describe('messages', () => {
  it('are made of checked parts', () => {
    expect(command`VOLT:DC:NPLC ${scpiNumber(0.02)},${scpiChannels([2001, 2002, 2003])}`).toBe(
      'VOLT:DC:NPLC 0.02,(@2001:2003)',
    )
    expect(query`SYST:CTYP? ${scpiWhole(2)}`).toBe('SYST:CTYP? 2')
    expect(scpiNumber(1e-7)).toBe('1E-7')
  })

  it('take no unchecked text: that is a type error', () => {
    expectTypeOf<string>().not.toExtend<ScpiArgument>()
    // @ts-expect-error unchecked text
    expect(() => command`ROUT:SCAN ${'(@1001)\n*RST'}`).toThrow(RangeError)
  })

  it('are one line, one unit, and ask only as a query', () => {
    expect(() => command`*CLS;*RST`).toThrow(RangeError)
    expect(() => command`*IDN?`).toThrow(RangeError)
    expect(() => query`*RST`).toThrow(RangeError)
    expect(() => scpiWhole(1.5)).toThrow(RangeError)
    expect(() => scpiNumber(Number.POSITIVE_INFINITY)).toThrow(RangeError)
  })
})
