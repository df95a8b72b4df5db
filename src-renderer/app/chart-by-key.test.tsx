import type { SampleAt } from '@contract/series'
import { NOT_RECORDING } from '@contract/sessions'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Stores } from '../state/stores'
import { anEnvelope, anInstrument, aReadout, aTick, NOON_US } from '../testing/builders'
import { createFakeBridge, type FakeBridge } from '../testing/fake-bridge'
import { openWindow } from '../testing/show'

/** Ten samples, 100 ms apart, the last at noon. */
const SAMPLES: readonly SampleAt[] = Array.from({ length: 10 }, (_, i) => ({
  channel: 'bench-a/p',
  tUs: NOON_US - (9 - i) * 100_000,
  value: 40 + i,
}))

const fakeOf = (): FakeBridge =>
  createFakeBridge({
    'settings:get': () => DEFAULT_SETTINGS,
    'recording:get': () => NOT_RECORDING,
    'instruments:list': () => [anInstrument()],
    'series:window': () => ({ lanes: [], gaps: [] }),
    'series:stats': () => ({ rows: [], gaps: [], gapsLeftOut: 0 }),
    'series:nearest': ({ tUs, side }) => {
      const found =
        side === 'before'
          ? SAMPLES.findLast((one) => one.tUs < tUs)
          : side === 'after'
            ? SAMPLES.find((one) => one.tUs > tUs)
            : SAMPLES.toSorted((a, b) => Math.abs(a.tUs - tUs) - Math.abs(b.tUs - tUs))[0]
      return found ? [found] : []
    },
  })

let stores: Stores
afterEach(() => stores.stop())

async function openChart(): Promise<FakeBridge> {
  const fake = fakeOf()
  stores = await openWindow(fake)
  const means = SAMPLES.map(({ value }) => value)
  act(() =>
    fake.tell(
      'live:tick',
      aTick({
        stepUs: 100_000,
        lanes: [{ channel: 'bench-a/p', envelope: anEnvelope(NOON_US - 1e6, 100_000, means) }],
        readouts: [aReadout('bench-a/p', 49)],
      }),
    ),
  )
  act(() => stores.cursor.point(NOON_US - 450_000))
  await waitFor(() => expect(stores.cursor.store.getState().samplesAtUs).toBe(NOON_US - 450_000))
  return fake
}

const at = () => stores.cursor.store.getState().tUs
const view = () => stores.view.store.getState()
const chart = () => screen.getByRole('application')

describe('the chart by key', () => {
  it('steps to the true samples before and after', async () => {
    await openChart()
    await userEvent.keyboard(',')
    await waitFor(() => expect(at()).toBe(NOON_US - 600_000))
    await userEvent.keyboard('.')
    await waitFor(() => expect(at()).toBe(NOON_US - 500_000))
  })

  it('sets A and B on samples; both are the selection, and Esc closes it before the cursors', async () => {
    await openChart()
    await userEvent.keyboard('1')
    await waitFor(() => expect(view().cursors.a).toBe(NOON_US - 500_000))
    expect(screen.queryByTestId('statistics-strip')).toBeNull()
    act(() => stores.cursor.point(NOON_US - 120_000))
    await userEvent.keyboard('2')
    await waitFor(() => expect(view().selection).toEqual({ fromUs: NOON_US - 500_000, toUs: NOON_US - 100_000 }))
    expect(screen.getByTestId('statistics-strip')).toBeTruthy()
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByTestId('statistics-strip')).toBeNull()
    expect(view().cursors.a).not.toBeNull()
    await userEvent.keyboard('{Escape}')
    expect(view().cursors).toEqual({ a: null, b: null })
  })

  it('moves its data cursor with the arrows once it has the keyboard focus, and tells what it reads', async () => {
    await openChart()
    act(() => chart().focus())
    await userEvent.keyboard('{ArrowLeft}')
    expect(view().mode).toBe('live')
    await waitFor(() => expect(screen.getByTestId('cursor-summary').textContent).toMatch(/Wall power 4\d\.00 W/))
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}')
    await waitFor(() => expect(view().selection).not.toBeNull())
    await userEvent.keyboard('{Control>}{ArrowLeft}{/Control}')
    expect(view().mode).toBe('detached')
  })

  it('pans and zooms with the arrows elsewhere, and after a click on the plot', async () => {
    await openChart()
    await userEvent.keyboard('{ArrowUp}')
    expect(view().mode).toBe('detached')
    const { range } = view()
    await userEvent.click(chart())
    await userEvent.keyboard('{ArrowLeft}')
    expect(view().range).not.toEqual(range)
  })

  it('takes back and repeats what was done to the view', async () => {
    await openChart()
    await userEvent.keyboard('{Home}')
    expect(view().mode).toBe('detached')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(view()).toMatchObject({ mode: 'live', range: null })
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
    expect(view().mode).toBe('detached')
  })

  it('opens its menu with Shift+F10, keys beside the commands, and gives the focus back', async () => {
    await openChart()
    act(() => chart().focus())
    await userEvent.keyboard('{Shift>}{F10}{/Shift}')
    const menu = await screen.findByRole('menu')
    expect(within(menu).getByRole('menuitem', { name: /Set cursor A here/ }).textContent).toContain('1')
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
    expect(document.activeElement).toBe(chart())
  })

  it('finds a command by typing', async () => {
    await openChart()
    await userEvent.keyboard('{Control>}k{/Control}')
    await userEvent.type(await screen.findByRole('textbox', { name: 'Find a command' }), 'visible')
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(view().selection).not.toBeNull())
  })
})
