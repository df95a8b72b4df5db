import type { Locator, Page } from '@playwright/test'

/** What a person does with the checks of this computer. */
export class WorkstationPage {
  constructor(private readonly page: Page) {}

  async openFromFirstStart(): Promise<void> {
    await this.page.getByTestId('first-start').getByRole('button', { name: 'Check this computer' }).click()
    await this.page.getByRole('heading', { name: 'Check this computer' }).waitFor()
  }

  /** From the Instruments screen. */
  async open(): Promise<void> {
    await this.page
      .getByRole('complementary', { name: 'Instruments' })
      .getByRole('button', { name: 'Check this computer' })
      .click()
    await this.page.getByRole('heading', { name: 'Check this computer' }).waitFor()
  }

  line(name: string): Locator {
    return this.page.locator('.workstation li').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  async again(): Promise<void> {
    await this.page.getByRole('button', { name: 'Check again' }).click()
  }

  async copy(): Promise<void> {
    await this.page.getByRole('button', { name: 'Copy report' }).click()
  }
}
