import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './rail'

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
  get banner(): Locator {
    return this.page.getByTestId('banner')
  }
  /** Hatched stretches without data in the power lane. */
  get gaps(): Locator {
    return this.lane('power').locator('.gap-marks rect')
  }

  lane(what: 'power' | 'voltage' | 'current'): Locator {
    return this.page.getByTestId(`lane-${what}`)
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

  async backToLive(): Promise<void> {
    await this.page.keyboard.press('l')
  }

  /** A cell of the statistics strip, as text. */
  async statistic(signal: string, field: string): Promise<string> {
    const row = this.statistics.getByRole('row').filter({ hasText: signal })
    return (await row.locator(`[data-field="${field}"]`).innerText()).trim()
  }

  private async plot(): Promise<{ y: number; at: (share: number) => number }> {
    const box = await this.page.getByTestId('plot').boundingBox()
    if (!box) throw new Error('the plot is not on screen')
    return { y: box.y + 60, at: (share) => box.x + box.width * share }
  }
}
