import { describe, expect, it } from 'vitest'
import { apparentPower, crestFactor, powerFactor, reactivePower } from './ac-power'

describe('derived quantities of the first recorded frame', () => {
  const [volts, amps, watts, peakVolts, peakAmps] = [230.702, 0.78317, 171.1404, 326.924, 1.4938]

  it('agree with the worked example', () => {
    expect(apparentPower(volts, amps)).toBeCloseTo(180.678, 2)
    expect(powerFactor(watts, volts, amps)).toBeCloseTo(0.9472, 4)
    expect(crestFactor(peakVolts, volts)).toBeCloseTo(1.417, 3)
    expect(crestFactor(peakAmps, amps)).toBeCloseTo(1.907, 3)
    expect(reactivePower(watts, volts, amps)).toBeCloseTo(Math.sqrt(180.678 ** 2 - 171.1404 ** 2), 1)
  })

  it('say nothing where nothing flows', () => {
    expect(powerFactor(0, 230, 0)).toBeNaN()
    expect(crestFactor(0, 0)).toBeNaN()
    expect(reactivePower(10.01, 10, 1)).toBe(0)
  })
})
