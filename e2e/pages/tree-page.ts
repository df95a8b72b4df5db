import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './rail'

/** What a person does on the Tree screen. */
export class TreePage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await goTo(this.page, 'Tree')
  }

  /** Rows and problems of the open channel file. */
  get file(): Locator {
    return this.page.getByTestId('plan-viewer')
  }
  get problems(): Locator {
    return this.file.getByRole('region', { name: 'Problems and measuring' }).getByRole('listitem')
  }
  get verdict(): Locator {
    return this.file.getByRole('alert')
  }
  get flow(): Locator {
    return this.page.getByRole('tree', { name: 'Power tree' })
  }
  get table(): Locator {
    return this.page.getByRole('table', { name: 'Power tree' })
  }
  /** Scan, age, skew and settings. */
  get scan(): Locator {
    return this.page.getByTestId('tree-scan')
  }
  /** What is said above the tree when it is not live. */
  get note(): Locator {
    return this.page.getByTestId('tree-note')
  }
  get saved(): Locator {
    return this.page.getByTestId('tree-saved')
  }
  get panel(): Locator {
    return this.page.getByTestId('row-panel')
  }
  get formula(): Locator {
    return this.panel.locator('.row-formula')
  }
  get groups(): Locator {
    return this.page.getByRole('complementary', { name: 'Groups' })
  }

  card(name: string): Locator {
    return this.page.getByTestId(`card-${name}`)
  }

  /** Watts on a card; NaN where there is no value. */
  async watts(name: string): Promise<number> {
    const text = await this.card(name).locator('.card-watts').textContent()
    return text === null || text === '—' ? Number.NaN : Number(text.replace('−', '-').replaceAll('\u00a0', ''))
  }

  /** What is said below a card's name. */
  async second(name: string): Promise<string> {
    return ((await this.card(name).locator('.card-second').textContent()) ?? '').replaceAll('\u00a0', ' ')
  }

  async example(which: 'C2, with tree' | 'B3, without'): Promise<void> {
    await this.page.getByRole('button', { name: `Open ${which}` }).click()
  }

  /** Adds a voltmeter for the open file and connects it. */
  async connect(address: string, nplc = '0.2'): Promise<void> {
    const form = this.page.getByRole('form', { name: 'Add voltmeter' })
    await form.getByLabel('Address').fill(address)
    await form.getByLabel('NPLC').selectOption(nplc)
    await form.getByRole('button', { name: 'Connect voltmeter' }).click()
  }

  async select(name: string): Promise<void> {
    await this.card(name).locator('.card-name').click()
    await expect(this.panel).toHaveAccessibleName(name)
  }

  async openGroups(): Promise<void> {
    await this.page.getByRole('button', { name: 'Groups' }).click()
  }

  async look(how: 'Flow' | 'Table'): Promise<void> {
    await this.page.getByRole('group', { name: 'Look' }).getByText(how, { exact: true }).click()
  }

  async moment(which: 'Live' | 'At cursor' | 'Mean of selection'): Promise<void> {
    await this.page.getByRole('group', { name: 'Moment' }).getByText(which, { exact: true }).click()
  }

  async openLane(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Open history lane' }).click()
  }

  async save(form: string): Promise<void> {
    await this.page.getByTestId('tree-export').click()
    await this.page.getByRole('menuitem', { name: form }).click()
    await expect(this.saved).toBeVisible()
  }
}
