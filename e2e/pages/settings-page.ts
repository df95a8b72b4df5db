import type { Page } from '@playwright/test'
import { goTo } from './rail'

/** What a person sets. */
export class SettingsPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await goTo(this.page, 'Settings')
  }

  async theme(theme: 'Light' | 'Dark'): Promise<void> {
    await this.page.getByRole('group', { name: 'Theme' }).getByText(theme, { exact: true }).click()
  }

  async fontScale(percent: number): Promise<void> {
    await this.page.getByRole('group', { name: 'Font scale' }).getByText(`${percent} %`, { exact: true }).click()
  }

  async diskReserve(megabytes: number): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Disk reserve' })
    await field.fill(String(megabytes))
    await field.press('Enter')
  }
}
