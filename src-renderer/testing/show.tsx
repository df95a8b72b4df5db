import { MantineProvider } from '@mantine/core'
import { render } from '@testing-library/react'
import type { ReactElement } from 'react'
import { App } from '../app/App'
import { createStores, type Stores } from '../state/stores'
import { NOON_US } from './builders'
import type { FakeBridge } from './fake-bridge'

/** Renders one view with what its widgets need around it. */
export const show = (view: ReactElement) =>
  render(view, { wrapper: ({ children }) => <MantineProvider env="test">{children}</MantineProvider> })

/** The whole window on a fake main; paint happens at once and the clock stands at noon. */
export async function openWindow(fake: FakeBridge): Promise<Stores> {
  const stores = createStores(fake.bridge, { nowUs: () => NOON_US, afterPaint: (job) => job() })
  await stores.start()
  render(<App stores={stores} />)
  return stores
}
