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

  /** Reads the chosen session whole. */
  async verify(): Promise<void> {
    await this.page.getByRole('button', { name: 'Verify' }).click()
  }

  /** What a verification found. */
  get check(): Locator {
    return this.page.locator('.session-check')
  }

  async askDelete(): Promise<void> {
    await this.page.getByRole('button', { name: 'Delete' }).click()
    await this.page.getByRole('dialog').waitFor()
  }

  async askRename(): Promise<void> {
    await this.page.getByRole('button', { name: 'Rename' }).click()
    await this.page.getByRole('dialog').waitFor()
  }

  /** What was imported into the chosen session. */
  get imports(): Locator {
    return this.page.getByRole('region', { name: 'Imports' })
  }

  async alignClock(host: string): Promise<void> {
    await this.imports.getByRole('button', { name: `Align the clock of ${host}` }).click()
  }

  async applyAlignment(): Promise<void> {
    await this.page.getByRole('button', { name: 'Apply alignment' }).click()
  }

  async chooseOtherSeries(filters: string): Promise<void> {
    await this.imports.getByRole('button', { name: 'Choose other series' }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(filters)
    await dialog.getByRole('button', { name: 'Apply filters' }).click()
  }

  get saved(): Locator {
    return this.page.getByRole('status').filter({ hasText: 'Saved' })
  }
}
