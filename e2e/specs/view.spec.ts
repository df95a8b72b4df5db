import { expect, test } from '../fixtures/wattbench'

test.describe('the view never stops the acquisition', () => {
  test('zoom, pan, selection and keys', async ({ launch }) => {
    const { live, page } = await launch('--demo')
    await expect(live.viewState).toHaveText('Live')
    await live.follow('10 s')
    await expect(live.energy).toHaveText(/\d/)

    // Wheel zooms about the pointer and detaches; L leads back.
    await live.wheel(0.8, -300)
    await expect(live.viewState).toHaveText('Detached')
    await expect(page.getByRole('button', { name: /Back to live, \+/ })).toBeVisible()
    await live.backToLive()
    await expect(live.viewState).toHaveText('Live')

    // Dragging pans.
    await live.drag(0.4, 0.7)
    await expect(live.viewState).toHaveText('Detached')
    await page.keyboard.press('End')
    await expect(live.viewState).toHaveText('Live')

    // Space freezes the view only: energy goes on.
    await page.keyboard.press('Space')
    await expect(live.viewState).toHaveText('Paused')
    const before = await live.energy.innerText()
    await expect(live.energy).not.toHaveText(before)
    await page.keyboard.press('Space')
    await expect(live.viewState).toHaveText('Live')

    // Selection opens the strip; Esc clears it.
    await live.select(0.85, 0.95)
    await expect.poll(() => live.statistic('Wall power', 'coverage')).toMatch(/^(100|9\d)\./)
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('selection-span')).toHaveCount(0)
  })

  test('the key sheet opens with ? and letters do nothing in a text field', async ({ launch }) => {
    const bench = await launch('--demo')
    await expect(bench.live.viewState).toHaveText('Live')
    await bench.page.keyboard.press('?')
    await expect(bench.page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await bench.page.keyboard.press('Escape')
    await bench.sessions.open()
    await bench.page.getByLabel('Search sessions').fill('r')
    await bench.page.getByLabel('Search sessions').press('r')
    await expect(bench.live.recordState).toContainText('Not recording')
  })
})
