import { freshHome } from '../fixtures/home'
import { expect, test, Wattbench } from '../fixtures/wattbench'
import type { LivePage, Shown } from '../pages/live-page'

/** One window for all gestures: each starts from the newest ten seconds, and none may stop the acquisition. */
let home: ReturnType<typeof freshHome>
let bench: Wattbench
let live: LivePage
const press = (key: string): Promise<void> => bench.page.keyboard.press(key)

test.beforeAll(async () => {
  home = freshHome()
  bench = await Wattbench.launch(home, '--demo')
  live = bench.live
  await expect(live.viewState).toHaveText('Live')
  await live.follow('10 s')
  // Enough for a view of ten seconds to have somewhere to go.
  await expect.poll(async () => Number(await live.minimap.getAttribute('aria-valuemax'))).toBeGreaterThan(13)
})

test.beforeEach(() => live.reset())

test.afterEach(async () => {
  const before = await live.energy.innerText()
  await expect(live.energy).not.toHaveText(before)
})

test.afterAll(async () => {
  await bench.quit()
  home.remove()
})

const length = ({ fromUs, toUs }: Shown): number => toUs - fromUs

/** Time at a share of the plot's width, s. */
const at = ({ fromUs, toUs }: Shown, share: number): number => (fromUs + (toUs - fromUs) * share) / 1e6

/** Does it on a view that stands still, and gives what was shown before and after. */
async function change(does: () => Promise<void>): Promise<{ readonly before: Shown; readonly after: Shown }> {
  await live.freezeView()
  const before = await live.shown()
  await does()
  await expect.poll(() => live.shown()).not.toEqual(before)
  await expect(live.viewState).toHaveText('Detached')
  await expect.poll(async () => length(await live.shown())).toBeGreaterThan(0)
  return { before, after: await live.shown() }
}

test.describe('hands on the plot', () => {
  test('wheel zooms about the pointer', async () => {
    const { before, after } = await change(() => live.wheel(0.7, -300))
    expect(length(after)).toBeLessThan(length(before) * 0.6)
    expect(at(after, 0.7)).toBeCloseTo(at(before, 0.7), 1)
  })

  test('wheel while following detaches, and the way back says how far it is', async () => {
    await live.wheel(0.8, -300)
    await expect(live.viewState).toHaveText('Detached')
    await expect(live.backButton).toHaveText(/Back to live, \+\d+/)
    await live.backButton.click()
    await expect(live.viewState).toHaveText('Live')
  })

  test('Shift+wheel pans', async () => {
    const { before, after } = await change(() => live.wheelWith('Shift', 0.5, -150))
    expect(length(after)).toBeCloseTo(length(before), -1)
    expect(after.fromUs).toBeLessThan(before.fromUs)
  })

  test('Ctrl+wheel zooms the values of the lane under the pointer, and time stays', async () => {
    await live.freezeView()
    const before = await live.shown()
    await live.wheelWith('Control', 0.5, -200)
    await expect.poll(async () => (await live.shown()).high).toBeLessThan(before.high)
    expect(await live.shown()).toMatchObject({ fromUs: before.fromUs, toUs: before.toUs })
    await expect(live.lane('power')).toHaveAttribute('data-locked', 'true')
    await expect(live.lane('voltage')).toHaveAttribute('data-locked', 'false')
    await live.laneMenu('power', 'Free Y')
  })

  test('drag pans by as much as the hand moved', async () => {
    const { before, after } = await change(() => live.drag(0.4, 0.6))
    expect(at(after, 0.6)).toBeCloseTo(at(before, 0.4), 1)
  })

  test('Shift+drag selects, opens the statistics, and the view follows on', async () => {
    await live.select(0.6, 0.8)
    await expect(live.viewState).toHaveText('Live')
    await expect(live.span).toHaveText(/Δt 2\.\d+/)
    await expect.poll(() => live.statistic('Wall power', 'coverage')).toMatch(/^(100|9\d)\./)
    await press('Escape')
    await expect(live.statistics).toHaveCount(0)
    await expect(live.cursor('a')).toHaveCount(1)
    await press('Escape')
    await expect(live.cursor('a')).toHaveCount(0)
  })

  test('dragging a cursor moves this edge of the selection', async () => {
    await live.freezeView()
    await live.select(0.4, 0.6)
    const before = await live.span.textContent()
    await live.drag(0.6, 0.8)
    await expect(live.span).not.toHaveText(before ?? '')
    await expect(live.span).toHaveText(/Δt (3\.9|4\.[01])/)
    await expect(live.viewState).toHaveText('Paused')
  })

  test('Ctrl+drag zooms to a rectangle: time and values, one step for undo', async () => {
    const { before, after } = await change(() => live.box(0.6, 0.8))
    expect(length(after) / length(before)).toBeCloseTo(0.2, 1)
    expect(after.high - after.low).toBeLessThan(before.high - before.low)
    await press('Control+z')
    // An axis that is not locked is as high as its data ask for, a while after they asked for more.
    const { fromUs, toUs, low } = before
    await expect.poll(() => live.shown()).toMatchObject({ fromUs, toUs, low })
    await expect.poll(async () => (await live.shown()).high).toBeGreaterThan(after.high)
    await expect(live.lane('power')).toHaveAttribute('data-locked', 'false')
  })

  test('double-click fits all, and again goes back', async () => {
    const { after: zoomed } = await change(() => live.wheel(0.8, -300))
    await live.doubleClick(0.5)
    await expect.poll(async () => length(await live.shown())).toBeGreaterThan(12e6)
    await live.doubleClick(0.5)
    await expect.poll(() => live.shown()).toEqual(zoomed)
  })

  test('hovering reads the nearest sample in every lane', async () => {
    await live.hover(0.9)
    await expect(live.cursorTime).toHaveText(/\d\d:\d\d:\d\d\.\d{3}/)
    await expect(live.rings('power')).toHaveCount(1)
    await expect(live.rings('current')).toHaveCount(1)
  })
})

test.describe('keys', () => {
  test('arrows pan and zoom', async () => {
    const { before, after } = await change(() => press('ArrowLeft'))
    expect((before.fromUs - after.fromUs) / length(before)).toBeCloseTo(0.1, 2)
    await press('Shift+ArrowRight')
    await expect.poll(async () => (await live.shown()).fromUs).toBeGreaterThan(after.fromUs)
    await press('ArrowUp')
    await expect.poll(async () => length(await live.shown()) / length(before)).toBeCloseTo(0.8, 2)
    await press('ArrowDown')
    await expect.poll(async () => length(await live.shown()) / length(before)).toBeCloseTo(1, 2)
  })

  test('+ and - zoom', async () => {
    const { before, after } = await change(() => press('+'))
    expect(length(after) / length(before)).toBeCloseTo(0.8, 2)
    await press('-')
    await expect.poll(async () => length(await live.shown()) / length(before)).toBeCloseTo(1, 2)
  })

  test('F fits all, and again goes back', async () => {
    const { after: fitted } = await change(() => press('f'))
    expect(length(fitted)).toBeGreaterThan(12e6)
    await press('f')
    await expect.poll(async () => length(await live.shown())).toBeLessThan(12e6)
  })

  test('A selects what is visible, Z zooms to the selection', async () => {
    await live.freezeView()
    await press('a')
    // The air at the right edge is no data yet; what comes in meanwhile fills it.
    await expect(live.span).toHaveText(/Δt 10\.[0-2]/)
    await live.select(0.5, 0.7)
    const before = await live.shown()
    await press('z')
    await expect.poll(async () => length(await live.shown()) / length(before)).toBeCloseTo(0.2, 1)
    expect((await live.shown()).fromUs / 1e6).toBeCloseTo(at(before, 0.5), 1)
  })

  test('Home goes to the start, End and L back to the newest data', async () => {
    const { before, after } = await change(() => press('Home'))
    expect(after.fromUs).toBeLessThan(before.fromUs)
    await press('End')
    await expect(live.viewState).toHaveText('Live')
    await press('Home')
    await expect(live.viewState).toHaveText('Detached')
    await press('l')
    await expect(live.viewState).toHaveText('Live')
  })

  test('Space freezes the view, and again resumes it', async () => {
    await press('Space')
    await expect(live.viewState).toHaveText('Paused')
    const frozen = await live.shown()
    const energy = await live.energy.innerText()
    await expect(live.energy).not.toHaveText(energy)
    expect(await live.shown()).toEqual(frozen)
    await press('Space')
    await expect(live.viewState).toHaveText('Live')
  })

  test('R starts a recording, and asks before it stops one', async () => {
    await live.record()
    await press('r')
    await expect(bench.dialog).toContainText('Stop recording')
    await bench.closeDialog()
    await expect(live.recordState).toContainText('Recording')
    await live.stopRecording()
  })

  test('1 and 2 set the cursors on samples; both are the selection, with a tab of their values', async () => {
    await live.freezeView()
    await live.hover(0.9)
    await press('2')
    await expect(live.cursor('b')).toHaveCount(1)
    await live.hover(0.7)
    await press('1')
    await expect(live.span).toHaveText(/Δt (1\.9|2\.[01])/)
    await live.showCursors()
    await expect.poll(() => live.statistic('Wall power', 'a')).toMatch(/^[\d.]+$/)
    await expect.poll(() => live.statistic('Wall power', 'b')).toMatch(/^[\d.]+$/)
    await live.showStatistics()
  })

  test('comma and point step from sample to sample', async () => {
    await live.freezeView()
    await live.hover(0.9)
    await expect(live.cursorTime).toHaveText(/\d\d:\d\d:\d\d\.\d{3}/)
    await press(',')
    const here = await live.cursorTime.innerText()
    await press(',')
    await expect(live.cursorTime).not.toHaveText(here)
    await press('.')
    await expect(live.cursorTime).toHaveText(here)
  })

  test('Y locks the value axis of the lane that is read, and frees it', async () => {
    await live.hover(0.9)
    await expect(live.cursorTime).toBeVisible()
    await press('y')
    await expect(live.lane('power')).toHaveAttribute('data-locked', 'true')
    await press('y')
    await expect(live.lane('power')).toHaveAttribute('data-locked', 'false')
  })

  test('Ctrl+Z and Ctrl+Shift+Z take back and repeat, the followed window too', async () => {
    const { before, after } = await change(() => live.wheel(0.5, -300))
    await press('Control+z')
    await expect.poll(() => live.shown()).toEqual(before)
    await press('Control+Shift+z')
    await expect.poll(() => live.shown()).toEqual(after)
    await live.reset()
    await live.follow('1 min')
    await expect.poll(async () => length(await live.shown())).toBeGreaterThan(60e6)
    await press('Control+z')
    await expect.poll(async () => length(await live.shown())).toBeLessThan(11e6)
  })

  test('? shows all keys, Ctrl+K finds a command', async () => {
    await press('?')
    await expect(bench.page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await bench.closeDialog()
    await press('Control+k')
    await bench.page.getByRole('textbox', { name: 'Find a command' }).fill('utc')
    await press('Enter')
    await expect(live.statusBar).toContainText('UTC')
    await expect(bench.page.getByRole('radio', { name: 'UTC' })).toBeChecked()
    await bench.set({ timeMode: 'local' })
  })

  test('letters and Space do nothing in a text field', async () => {
    await bench.sessions.open()
    const search = bench.page.getByLabel('Search sessions')
    await search.fill('')
    await search.press('r')
    await search.press('Space')
    await expect(search).toHaveValue('r ')
    await expect(live.recordState).toContainText('Not recording')
    await search.fill('')
    await live.open()
    await expect(live.viewState).toHaveText('Live')
  })

  test('with the chart reached by key, arrows move the data cursor, Shift selects, and what is read is spoken', async () => {
    await live.freezeView()
    const before = await live.shown()
    await live.focusChart()
    await press('ArrowRight')
    const first = await live.cursorTime.innerText()
    await press('ArrowRight')
    await expect(live.cursorTime).not.toHaveText(first)
    await expect(live.spoken).toHaveText(/Wall power [\d.]+ W, Rails [\d.]+ W, Voltage/)
    await press('ArrowDown')
    await expect(live.spoken).toHaveText(/: Rails [\d.]+ W, Wall power/)
    await press('Shift+ArrowRight')
    await press('Shift+ArrowRight')
    await expect(live.span).toBeVisible()
    expect(await live.shown()).toEqual(before)
    await press('Control+ArrowLeft')
    await expect.poll(async () => (await live.shown()).fromUs).toBeLessThan(before.fromUs)
    await live.leaveChart()
  })
})

test.describe('lanes by hand and key', () => {
  test('wheel on a value axis zooms it, drag shifts it, double-click asks for exact ends', async () => {
    await live.wheelOnAxis('voltage', 200)
    await expect(live.lane('voltage')).toHaveAttribute('data-locked', 'true')
    const zoomed = await live.shown('voltage')
    await live.dragFrom(live.axis('voltage'), { x: 0.5, y: 0.3 }, { x: 0, y: 20 })
    await expect.poll(async () => (await live.shown('voltage')).high).toBeGreaterThan(zoomed.high)
    const shifted = await live.shown('voltage')
    expect(shifted.high - shifted.low).toBeCloseTo(zoomed.high - zoomed.low, 6)
    await live.axis('voltage').dblclick()
    await expect(live.rangeForm).toBeVisible()
    await press('Escape')
    await expect(live.rangeForm).toHaveCount(0)
    await live.laneMenu('voltage', 'Free Y')
    await live.typeRange('power', '-10', '250')
    await expect(live.lane('power')).toContainText('Y −10 … 250 W, locked')
    await live.laneMenu('power', 'Free Y')
    await expect(live.lane('power')).toHaveAttribute('data-locked', 'false')
  })

  test('headers are one stop of the keyboard; arrows walk, Enter hides a signal', async () => {
    const legend = live.signal('voltage', 'U')
    await live.signal('power', 'P').focus()
    await press('ArrowDown')
    await press('ArrowDown')
    await expect(legend).toBeFocused()
    await expect(live.headerStops).toHaveCount(1)
    await press('Enter')
    await expect(live.lane('voltage')).toHaveCount(0)
    await expect(live.headerStops).toHaveCount(1)
    await live.addLane('Voltage')
    await expect(live.lane('voltage')).toBeVisible()
  })

  test('a number of the statistics is reached and copied by key', async () => {
    await live.freezeView()
    await live.select(0.5, 0.9)
    await expect.poll(() => live.statistic('Wall power', 'mean')).toMatch(/^[\d.]+$/)
    const mean = await live.statistic('Wall power', 'mean')
    const first = live.firstNumber
    await first.focus()
    await press('ArrowRight')
    await press('ArrowLeft')
    await expect(first).toBeFocused()
    await press('Enter')
    await expect.poll(() => bench.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(`${mean}\u00a0W`)
  })
})

test.describe('overview, fields and menu', () => {
  test('the window on the minimap is dragged and resized', async () => {
    const { before, after } = await change(() =>
      live.dragFrom(live.minimapWindow, { x: 0.5, y: 0.5 }, { x: -60, y: 0 }),
    )
    expect(after.fromUs).toBeLessThan(before.fromUs)
    // The strip grows once a second, and the edge moves with it: a hand that missed it takes it again.
    await expect(async () => {
      const held = await live.shown()
      await live.dragFrom(live.minimapWindow, { x: 1, y: 0.5 }, { x: -80, y: 0 })
      await expect.poll(async () => length(await live.shown()), { timeout: 1_000 }).toBeLessThan(length(held))
      expect((await live.shown()).fromUs).toBe(held.fromUs)
    }).toPass()
  })

  test('the minimap is moved and resized by key', async () => {
    await live.freezeView()
    const before = await live.shown()
    await live.minimap.focus()
    await press('ArrowLeft')
    await expect.poll(async () => (await live.shown()).fromUs).toBeLessThan(before.fromUs)
    const moved = await live.shown()
    await press('Shift+ArrowLeft')
    await expect.poll(async () => (await live.shown()).toUs).toBeLessThan(moved.toUs)
    expect((await live.shown()).fromUs).toBe(moved.fromUs)
    await live.minimap.blur()
  })

  test('typed ends are exact', async () => {
    const { fromUs, toUs } = await live.shown()
    const clock = (tUs: number): string => new Date(Math.floor(tUs / 1e6) * 1e3).toISOString().slice(11, 19)
    const [from, to] = [fromUs + 2e6, toUs - 3e6]
    await press('g')
    await expect(live.timeField('From')).toBeFocused()
    await live.typeTime('From', clock(from))
    await live.typeTime('To', clock(to))
    await expect.poll(async () => (await live.shown()).toUs).toBe(Math.floor(to / 1e6) * 1e6)
    expect((await live.shown()).fromUs).toBe(Math.floor(from / 1e6) * 1e6)
    await expect(live.viewState).toHaveText('Detached')
    await live.timeField('To').blur()
  })

  test('the menu opens by right click and by key, with the keys beside its items', async () => {
    await live.freezeView()
    await live.rightClick(0.9)
    await expect(live.menu).toContainText(/Set cursor A here\s*1/)
    await live.menu.getByRole('menuitem', { name: 'Set cursor A here' }).click()
    await expect(live.cursor('a')).toHaveCount(1)
    await live.focusChart()
    await press('Shift+F10')
    await expect(live.menu).toBeVisible()
    await press('Escape')
    await expect(live.menu).toHaveCount(0)
    await live.leaveChart()
  })
})
