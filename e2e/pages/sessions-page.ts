import type { Locator, Page } from '@playwright/test'
import { goTo } from './rail'

/** What a person does on the Sessions screen. */
export class SessionsPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await goTo(this.page, 'Sessions')
  }

  get rows(): Locator {
    return this.page.getByRole('table', { name: 'Sessions' }).locator('tbody tr')
  }

  row(text: string | RegExp): Locator {
    return this.rows.filter({ hasText: text })
  }

  async choose(row: Locator): Promise<void> {
    await row.click()
  }

  /** Opens a session on the Live screen, as Enter does. */
  async openSession(row: Locator): Promise<void> {
    await row.click()
    await row.press('Enter')
  }

  async exportCsv(): Promise<void> {
    await this.page.getByRole('button', { name: 'Export CSV' }).click()
  }

  async askDelete(): Promise<void> {
    await this.page.getByRole('button', { name: 'Delete' }).click()
    await this.page.getByRole('dialog').waitFor()
  }

  async askRename(): Promise<void> {
    await this.page.getByRole('button', { name: 'Rename' }).click()
    await this.page.getByRole('dialog').waitFor()
  }

  get saved(): Locator {
    return this.page.getByRole('status').filter({ hasText: 'rows' })
  }
}
