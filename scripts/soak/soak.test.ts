import { expect, it } from 'vitest'
import { Ledger } from './ledger'
import { soak } from './soak'

it('accounts for every sample of a short soak in bad weather', async () => {
  const report = await soak({ hours: 0.15, seed: 7, workerFile: null })
  expect(report.complaints).toEqual([])
  for (const { stored, gaps } of report.balances) {
    expect(stored).toBeGreaterThan(300)
    expect(gaps).toBeGreaterThan(0)
  }
  // All kinds of weather were met.
  const fates = Object.values(report.fates)
  for (const kind of ['dropped', 'garbled', 'silences', 'hangUps'] as const)
    expect(fates.reduce((sum, one) => sum + one[kind], 0)).toBeGreaterThan(0)
  expect(report.resources.pushed).toBeGreaterThan(50)
}, 60_000)

it('its books see what is missing, invented and miscounted', () => {
  const ledger = new Ledger('m', 10)
  for (const t of [100, 200, 300, 400, 500, 600]) ledger.send(t)
  ledger.store(Float64Array.of(101, 300, 350, 598))
  ledger.gap({ fromUs: 101, toUs: 300, lost: 2, cause: 'frames-lost', text: '' })
  expect(ledger.close()).toEqual({
    source: 'm',
    sent: 6,
    stored: 4,
    inGaps: 1,
    outside: 0,
    counted: { said: 2, true: 1 },
    vanished: 2,
    invented: 1,
    gaps: 1,
  })
})
