import type { LogEntry } from '@contract/log'
import { NOT_RECORDING, type RecordingView, type SessionCheck } from '@contract/sessions'
import { DEFAULT_SETTINGS } from '@contract/settings'
import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Stores } from '../state/stores'
import {
  anEnvelope,
  anInstrument,
  aReadout,
  aSession,
  aSessionView,
  aSummary,
  aTick,
  NOON_US,
} from '../testing/builders'
import { aFault, createFakeBridge, Refusal } from '../testing/fake-bridge'
import { openWindow } from '../testing/show'

const ABOUT = {
  version: '0.1.0',
  electron: '45',
  node: '22',
  fallbackRuntime: true,
  zone: 'Europe/Helsinki',
  sessionsFolder: '~/sessions',
  report: 'Wattbench 0.1.0',
  checks: [
    {
      group: 'ports',
      name: 'Permission',
      state: 'warn',
      text: 'not in group dialout',
      next: 'Run the command, then log out and in.',
      command: 'sudo usermod -aG dialout $USER',
    },
  ],
} as const
const RUNNING: RecordingView = {
  ...NOT_RECORDING,
  sessionId: 's',
  name: 'laptop-build-07',
  startUs: NOON_US - 4_326e6,
  bytes: 18.4e6,
  diskLeftS: 576 * 86_400,
}

const fakeOf = (answers: Parameters<typeof createFakeBridge>[0] = {}) =>
  createFakeBridge({
    'settings:get': () => DEFAULT_SETTINGS,
    'about:get': () => ABOUT,
    'recording:get': () => NOT_RECORDING,
    'series:window': () => ({ lanes: [], gaps: [] }),
    'series:stats': () => ({ rows: [], gaps: [], gapsLeftOut: 0 }),
    'series:nearest': () => [],
    ...answers,
  })

const tickOf = (watts: number) =>
  aTick({
    lanes: [{ channel: 'bench-a/p', envelope: anEnvelope(NOON_US - 1e6, 250_000, [watts, watts]) }],
    readouts: [aReadout('bench-a/p', watts), aReadout('bench-a/u', 229.8), aReadout('bench-a/i', 0.231)],
  })

let stores: Stores | null = null
afterEach(() => stores?.stop())
const go = (name: string) => userEvent.click(within(screen.getByRole('navigation')).getByRole('button', { name }))

describe('the window', () => {
  it('offers the demo bench on an empty first start, by button and by key', async () => {
    const fake = fakeOf({ 'instruments:demo': () => anInstrument({ id: 'demo', simulated: true }) })
    stores = await openWindow(fake)
    expect(screen.getByRole('heading', { name: 'Measure where the power goes' })).toBeTruthy()
    expect(document.activeElement?.textContent).toContain('Open demo bench')
    expect(screen.getByText('not in group dialout. Run the command, then log out and in.')).toBeTruthy()
    expect(screen.getByText('sudo usermod -aG dialout $USER')).toBeTruthy()
    await userEvent.keyboard('d')
    expect(fake.of('instruments:demo')).toHaveLength(1)
    expect(await screen.findByTestId('lane-power')).toBeTruthy()
    expect(screen.getAllByText('simulated').length).toBeGreaterThan(2)
  })

  it('shows the newest value beside what it is worth, and greys it when the source goes stale', async () => {
    const fake = fakeOf({ 'instruments:list': () => [anInstrument()] })
    stores = await openWindow(fake)
    act(() => fake.tell('live:tick', tickOf(44.28)))
    expect(screen.getByTestId('readout-power-now').textContent).toBe('44.28W')
    expect(screen.getByText('Wall power, now')).toBeTruthy()
    expect(screen.getByTestId('view-state').textContent).toBe('Live')
    act(() =>
      fake.tell('instruments:changed', {
        seq: 1,
        instruments: [anInstrument({ link: { at: 'stale', sinceUs: NOON_US } })],
      }),
    )
    expect(screen.getByText('Wall power, last value')).toBeTruthy()
    expect(screen.getByTestId('view-state').textContent).toBe('Live, no new data')
  })

  it('shows the session file it was started with, and the next one that the desktop hands over', async () => {
    const waiting = [aSessionView({ id: 'guest-a', name: 'from a stick', guest: true })]
    const fake = fakeOf({ 'sessions:takeHanded': () => waiting.shift() ?? null })
    stores = await openWindow(fake)
    expect((await screen.findByTestId('view-state')).textContent).toBe('Recorded')
    expect(document.title).toBe('from a stick \u2013 Wattbench')
    waiting.push(aSessionView({ id: 'guest-b', name: 'another' }))
    act(() => fake.tell('sessions:handed', { seq: 1 }))
    await waitFor(() => expect(document.title).toBe('another \u2013 Wattbench'))
  })

  it('says why a file that was handed over cannot be opened', async () => {
    const fake = fakeOf({
      'sessions:takeHanded': () => {
        throw new Refusal(aFault('notes.wattbench is no session'))
      },
    })
    stores = await openWindow(fake)
    expect(await screen.findByRole('alert', { name: 'notes.wattbench is no session' })).toBeTruthy()
    expect(document.title).toBe('Wattbench')
  })

  it('freezes with Space and comes back with L', async () => {
    const fake = fakeOf({ 'instruments:list': () => [anInstrument()] })
    stores = await openWindow(fake)
    act(() => fake.tell('live:tick', tickOf(44.28)))
    await userEvent.keyboard(' ')
    expect(screen.getByTestId('view-state').textContent).toBe('Paused')
    await userEvent.keyboard('l')
    expect(screen.getByTestId('view-state').textContent).toBe('Live')
  })

  it('moves on the chart by keyboard: any X gesture detaches, A selects what is visible', async () => {
    const fake = fakeOf({ 'instruments:list': () => [anInstrument()] })
    stores = await openWindow(fake)
    act(() => fake.tell('live:tick', tickOf(44.28)))
    expect(screen.getByRole('application', { name: /Chart of Wall power/ })).toBeTruthy()
    await userEvent.keyboard('{ArrowUp}')
    expect(screen.getByTestId('view-state').textContent).toBe('Detached')
    expect(screen.getByRole('button', { name: /Back to live/ })).toBeTruthy()
    await userEvent.keyboard('a')
    expect(screen.getByTestId('statistics-strip')).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Selection' }).checked).toBe(true)
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByTestId('statistics-strip')).toBeNull()
  })

  it('records with R and asks before it stops', async () => {
    const fake = fakeOf({
      'instruments:list': () => [anInstrument()],
      'recording:start': () => RUNNING,
      'recording:stop': () => NOT_RECORDING,
    })
    stores = await openWindow(fake)
    expect(screen.getByTestId('record-state').textContent).toBe('Not recording')
    await userEvent.keyboard('r')
    expect(screen.getByTestId('record-state').textContent?.replaceAll('\u00a0', ' ')).toBe(
      'Recording01:12:06 · 18.4 MB · disk 576 d left',
    )
    expect(document.title).toBe('● 01:12:06 laptop-build-07')
    await userEvent.keyboard('r')
    const dialog = await screen.findByRole('dialog', { name: 'Stop recording laptop-build-07' })
    expect(fake.of('recording:stop')).toHaveLength(0)
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stop recording' }))
    expect(fake.of('recording:stop')).toHaveLength(1)
    expect(screen.getByTestId('record-state').textContent).toBe('Not recording')
  })

  it('shows a fault as one banner with the rest in the log, until it is closed', async () => {
    const entry = (id: number): LogEntry => ({
      id,
      atUs: NOON_US + id,
      level: 'fault',
      subject: 'x',
      text: 'y',
      fault: aFault(`Fault ${id}`),
      times: 1,
    })
    const fake = fakeOf({ 'log:recent': () => [entry(3), entry(2), entry(1)] })
    stores = await openWindow(fake)
    expect(screen.getByTestId('banner').textContent).toContain('Fault 3. The cause.')
    expect(screen.getByRole('button', { name: '2 more in the log' })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Close this message' }))
    expect(screen.getByTestId('banner').textContent).toContain('Fault 2')
    await go('Log')
    expect(within(screen.getByRole('list', { name: 'Log entries' })).getAllByRole('listitem')).toHaveLength(3)
  })

  it('opens a session from the library into the same chart and goes back', async () => {
    const stats = aSummary('bench-a/p', { n: 990, expected: 1_000, coveragePercent: 99, mean: 42.06, energyJ: 180_100 })
    const fake = fakeOf({
      'instruments:list': () => [anInstrument()],
      'sessions:list': () => [aSession(), aSession({ id: 'b', name: 'idle-overnight', state: 'recovered' })],
      'sessions:show': (id) => aSessionView({ id }),
      'series:stats': () => ({ rows: [stats], gaps: [], gapsLeftOut: 0 }),
    })
    stores = await openWindow(fake)
    await go('Sessions')
    expect(screen.getByText('recovered')).toBeTruthy()
    await userEvent.type(screen.getByRole('textbox', { name: 'Search sessions' }), 'laptop')
    expect(screen.queryByText('idle-overnight')).toBeNull()
    await userEvent.click(screen.getByRole('row', { name: /laptop-build-07/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Open session' }))
    expect(await screen.findByRole('heading', { name: 'laptop-build-07', level: 1 })).toBeTruthy()
    expect(screen.getByTestId('view-state').textContent).toBe('Recorded')
    expect((await screen.findByTestId('readout-mean-session')).textContent).toBe('42.06W')
    await userEvent.keyboard('l')
    expect(screen.getByTestId('view-state').textContent).toBe('Live')
  })

  it('verifies a session on request and names each damaged place', async () => {
    const sources = [{ id: 'm', name: 'bench A', rows: 86_520, readable: 86_520, fromUs: null, toUs: null }]
    const good = { ...aSession(), sources, damages: [], moreDamages: 0 }
    let found: SessionCheck = good
    const fake = fakeOf({
      'sessions:list': () => [aSession()],
      'sessions:show': (id) => aSessionView({ id }),
      'sessions:verify': () => found,
    })
    stores = await openWindow(fake)
    await go('Sessions')
    await userEvent.click(screen.getByRole('row', { name: /laptop-build-07/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Verify' }))
    expect((await screen.findByText(/^Verified/)).textContent).toMatch(/^Verified: 86\s520 rows, everything fits/)
    const page = { where: 'bench A · power · page 12', what: 'Its checksum does not fit.', harms: 'samples' } as const
    found = { ...good, sources: [{ ...sources[0]!, readable: 82_424 }], damages: [page], moreDamages: 3 }
    await userEvent.click(screen.getByRole('button', { name: 'Verify' }))
    const told = await screen.findByRole('alert', { name: 'Damaged' })
    expect(told.textContent).toContain('Damaged in 4 places')
    expect(told.textContent).toContain('bench A · power · page 12')
    expect(told.textContent).toMatch(/82\s424 of 86\s520 rows readable/)
    expect(screen.queryByText(/^Verified/)).toBeNull()
  })

  it('reads an opened session anew when its recording ends', async () => {
    let ended = false
    const fake = fakeOf({
      'recording:get': () => RUNNING,
      'sessions:list': () => [aSession({ id: 's', state: 'recording', endUs: null })],
      'sessions:show': (id) => aSessionView({ id, ...(ended ? {} : { state: 'recording', endUs: null }) }),
    })
    stores = await openWindow(fake)
    await go('Sessions')
    await userEvent.click(screen.getByRole('row', { name: /laptop-build-07/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Open session' }))
    expect(stores?.view.store.getState().session?.endUs).toBeNull()
    ended = true
    act(() => fake.tell('recording:changed', { seq: 1, recording: NOT_RECORDING }))
    await waitFor(() => expect(stores?.view.store.getState().session?.endUs).toBe(aSessionView().endUs))
  })

  it('leaves single letters alone in text fields and when they are switched off', async () => {
    const fake = fakeOf({ 'instruments:list': () => [anInstrument()], 'recording:start': () => RUNNING })
    stores = await openWindow(fake)
    await go('Sessions')
    await userEvent.type(screen.getByRole('textbox', { name: 'Search sessions' }), 'r')
    act(() => fake.tell('settings:changed', { seq: 1, settings: { ...DEFAULT_SETTINGS, letterKeys: false } }))
    act(() => (document.activeElement as HTMLElement).blur())
    await userEvent.keyboard('r')
    expect(fake.of('recording:start')).toHaveLength(0)
  })
})
