import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './rail'

export type Step = 'adapter' | 'find' | 'pair' | 'bind' | 'permission' | 'identify' | 'live'

/** What a person does while pairing a meter. */
export class PairingPage {
  constructor(private readonly page: Page) {}

  /** From the Instruments screen. */
  async open(): Promise<void> {
    await goTo(this.page, 'Instruments')
    await this.page.getByRole('button', { name: 'Pair a PowerSpy2' }).click()
    await expect(this.title).toBeVisible()
  }

  get title(): Locator {
    return this.page.getByRole('heading', { name: 'Pair a PowerSpy2', level: 1 })
  }

  /** The step one stands at. */
  get current(): Locator {
    return this.page.getByRole('list', { name: 'Steps' }).locator('[aria-current=step]')
  }

  step(step: Step): Locator {
    return this.page.getByTestId(`step-${step}`)
  }

  get body(): Locator {
    return this.page.getByRole('region').and(this.page.locator('.pairing-body'))
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Meter' })
  }

  get trouble(): Locator {
    return this.body.getByRole('alert').first()
  }

  get log(): Locator {
    return this.page.getByRole('region', { name: 'What was done so far' })
  }

  get wait(): Locator {
    return this.page.getByTestId('pairing-wait')
  }

  get firstValue(): Locator {
    return this.page.getByTestId('first-value')
  }

  device(name: string): Locator {
    return this.page.getByRole('table', { name: 'Devices found' }).getByRole('row', { name })
  }

  get devices(): Locator {
    return this.page.getByRole('table', { name: 'Devices found' }).getByRole('row')
  }

  get copyCommand(): Locator {
    return this.body.getByRole('button', { name: /^Copy the command/ })
  }

  async showAll(): Promise<void> {
    await this.body.getByRole('button', { name: /^Show all devices/ }).click()
  }

  async givePin(pin: string): Promise<void> {
    await this.page.getByLabel('PIN', { exact: true }).fill(pin)
    await this.page.getByRole('button', { name: 'Pair', exact: true }).click()
  }

  async press(button: 'Next' | 'Back' | 'Try again' | 'Switch on' | 'Cancel pairing' | 'Save meter'): Promise<void> {
    await this.page.getByRole('button', { name: button }).click()
  }

  async nickname(name: string): Promise<void> {
    await this.page.getByRole('form', { name: 'Name of the meter' }).getByLabel('Name').fill(name)
  }
}
