import type { Locator, Page } from '@playwright/test'

/** The raw traffic on the Instruments screen. */
export class ConsolePage {
  constructor(private readonly page: Page) {}

  private get section(): Locator {
    return this.page.getByRole('region', { name: 'Raw traffic' })
  }
  get lines(): Locator {
    return this.page.getByRole('log', { name: 'Raw traffic lines' })
  }
  get empty(): Locator {
    return this.section.getByText('Nothing has crossed the wire yet.')
  }
  get resume(): Locator {
    return this.section.getByRole('button', { name: /^Resume/ })
  }

  async freeze(): Promise<void> {
    await this.section.getByRole('button', { name: 'Freeze' }).click()
  }

  async find(text: string): Promise<void> {
    await this.section.getByLabel('Find in traffic').fill(text)
  }

  async toggle(kind: 'sent' | 'received' | 'notes'): Promise<void> {
    await this.section.getByRole('button', { name: kind }).click()
  }
}
