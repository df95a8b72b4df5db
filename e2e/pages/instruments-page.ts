import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from './rail'

/** What a person does on the Instruments screen. */
export class InstrumentsPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await goTo(this.page, 'Instruments')
  }

  /** State in words of the chosen instrument. */
  get state(): Locator {
    return this.page.getByTestId('instrument-state')
  }
  get trueInterval(): Locator {
    return this.page.getByTestId('true-interval')
  }
  get fault(): Locator {
    return this.page.getByRole('article').getByRole('alert').first()
  }
  get detail(): Locator {
    return this.page.getByRole('article')
  }

  get list(): Locator {
    return this.page.getByRole('complementary', { name: 'Instruments' })
  }

  async openAdd(): Promise<void> {
    await this.page.getByRole('button', { name: 'Add meter' }).click()
  }

  async cancelAdd(): Promise<void> {
    await this.page.getByRole('form', { name: 'Add meter' }).getByRole('button', { name: 'Cancel' }).click()
  }

  async askRemove(): Promise<void> {
    await this.detail.getByRole('button', { name: 'Remove' }).click()
    await this.page.getByRole('dialog').waitFor()
  }

  health(what: 'rate' | 'jitter' | 'age' | 'lost' | 'rejected' | 'reconnects'): Locator {
    return this.page.getByTestId(`health-${what}`)
  }

  async add(device: string, name: string, intervalMs: number): Promise<void> {
    await this.page.getByRole('button', { name: 'Add meter' }).click()
    const form = this.page.getByRole('form', { name: 'Add meter' })
    await form.getByLabel('Device node').fill(device)
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('Interval').fill(String(intervalMs))
    await form.getByRole('button', { name: 'Connect meter' }).click()
    await expect(this.detail).toHaveAccessibleName(name)
  }

  async connect(): Promise<void> {
    await this.detail.getByRole('button', { name: 'Connect', exact: true }).click()
  }

  /** Gives a Bluetooth meter its device node back. */
  async bindPort(): Promise<void> {
    await this.detail.getByRole('button', { name: 'Bind port' }).click()
  }

  async disconnect(): Promise<void> {
    await this.detail.getByRole('button', { name: 'Disconnect' }).click()
  }
}
