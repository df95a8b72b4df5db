import { expect, test } from '../fixtures/wattbench'

const DEFAULT = [
  'Wall power, PowerSpy2 demo',
  'Rails, Agilent 34980A demo',
  'Voltage, PowerSpy2 demo',
  'Current, PowerSpy2 demo',
  'Power factor, PowerSpy2 demo',
  'Frequency, PowerSpy2 demo',
]

test('a wall meter has five lanes, a voltmeter its rails, and each draws its curve', async ({ launch }) => {
  const { live, page } = await launch('--demo')
  await expect(live.viewState).toHaveText('Live')
  await expect.poll(() => live.lanes()).toEqual(DEFAULT)
  await expect.poll(async () => (await live.drawn('power')).rows).toBeGreaterThan(5)
  expect((await live.drawn('power')).stretches).toBe(1)
  // Real pixels: the canvas of the power lane is not empty.
  const inked = (): Promise<number> =>
    page
      .getByTestId('lane-power')
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
        let count = 0
        for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 0) count++
        return count
      })
  await expect.poll(inked).toBeGreaterThan(20)
})

test('what is hidden and added stays so over a restart; an isolated signal does not', async ({ launch }) => {
  const bench = await launch('--demo')
  const { live } = bench
  await expect.poll(() => live.lanes()).toEqual(DEFAULT)
  await live.signal('current', 'I').click()
  await expect(live.lane('current')).toHaveCount(0)
  await live.addLane('Voltage peak')
  await expect(live.lane('voltage-peak')).toBeVisible()
  await live.signal('power', 'P').click({ modifiers: ['Alt'] })
  await expect.poll(async () => (await live.lanes()).length).toBe(1)
  await live.signal('power', 'P').press('Alt+Enter')
  await expect.poll(async () => (await live.lanes()).length).toBe(DEFAULT.length)
  await live.signal('power', 'P').click({ modifiers: ['Alt'] })
  await bench.quit()
  const again = await launch('--demo')
  await expect.poll(() => again.live.lanes()).toContain('Voltage peak, PowerSpy2 demo')
  expect(await again.live.lanes()).not.toContain('Current, PowerSpy2 demo')
})
