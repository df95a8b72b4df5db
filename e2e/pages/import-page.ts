import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './rail'

/** What a person does in the import wizard. */
export class ImportPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await goTo(this.page, 'Import')
  }

  get choose(): Locator {
    return this.page.getByTestId('import-choose')
  }
  get select(): Locator {
    return this.page.getByTestId('import-select')
  }
  get align(): Locator {
    return this.page.getByTestId('align')
  }
  get confirm(): Locator {
    return this.page.getByTestId('import-confirm')
  }
  get report(): Locator {
    return this.page.getByTestId('import-report')
  }
  get busy(): Locator {
    return this.page.getByTestId('import-busy')
  }
  get fault(): Locator {
    return this.page.getByRole('main').getByRole('alert')
  }
  get table(): Locator {
    return this.page.getByRole('treegrid', { name: 'Series of the archive' })
  }
  get problems(): Locator {
    return this.page.getByRole('region', { name: 'Problems' })
  }
  get filters(): Locator {
    return this.page.getByRole('combobox', { name: 'Series whose file name starts with' })
  }
  get target(): Locator {
    return this.page.getByRole('combobox', { name: 'Goes into' })
  }
  get waiting(): Locator {
    return this.page.locator('.import-bar').getByText(/more archives? waits?/)
  }

  /** How many series match now. */
  async count(): Promise<number> {
    const text = (await this.page.getByTestId('import-count').locator('strong').textContent()) ?? ''
    return Number(text.replaceAll('\u00a0', ''))
  }

  row(name: string): Locator {
    return this.table.getByRole('row', { name })
  }

  forward(): Promise<void> {
    return this.page.getByTestId('import-forward').click()
  }
  back(): Promise<void> {
    return this.page.getByRole('button', { name: 'Back', exact: true }).click()
  }
  step(name: string): Locator {
    return this.page.getByRole('list', { name: 'Steps of the import' }).getByRole('listitem').filter({ hasText: name })
  }

  /** The offset that is tried, in seconds. */
  async offset(): Promise<number> {
    const text = (await this.page.getByTestId('align-offset').textContent()) ?? ''
    return Number.parseFloat(text.replace('−', '-').replaceAll('\u00a0', ''))
  }
  get sentence(): Locator {
    return this.page.getByTestId('align-sentence')
  }
  async method(words: string): Promise<void> {
    await this.align.getByRole('radio', { name: words }).check()
  }
  /** Drags the machine's lane by so many pixels. */
  async drag(byPx: number): Promise<void> {
    const lane = await this.align.locator('[data-lane="aligned"] > rect').boundingBox()
    if (!lane) throw new Error('the lane is not drawn')
    const [x, y] = [lane.x + lane.width / 2, lane.y + lane.height / 2]
    await this.page.mouse.move(x, y)
    await this.page.mouse.down()
    await this.page.mouse.move(x + byPx, y, { steps: 6 })
    await this.page.mouse.up()
  }

  async shown(which: 'align' | 'confirm' | 'report'): Promise<void> {
    await expect(this[which]).toBeVisible()
  }
}
