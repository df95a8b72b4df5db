import { DEFAULT_SETTINGS } from '@contract/settings'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { NOON_US } from '../../testing/builders'
import { aFault, createFakeBridge, Refusal } from '../../testing/fake-bridge'
import { openWindow } from '../../testing/show'
import { anOpenPlan, aReply, aTree, aVoltmeter, NO_SAMPLES, PLAN } from '../../testing/tree-builders'

const plain = (element: Element | null) => (element?.textContent ?? '').replaceAll('\u00a0', ' ')
const card = (name: string) => screen.getByTestId(`card-${name}`)

async function openTree(patch: Parameters<typeof createFakeBridge>[0] = {}, meter = aVoltmeter()) {
  const fake = createFakeBridge({
    ...NO_SAMPLES,
    'settings:set': (patch) => ({ ...DEFAULT_SETTINGS, ...patch }),
    'instruments:list': () => [meter],
    'tree:get': () => aReply(),
    ...patch,
  })
  const stores = await openWindow(fake)
  act(() => stores.shell.go('tree'))
  return { fake, stores }
}

describe('the tree while it is live', () => {
  it('says which scan it is, its age, skew and settings, and follows its source', async () => {
    const { fake, stores } = await openTree()
    await screen.findByTestId('card-DC_IN')
    expect(fake.of('tree:follow')).toContainEqual(['rack-3'])
    expect(plain(screen.getByTestId('tree-scan'))).toContain('Scan 4 326 · 12:00:00.000')
    expect(plain(screen.getByTestId('tree-scan'))).toContain('skew 340 ms34 channels, NPLC 0.2, every 1.0 s')
    expect(plain(card('VCORE'))).toBe('VCORE12.0060.0 · 60.0 %')
    act(() => fake.tell('tree:scan', { seq: 1, reply: aReply({ tree: aTree([20, 10, 5, 5]) }) }))
    expect(plain(card('VCORE'))).toBe('VCORE10.0050.0 · 50.0 %')
    act(() => stores.shell.go('live'))
    expect(fake.of('tree:follow').at(-1)).toEqual([null])
  })

  it('does not move a card when only watts change', async () => {
    const { fake } = await openTree()
    await screen.findByTestId('card-DC_IN')
    const places = () => ['DC_IN', 'VCORE', 'LDO_LOSS', 'REST'].map((name) => card(name).getAttribute('transform'))
    const before = places()
    act(() => fake.tell('tree:scan', { seq: 1, reply: aReply({ tree: aTree([18, 9, 4.5, 4.5]) }) }))
    expect(places()).toEqual(before)
  })

  it('keeps the sign of a negative remainder, hatches it and says so above the parent', async () => {
    await openTree({ 'tree:get': () => aReply({ tree: aTree([20, 13.81, 6.4, -0.21]) }) })
    const rest = await screen.findByTestId('card-REST')
    expect(plain(rest)).toContain('\u22120.21')
    expect(rest.querySelector('.card-hatch')).not.toBeNull()
    expect([...card('DC_IN').querySelectorAll('.card-note')].map((line) => plain(line))).toEqual([
      'children exceed parent',
      'by 0.21 W, scan skew 340 ms',
    ])
  })

  it('says why a row has no value, and who needs it', async () => {
    await openTree({ 'tree:get': () => aReply({ tree: aTree([20, null, null, null]) }) })
    expect(plain(await screen.findByTestId('card-VCORE'))).toBe('VCORE—overload, 2003')
    expect(plain(card('LDO_LOSS'))).toContain('needs VCORE')
    await userEvent.click(screen.getByRole('button', { name: 'Groups' }))
    expect(plain(screen.getByRole('table', { name: 'Groups' }))).toContain('cpu incomplete')
  })

  it('greys at once what is old', async () => {
    const { fake } = await openTree()
    await screen.findByTestId('card-DC_IN')
    const stale = aVoltmeter({ link: { at: 'stale', sinceUs: NOON_US - 4e6 } })
    act(() => fake.tell('instruments:changed', { seq: 1, instruments: [stale] }))
    expect(screen.getByTestId('tree-flow').className).toContain('stale')
    expect(plain(screen.getByTestId('tree-note'))).toContain('has sent nothing')
  })
})

describe('hands and keys', () => {
  it('walk the tree, fold it, and open the row', async () => {
    const { stores } = await openTree()
    await screen.findByTestId('card-DC_IN')
    const flow = screen.getByRole('tree', { name: 'Power tree' })
    const press = (key: string) => fireEvent.keyDown(flow, { key })
    press('ArrowRight')
    expect(stores.tree.store.getState().selected).toBe(2003)
    press('ArrowDown')
    expect(stores.tree.store.getState().selected).toBe(-1)
    press('ArrowLeft')
    expect(stores.tree.store.getState().selected).toBe(2002)
    press(' ')
    expect(screen.queryByTestId('card-VCORE')).toBeNull()
    expect(card('DC_IN').getAttribute('aria-expanded')).toBe('false')
    press(' ')
    press('ArrowRight')
    press('Enter')
    expect(stores.shell.store.getState().screen).toBe('live')
    await waitFor(() => expect(stores.layout.store.getState().shown['rack-3/power_2003']).toBe(true))
  })

  it('show the formula with its numbers', async () => {
    await openTree()
    fireEvent.click(await screen.findByTestId('card-VCORE'))
    const panel = screen.getByTestId('row-panel')
    expect(plain(panel.querySelector('.row-formula'))).toBe(
      'P = V(2003) / R × 1 V\n60.00 mV / 0.005 Ω × 1.000 V\n= 12.00 A × 1.000 V = 12.00 W',
    )
    expect(plain(panel)).toContain('60.0 % of DC_IN')
    fireEvent.click(card('REST'))
    expect(plain(screen.getByTestId('row-panel').querySelector('.row-formula'))).toBe(
      'P = P(2002) \u2212 Σ other children\n20.00 \u2212 (12.00 + 6.00)\n= 2.00 W',
    )
  })

  it('put small rows together and bring them back', async () => {
    await openTree({ 'tree:get': () => aReply({ tree: aTree([20, 19.7, 0.1, 0.2]) }) })
    await screen.findByTestId('card-REST')
    await userEvent.selectOptions(screen.getByLabelText('Hide below'), '2')
    expect(plain(screen.getByTestId('card-other (2)'))).toContain('0.30')
    fireEvent.click(screen.getByTestId('card-other (2)'))
    expect(card('REST')).toBeTruthy()
  })

  it('ask for the history of all rows at once', async () => {
    const { fake } = await openTree()
    await screen.findByTestId('card-DC_IN')
    const [request] = fake.of('series:window').at(-1) as [{ channels: string[] }]
    expect(request.channels).toEqual(['rack-3/power_2002', 'rack-3/power_2003', 'rack-3/power_n1', 'rack-3/power_n2'])
  })
})

describe('other moments', () => {
  it('are asked for with the cursor and the selection', async () => {
    const { fake, stores } = await openTree()
    await screen.findByTestId('card-DC_IN')
    expect((screen.getByRole('radio', { name: 'Mean of selection' }) as HTMLInputElement).disabled).toBe(true)
    act(() => stores.view.select({ fromUs: NOON_US - 9e6, toUs: NOON_US - 3e6 }))
    await userEvent.click(screen.getByRole('radio', { name: 'Mean of selection' }))
    const scope = { kind: 'live' }
    expect(fake.of('tree:get').at(-1)).toEqual([
      { scope, sourceId: 'rack-3', moment: { at: 'mean', fromUs: NOON_US - 9e6, toUs: NOON_US - 3e6 } },
    ])
    act(() => stores.tree.lookAt(NOON_US - 5e6))
    expect(fake.of('tree:get').at(-1)).toEqual([
      { scope, sourceId: 'rack-3', moment: { at: 'time', tUs: NOON_US - 5e6 } },
    ])
    // A scan that comes in meanwhile does not take the place of the moment that is shown.
    await act(async () => fake.tell('tree:scan', { seq: 1, reply: aReply({ tree: aTree([1, 1, 0, 0]) }) }))
    expect(plain(card('DC_IN'))).toContain('20.00')
  })

  it('are compared, card by card and in the table', async () => {
    const { fake } = await openTree()
    await screen.findByTestId('card-DC_IN')
    await userEvent.click(screen.getByRole('button', { name: 'Compare with this scan' }))
    act(() => fake.tell('tree:scan', { seq: 1, reply: aReply({ tree: aTree([21, 12.5, 6.25, 2.25]) }) }))
    expect(plain(card('VCORE'))).toContain('Δ +0.50 W')
    await userEvent.click(screen.getByRole('radio', { name: 'Table' }))
    const line = within(screen.getByRole('table', { name: 'Power tree' })).getByRole('row', { name: /VCORE/ })
    expect([...line.querySelectorAll('td')].slice(-2).map(plain)).toEqual(['12.00', '+0.50'])
  })

  it('say what is missing when there is no scan', async () => {
    const { stores } = await openTree({ 'tree:get': ({ moment }) => aReply({ tree: null, moment }) })
    expect(await screen.findByText('Waiting for the first scan.')).toBeTruthy()
    act(() => stores.tree.lookAt(NOON_US))
    expect(await screen.findByText('There is no scan at this moment.')).toBeTruthy()
  })
})

describe('the table', () => {
  it('has the same numbers in file order and copies as plain text', async () => {
    const { fake } = await openTree({ 'tree:get': () => aReply({ tree: aTree([20, 13.81, 6.4, -0.21]) }) })
    await screen.findByTestId('card-DC_IN')
    await userEvent.click(screen.getByRole('radio', { name: 'Table' }))
    await userEvent.click(screen.getByRole('button', { name: 'Copy as TSV' }))
    const [[text]] = fake.of('about:copy') as [[string]]
    expect(text.split('\n')).toEqual([
      'Channel\tName\tGroup\tKind\tSense, mV\tRail, V\tCurrent, mA\tW\t% of parent\t% of root',
      '2002\tDC_IN\trail\tmeasured\t80.000\t12.500\t1600.0\t20.00\t100.0\t100.0',
      '2003\tVCORE\tcpu\tmeasured\t60.000\t1.000\t12000.0\t13.81\t69.0\t69.0',
      '-1\tLDO_LOSS\tnone\tstatic loss\t\t\t\t6.40\t32.0\t32.0',
      '-2\tREST\tnone\tremaining\t\t\t\t-0.21\t-1.0\t-1.0',
    ])
  })
})

describe('a channel file', () => {
  it('opens from the empty screen, and an example is one click away', async () => {
    const fake = createFakeBridge({ 'plan:example': () => anOpenPlan({ example: true }) })
    const stores = await openWindow(fake)
    act(() => stores.shell.go('tree'))
    await userEvent.click(screen.getByRole('button', { name: 'Open C2, with tree' }))
    expect(fake.of('plan:example')).toEqual([['tinderboxC2']])
    expect(await screen.findByText('VCORE in words')).toBeTruthy()
    expect(screen.getByText('example, values invented')).toBeTruthy()
  })

  it('with errors is not measured, and says where they are; corrected outside it is read again', async () => {
    const problem = {
      severity: 'error',
      code: 'E106',
      line: 3,
      field: 'resistance',
      text: 'A power row needs a resistance above 0.',
    } as const
    const bad = anOpenPlan({ plan: { ...PLAN, rows: [], problems: [problem] } })
    const fake = createFakeBridge({ 'plan:take': () => bad })
    const stores = await openWindow(fake)
    await act(async () => {
      await stores.drops.drop([{ name: 'board.csv', size: 10 }])
      stores.tree.turn('plan')
      stores.shell.go('tree')
    })
    expect(fake.of('plan:take')).toEqual([['given board.csv']])
    expect(within(screen.getByTestId('plan-viewer')).getByRole('alert').textContent).toContain(
      'This file cannot be measured.',
    )
    expect(screen.getByRole('button', { name: /Line 3 · resistance · E106/ })).toBeTruthy()
    expect(screen.queryByRole('form', { name: 'Add voltmeter' })).toBeNull()
    act(() => fake.tell('plan:changed', { seq: 1, opened: anOpenPlan() }))
    expect(screen.getByText(/read again 12:00:00/)).toBeTruthy()
    expect(screen.getByRole('form', { name: 'Add voltmeter' })).toBeTruthy()
  })

  it('is measured with a voltmeter that is added and connected', async () => {
    const fake = createFakeBridge({
      'plan:example': () => anOpenPlan(),
      ...NO_SAMPLES,
      'instruments:add': () => aVoltmeter(),
      'tree:get': () => aReply(),
    })
    const stores = await openWindow(fake)
    act(() => stores.shell.go('tree'))
    await userEvent.click(screen.getByRole('button', { name: 'Open C2, with tree' }))
    await userEvent.type(await screen.findByRole('textbox', { name: 'Address' }), 'not a host{Enter}')
    expect(fake.of('instruments:add')).toEqual([])
    await userEvent.clear(screen.getByRole('textbox', { name: 'Address' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Address' }), 'voltmeter.lab{Enter}')
    expect(fake.of('instruments:add')).toEqual([
      [
        {
          kind: '34980a',
          name: '34980A voltmeter.lab',
          address: 'voltmeter.lab',
          intervalMs: 1_000,
          plan: 'plan-1',
          nplc: 1,
        },
      ],
    ])
    expect(fake.of('instruments:connect')).toEqual([['rack-3']])
    expect(await screen.findByTestId('card-DC_IN')).toBeTruthy()
  })

  it('without a tree is said so and shown as a table', async () => {
    const old = { ...PLAN, hasTree: false, rows: PLAN.rows.map((row) => ({ ...row, parent: null })) }
    await openTree({ 'tree:get': () => aReply({ plan: old, tree: { ...aTree(), nodes: [], totalW: null } }) })
    expect(await screen.findByText('This channel file has no tree.')).toBeTruthy()
    expect(screen.getByRole('table', { name: 'Power tree' })).toBeTruthy()
  })
})

describe('saving', () => {
  it('says what was saved, and why it was not', async () => {
    let full = false
    const { fake } = await openTree({
      'tree:export': () => {
        if (full) throw new Refusal(aFault('It was not saved'))
        return { saved: 'tree.svg', rows: 5 }
      },
    })
    await screen.findByTestId('card-DC_IN')
    await userEvent.click(screen.getByTestId('tree-export'))
    await userEvent.click(await screen.findByRole('menuitem', { name: /Drawing alone/, hidden: true }))
    expect(fake.of('tree:export').at(-1)?.[1]).toBe('svg')
    expect(await screen.findByText('Saved tree.svg')).toBeTruthy()
    full = true
    await userEvent.click(screen.getByTestId('tree-export'))
    await userEvent.click(await screen.findByRole('menuitem', { name: /Drawing alone/, hidden: true }))
    expect(await screen.findByRole('alert', { name: 'It was not saved' })).toBeTruthy()
    expect(screen.queryByText('Saved tree.svg')).toBeNull()
  })
})
