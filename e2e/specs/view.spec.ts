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
    await expect(live.statistics).toHaveCount(0)
    await expect(live.cursor('a')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(live.cursor('a')).toHaveCount(0)
  })

  test('samples, cursors, a rectangle, undo, menu and minimap', async ({ launch }) => {
    const { live, page } = await launch('--demo')
    await expect(live.viewState).toHaveText('Live')
    await live.follow('10 s')
    await expect.poll(async () => (await live.drawn('power')).rows).toBeGreaterThan(30)
    await live.freezeView()

    // The crosshair reads raw samples: a step there and back ends on the same one.
    await live.hover(0.9)
    await expect(live.cursorTime).toHaveText(/\d\d:\d\d:\d\d\.\d{3}/)
    await page.keyboard.press(',')
    const here = await live.cursorTime.innerText()
    await page.keyboard.press(',')
    await expect(live.cursorTime).not.toHaveText(here)
    await page.keyboard.press('.')
    await expect(live.cursorTime).toHaveText(here)

    // A and B on samples are the selection; its values stand in the other tab.
    await page.keyboard.press('2')
    await expect(live.cursor('b')).toHaveCount(1)
    await live.hover(0.86)
    await page.keyboard.press('1')
    await expect(live.span).toHaveText(/Δt [\d.]+/)
    await live.showCursors()
    await expect.poll(() => live.statistic('Wall power', 'a')).toMatch(/^[\d.]+$/)

    // A rectangle is time and values at once, and one step for undo.
    const axis = await live.axisWords('power').innerText()
    await live.box(0.6, 0.8)
    await expect(live.viewState).toHaveText('Detached')
    await expect(live.axisWords('power')).toHaveText(/locked/)
    await page.keyboard.press('Control+z')
    await expect(live.viewState).toHaveText('Paused')
    await expect(live.axisWords('power')).toHaveText(axis)

    await live.rightClick(0.9)
    await expect(live.menu).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(live.menu).toHaveCount(0)

    const shown = await live.minimap.getAttribute('aria-valuetext')
    await live.minimap.focus()
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Shift+ArrowLeft')
    await expect(live.minimap).not.toHaveAttribute('aria-valuetext', shown ?? '')
  })

  test('a command is found by typing', async ({ launch }) => {
    const { live, page } = await launch('--demo')
    await expect(live.viewState).toHaveText('Live')
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Find a command' }).fill('sessions')
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Search sessions')).toBeVisible()
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
