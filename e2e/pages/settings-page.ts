import type { Locator, Page } from '@playwright/test'
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

  /** A section of the screen by its heading. */
  section(name: 'HTTP API' | 'collectd import'): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  /** Scrolls a section to the top, for a picture. */
  async show(name: 'HTTP API' | 'collectd import'): Promise<void> {
    await this.section(name).evaluate((section) => section.scrollIntoView())
  }

  /** How the HTTP API stands. */
  get apiState(): Locator {
    return this.page.getByTestId('api-state')
  }

  /** Addresses that answer now. */
  get apiAddresses(): Locator {
    return this.page.getByRole('list', { name: 'Addresses that answer now' }).getByRole('listitem')
  }

  get apiFault(): Locator {
    return this.section('HTTP API').getByRole('alert')
  }

  get apiWarnings(): Locator {
    return this.page.getByRole('list', { name: 'Who else is let in' }).getByRole('listitem')
  }

  /** Clicks the switch; whether it answers then is told by `apiState`. */
  async switchApi(): Promise<void> {
    await this.page.getByRole('switch', { name: 'Answer HTTP requests' }).click()
  }

  async switchWebsites(): Promise<void> {
    await this.page.getByRole('switch', { name: 'Let pages of websites call' }).click()
  }

  async port(port: number | string): Promise<void> {
    await this.type('Port', String(port))
  }

  /** An IP address, or this computer only. */
  async reachedFrom(address: string | null): Promise<void> {
    const group = this.page.getByRole('group', { name: 'Reached from' })
    await group.getByText(address === null ? 'This computer only' : 'An address', { exact: true }).click()
    if (address !== null) await this.type('Address to listen on', address)
  }

  /** The token as it is shown. */
  get token(): Locator {
    return this.page.getByTestId('api-token')
  }

  async showToken(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show token' }).click()
  }

  async renewToken(): Promise<void> {
    await this.page.getByRole('button', { name: 'Renew token' }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: 'Renew token' }).click()
    await this.page.getByRole('dialog').waitFor({ state: 'hidden' })
  }

  async admit(network: string): Promise<void> {
    await this.type('Network that needs no token', network)
  }

  async admitNoMore(network: string): Promise<void> {
    await this.page.getByRole('button', { name: `Remove ${network}` }).click()
  }

  /** What is wrong with what was typed last. */
  get problem(): Locator {
    return this.page.getByRole('alert')
  }

  /** Prefixes that choose the series of an import. */
  get filters(): Locator {
    return this.page.locator('.tokens .token')
  }

  get filtersWhose(): Locator {
    return this.page.getByTestId('filters-whose')
  }

  async addFilters(text: string): Promise<void> {
    const field = this.page.getByRole('combobox', { name: 'Series to import' })
    await field.fill(text)
    await field.press('Enter')
  }

  async resetFilters(): Promise<void> {
    await this.page.getByRole('button', { name: 'Reset series' }).click()
  }

  async limit(name: string, value: string): Promise<void> {
    await this.type(`Limit: ${name}`, value)
  }

  limitField(name: string): Locator {
    return this.page.getByRole('textbox', { name: `Limit: ${name}` })
  }

  async resetLimits(): Promise<void> {
    await this.page.getByRole('button', { name: 'Reset limits' }).click()
  }

  /** Opens the help about machines with collectd. */
  async setUpMachine(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Set up a machine' }).click()
    return this.page.getByRole('dialog')
  }

  private async type(name: string, text: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name, exact: true })
    await field.fill(text)
    await field.press('Enter')
  }

  async diskReserve(megabytes: number): Promise<void> {
    const field = this.page.getByRole('textbox', { name: 'Disk reserve' })
    await field.fill(String(megabytes))
    await field.press('Enter')
  }
}
