import type { Page } from '@playwright/test'

export type Screen = 'Live' | 'Tree' | 'Instruments' | 'Import' | 'Sessions' | 'Log' | 'Settings'

/** Goes to a screen by the navigation rail. */
export async function goTo(page: Page, screen: Screen): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: screen }).click()
}
