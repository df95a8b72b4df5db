import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './rail'

export type LaneName =
  | 'power'
  | 'rails'
  | 'voltage'
  | 'current'
  | 'power-factor'
  | 'frequency'
  | 'voltage-peak'
  | 'current-peak'
  | 'rapl'
  | 'cpu'
  | 'memory'
  | 'network'
  | 'disk-octets'

/** What a lane shows. */
export interface Shown {
  readonly fromUs: number
  readonly toUs: number
  readonly low: number
  readonly high: number
}

interface Point {
  readonly x: number
  readonly y: number
}

/** What a person does on the Live screen. Specs never touch a locator of this screen. */
export class LivePage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await goTo(this.page, 'Live')
  }

  get viewState(): Locator {
    return this.page.getByTestId('view-state')
  }
  get powerNow(): Locator {
    return this.page.getByTestId('readout-power-now')
  }
  get energy(): Locator {
    return this.page.getByTestId('readout-energy')
  }
  get statistics(): Locator {
    return this.page.getByTestId('statistics-strip')
  }
  get recordState(): Locator {
    return this.page.getByTestId('record-state')
  }
  /** The ways in, while nothing is measured. */
  get firstStart(): Locator {
    return this.page.getByTestId('first-start')
  }
  get readouts(): Locator {
    return this.page.getByRole('region', { name: 'Readouts' })
  }
  get statusBar(): Locator {
    return this.page.getByRole('contentinfo')
  }
  get banner(): Locator {
    return this.page.getByTestId('banner')
  }
  /** Hatched stretches without data in the power lane. */
  get gaps(): Locator {
    return this.lane('power').locator('.gap-marks rect')
  }

  lane(what: LaneName): Locator {
    return this.page.getByTestId(`lane-${what}`)
  }

  /** Lanes on the chart, top to bottom. */
  async lanes(): Promise<readonly (string | null)[]> {
    return this.page.locator('.lanes-body > section').evaluateAll((all) => all.map((one) => one.ariaLabel))
  }

  /** Points of a lane's curves on the canvas, and the unbroken stretches they make. */
  async drawn(what: LaneName): Promise<{ readonly rows: number; readonly stretches: number }> {
    const read = async (name: string): Promise<number> => Number(await this.lane(what).getAttribute(name))
    return { rows: await read('data-rows'), stretches: await read('data-stretches') }
  }

  /** The legend row of a signal: "P", "U". */
  signal(what: LaneName, name: string): Locator {
    return this.lane(what).getByRole('button', { name: new RegExp(`^${name}\\b`) })
  }

  async laneMenu(what: LaneName, item: string): Promise<void> {
    await this.lane(what)
      .getByRole('button', { name: /^More for/ })
      .click()
    await this.page.getByRole('menuitem', { name: item }).click()
    await expect(this.page.getByRole('menu')).toHaveCount(0)
  }

  /** Types exact ends of a lane's value axis, in the unit the axis has. */
  async typeRange(what: LaneName, low: string, high: string): Promise<void> {
    await this.laneMenu(what, 'Type Y range')
    await this.page.getByRole('textbox', { name: 'Low' }).fill(low)
    await this.page.getByRole('textbox', { name: 'High' }).fill(high)
    await this.page.keyboard.press('Enter')
  }

  /** Shows or hides a channel in the list of lanes. */
  async addLane(channel: string): Promise<void> {
    await this.openAddLane()
    await this.page.getByRole('option', { name: channel, exact: false }).first().click()
    await this.closeAddLane()
  }

  async openAddLane(): Promise<void> {
    await this.page.getByTestId('add-lane').click()
    await expect(this.laneSearch).toBeFocused()
  }

  async closeAddLane(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await expect(this.laneSearch).toHaveCount(0)
  }

  /** The search field of the list of lanes. */
  get laneSearch(): Locator {
    return this.page.getByRole('combobox', { name: 'Search channels' })
  }

  /** What the list of lanes holds. */
  get laneOptions(): Locator {
    return this.page.getByRole('listbox', { name: 'Channels' }).getByRole('option')
  }

  /** How the clock of a lane's machine stands. */
  clock(what: LaneName): Locator {
    return this.lane(what).getByTestId('lane-clock')
  }

  /** Until when an imported lane has data. */
  ends(what: LaneName): Locator {
    return this.lane(what).getByTestId('lane-ends')
  }

  /** The alignment of the machines in the statistics. */
  get alignment(): Locator {
    return this.page.getByTestId('alignment')
  }

  /** A measurement, run or marker above the ruler. */
  mark(name: string | RegExp): Locator {
    return this.page.getByTestId('marks').getByRole('button', { name })
  }

  /** What is told of the mark under the pointer. */
  get markTip(): Locator {
    return this.page.getByRole('tooltip')
  }

  async openDemoBench(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open demo bench' }).click()
  }

  /** Waits until power is shown; gives watts. */
  async watts(): Promise<number> {
    await expect(this.powerNow).toHaveText(/\d/)
    const text = (await this.powerNow.innerText()).replace('−', '-')
    const [, number, unit] = /(-?[\d.]+)\s*(mW|W|kW)/.exec(text.replaceAll('\u00a0', '')) ?? []
    return Number(number) * ({ mW: 1e-3, W: 1, kW: 1e3 }[unit ?? ''] ?? Number.NaN)
  }

  async record(): Promise<void> {
    await this.page.keyboard.press('r')
    await expect(this.recordState).toContainText('Recording')
  }

  async stopRecording(): Promise<void> {
    await this.page.keyboard.press('r')
    await this.page.getByRole('dialog').getByRole('button', { name: 'Stop recording' }).click()
    await expect(this.recordState).toContainText('Not recording')
  }

  async follow(window: '10 s' | '1 min' | '10 min' | '1 h' | 'All'): Promise<void> {
    await this.page.getByRole('group', { name: 'Window' }).getByText(window, { exact: true }).click()
  }

  /** Shift-drags over the plot between two shares of its width. */
  async select(from: number, to: number): Promise<void> {
    const { y, at } = await this.plot()
    await this.page.keyboard.down('Shift')
    await this.page.mouse.move(at(from), y)
    await this.page.mouse.down()
    await this.page.mouse.move(at(to), y, { steps: 6 })
    await this.page.mouse.up()
    await this.page.keyboard.up('Shift')
    await expect(this.statistics).toBeVisible()
  }

  async drag(from: number, to: number): Promise<void> {
    const { y, at } = await this.plot()
    await this.page.mouse.move(at(from), y)
    await this.page.mouse.down()
    await this.page.mouse.move(at(to), y, { steps: 6 })
    await this.page.mouse.up()
  }

  async wheel(share: number, delta: number): Promise<void> {
    const { y, at } = await this.plot()
    await this.page.mouse.move(at(share), y)
    await this.page.mouse.wheel(0, delta)
  }

  async hover(share: number): Promise<void> {
    const { y, at } = await this.plot()
    await this.page.mouse.move(at(share), y)
  }

  async doubleClick(share: number): Promise<void> {
    const { y, at } = await this.plot()
    await this.page.mouse.dblclick(at(share), y)
  }

  async freezeView(): Promise<void> {
    await this.page.getByRole('button', { name: 'Freeze view' }).click()
  }

  get backButton(): Locator {
    return this.page.getByRole('button', { name: /Back to live/ })
  }

  /** Time of the sample under the crosshair. */
  get cursorTime(): Locator {
    return this.page.getByTestId('cursor-time')
  }
  /** The cursor A or B on the chart. */
  cursor(which: 'a' | 'b'): Locator {
    return this.page.getByTestId(`cursor-${which}`)
  }
  /** Time between A and B. */
  get span(): Locator {
    return this.page.getByTestId('selection-span')
  }
  get menu(): Locator {
    return this.page.getByRole('menu', { name: 'Menu of the chart' })
  }
  get minimap(): Locator {
    return this.page.getByTestId('minimap')
  }

  async rightClick(share: number): Promise<void> {
    const { y, at } = await this.plot()
    await this.page.mouse.click(at(share), y, { button: 'right' })
  }

  /** Ctrl-drags a rectangle in the upper lane. */
  async box(from: number, to: number): Promise<void> {
    const { y, at } = await this.plot()
    await this.page.keyboard.down('Control')
    await this.page.mouse.move(at(from), y - 30)
    await this.page.mouse.down()
    await this.page.mouse.move(at(to), y + 30, { steps: 6 })
    await this.page.mouse.up()
    await this.page.keyboard.up('Control')
  }

  /** What the value axis of a lane says about itself. */
  axisWords(what: LaneName): Locator {
    return this.lane(what).locator('.lane-range')
  }

  /** The statistics strip's other tab. */
  async showCursors(): Promise<void> {
    await this.statistics.getByText('Cursors', { exact: true }).click()
  }

  async showStatistics(): Promise<void> {
    await this.statistics.getByText('Statistics', { exact: true }).click()
  }

  async backToLive(): Promise<void> {
    await this.page.keyboard.press('l')
  }

  /** A cell of the statistics strip, as text. */
  async statistic(signal: string, field: string): Promise<string> {
    const row = this.statistics.getByRole('row').filter({ hasText: signal })
    return (await row.locator(`[data-field="${field}"]`).innerText()).trim()
  }

  /** Ends of what a lane shows, µs, and of its value axis. */
  async shown(what: LaneName = 'power'): Promise<Shown> {
    const read = async (name: string): Promise<number> => Number(await this.lane(what).getAttribute(name))
    return {
      fromUs: await read('data-from-us'),
      toUs: await read('data-to-us'),
      low: await read('data-low'),
      high: await read('data-high'),
    }
  }

  /** Turns the wheel over the plot with a key held; deltas in pixels. */
  async wheelWith(key: 'Shift' | 'Control', share: number, delta: number): Promise<void> {
    await this.page.keyboard.down(key)
    await this.wheel(share, delta)
    await this.page.keyboard.up(key)
  }

  /** Drags by pixels, from a point given in shares of an element. */
  async dragFrom(place: Locator, from: Point, by: Point): Promise<void> {
    const box = await place.boundingBox()
    if (!box) throw new Error('there is nothing to drag on')
    const [x, y] = [box.x + box.width * from.x, box.y + box.height * from.y]
    await this.page.mouse.move(x, y)
    await this.page.mouse.down()
    await this.page.mouse.move(x + by.x, y + by.y, { steps: 5 })
    await this.page.mouse.up()
  }

  axis(what: LaneName): Locator {
    return this.lane(what).locator('.lane-axis')
  }

  async wheelOnAxis(what: LaneName, delta: number): Promise<void> {
    await this.axis(what).hover()
    await this.page.mouse.wheel(0, delta)
  }

  /** The fields of exact ends that a double-click on the axis opens. */
  get rangeForm(): Locator {
    return this.page.getByRole('textbox', { name: 'Low' })
  }

  /** The curve of all there is in the minimap. */
  get minimapCurve(): Locator {
    return this.minimap.locator('.recharts-area path').first()
  }

  /** The window on the minimap. */
  get minimapWindow(): Locator {
    return this.page.getByTestId('minimap-window')
  }

  /** Following, with nothing selected. */
  async reset(): Promise<void> {
    await this.page.mouse.move(5, 5)
    for (let i = 0; i < 3; i++) await this.page.keyboard.press('Escape')
    // A menu that is still closing has the keyboard.
    await expect(this.page.getByRole('menu')).toHaveCount(0)
    await this.backToLive()
    await expect(this.viewState).toHaveText('Live')
    await expect(this.statistics).toHaveCount(0)
  }

  timeField(end: 'From' | 'To'): Locator {
    return this.page.getByRole('textbox', { name: end, exact: true })
  }

  /** Types one end of the shown time; the fields may stand behind their button. */
  async typeTime(end: 'From' | 'To', text: string): Promise<void> {
    const field = this.timeField(end)
    if (!(await field.isVisible())) await this.page.keyboard.press('g')
    await field.fill(text)
    await field.press('Enter')
  }

  /** The chart as the keyboard reaches it: focus that did not come by a click. */
  async focusChart(): Promise<void> {
    await this.page.getByTestId('plot').focus()
  }

  async leaveChart(): Promise<void> {
    await this.page.getByTestId('plot').blur()
  }

  /** Controls of lane headers that Tab stops at. */
  get headerStops(): Locator {
    return this.page.locator('.lane-header button[tabindex="0"]')
  }

  /** The first number of the statistics that can be copied. */
  get firstNumber(): Locator {
    return this.statistics.getByRole('cell').getByRole('button').first()
  }

  /** Rings on the samples the crosshair reads in a lane. */
  rings(what: LaneName): Locator {
    return this.lane(what).locator('.crosshair circle')
  }

  /** What a screen reader was told last about the data cursor. */
  get spoken(): Locator {
    return this.page.getByTestId('cursor-summary')
  }

  private async plot(): Promise<{ y: number; at: (share: number) => number }> {
    const box = await this.page.getByTestId('plot').boundingBox()
    if (!box) throw new Error('the plot is not on screen')
    return { y: box.y + 60, at: (share) => box.x + box.width * share }
  }
}
