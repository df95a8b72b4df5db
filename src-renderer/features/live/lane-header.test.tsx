import { NO_PREFIX, pickPrefix } from '@contract/quantity'
import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { anInstrument } from '../../testing/builders'
import { show } from '../../testing/show'
import { AddLane } from './AddLane'
import { LaneAxis } from './LaneAxis'
import { LaneHeader, type LaneHeaderProps } from './LaneHeader'
import { LaneRangeForm } from './LaneRangeForm'
import { spreadOut } from './LineEnds'
import type { AddLaneGroup } from './select-add-lane'
import { clockLine } from './select-clocks'
import { selectLiveLanes } from './select-lanes'
import { rangeWords, readRange, writeEnd } from './y-range'

const [POWER] = selectLiveLanes([anInstrument()], { lanes: new Map() })
if (!POWER) throw new Error('no lane')
const plain = (text: string | null | undefined) => text?.replaceAll('\u00a0', ' ')

function header(patch: Partial<LaneHeaderProps> = {}) {
  const does = {
    onSignal: vi.fn(),
    onOnly: vi.fn(),
    onHide: vi.fn(),
    onAlone: vi.fn(),
    onLock: vi.fn(),
    onFree: vi.fn(),
    onType: vi.fn(),
  }
  const props: LaneHeaderProps = {
    spec: POWER as LaneHeaderProps['spec'],
    domain: { low: 0, high: 80 },
    readings: (POWER?.signals ?? []).map((spec) => ({ spec, at: null })),
    newest: new Map([['bench-a/p', { now: 44.28 }]]),
    stale: false,
    clock: null,
    ends: null,
    height: 164,
    locked: false,
    only: null,
    alone: false,
    ...does,
    ...patch,
  }
  show(<LaneHeader {...props} />)
  return does
}

describe('the header of a lane', () => {
  it('shows the newest value, and at the cursor what its pixel holds', () => {
    header()
    expect(screen.getByRole('button', { name: /^P/ }).textContent).toBe('P44.28')
    expect(screen.getByText('Y 0 … 80 W')).toBeTruthy()
  })

  it('says how the clock of an imported machine stands, and until when there are data; of a meter nothing', () => {
    header()
    expect(screen.queryByTestId('lane-clock')).toBeNull()
    expect(screen.queryByTestId('lane-ends')).toBeNull()
    document.body.innerHTML = ''
    header({ clock: clockLine({ host: 'mypc', clock: null }), ends: 'to 14:11:50' })
    expect(screen.getByTestId('lane-clock').textContent).toBe('not aligned')
    expect(screen.getByTestId('lane-clock').querySelector('[data-shape="diamond"]')).toBeTruthy()
    expect(screen.getByTestId('lane-ends').textContent).toBe('to 14:11:50')
  })

  it('hides a signal by click and Enter, isolates it with Alt', async () => {
    const { onSignal, onOnly } = header()
    const row = screen.getByRole('button', { name: /^P/ })
    await userEvent.click(row)
    row.focus()
    await userEvent.keyboard('{Enter}')
    expect(onSignal.mock.calls).toEqual([
      ['bench-a/p', false],
      ['bench-a/p', false],
    ])
    fireEvent.click(row, { altKey: true })
    fireEvent.keyDown(row, { key: 'Enter', altKey: true })
    expect(onOnly.mock.calls).toEqual([['bench-a/p'], ['bench-a/p']])
  })

  it('keeps a hidden signal as a row that brings it back', async () => {
    const [signal] = POWER.signals
    if (!signal) throw new Error('no signal')
    const other = { ...signal, id: 'bench-a/q', name: 'Q' }
    const { onSignal } = header({ spec: { ...POWER, hidden: [other] } })
    const row = screen.getByRole('button', { name: /^Q/ })
    expect(row.getAttribute('aria-pressed')).toBe('false')
    await userEvent.click(row)
    expect(onSignal).toHaveBeenCalledWith('bench-a/q', true)
  })

  it('says that its axis is locked, also where there is little room, and frees it', async () => {
    const { onFree } = header({ locked: true, height: 56 })
    expect(screen.getByText('Y 0 … 80 W, locked')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Free Y of Wall power' }))
    expect(onFree).toHaveBeenCalled()
  })

  it('has a menu for the lane', async () => {
    const { onHide, onType } = header()
    await userEvent.click(screen.getByRole('button', { name: 'More for Wall power' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Hide lane', hidden: true }))
    await userEvent.click(screen.getByRole('button', { name: 'More for Wall power' }))
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Type Y range', hidden: true }))
    expect([onHide, onType].map((one) => one.mock.calls.length)).toEqual([1, 1])
  })

  it('offers the way back while it stands alone', async () => {
    const { onAlone } = header({ alone: true })
    await userEvent.click(screen.getByRole('button', { name: 'Show other lanes' }))
    expect(onAlone).toHaveBeenCalled()
  })

  it('is one stop of the keyboard with the others, where it was left; left and right walk inside', async () => {
    const props = {
      domain: { low: 0, high: 80 },
      newest: null,
      stale: false,
      clock: null,
      ends: null,
      height: 164,
      locked: false,
    }
    const does = { onSignal: vi.fn(), onOnly: vi.fn(), onHide: vi.fn(), onAlone: vi.fn(), onLock: vi.fn() }
    const one = (id: string) => (
      <LaneHeader
        key={id}
        spec={{ ...(POWER as LaneHeaderProps['spec']), title: id }}
        readings={[]}
        only={null}
        alone={false}
        onFree={vi.fn()}
        onType={vi.fn()}
        {...props}
        {...does}
      />
    )
    const body = (ids: readonly string[]) => (
      <MantineProvider env="test">
        <div className="lanes-body">{ids.map(one)}</div>
      </MantineProvider>
    )
    const { rerender } = render(body(['Up', 'Down']))
    const stops = () => screen.getAllByRole('button').filter(({ tabIndex }) => tabIndex === 0)
    const focused = () => document.activeElement?.getAttribute('aria-label')
    expect(stops().map((stop) => stop.ariaLabel ?? stop.getAttribute('aria-label'))).toEqual(['Lock Y of Up'])
    await userEvent.tab()
    await userEvent.keyboard('{ArrowRight}{ArrowDown}')
    expect(focused()).toBe('More for Down')
    expect(stops()).toEqual([document.activeElement])
    await userEvent.keyboard('{ArrowRight}{ArrowLeft}')
    expect(focused()).toBe('Lock Y of Down')
    rerender(body(['Up']))
    await vi.waitFor(() => expect(stops()).toHaveLength(1))
  })

  it('is walked with up and down', () => {
    const both = [0, 1].map((k) => ({ ...POWER, id: `lane-${k}`, title: `Lane ${k}` }))
    const quiet = { onSignal() {}, onOnly() {}, onHide() {}, onAlone() {}, onLock() {}, onFree() {}, onType() {} }
    const common = {
      domain: { low: 0, high: 80 },
      newest: null,
      stale: false,
      clock: null,
      ends: null,
      height: 164,
      locked: false,
      ...quiet,
    }
    show(
      <div className="lanes-body">
        {both.map((spec) => (
          <LaneHeader key={spec.id} {...common} spec={spec} readings={[]} only={null} alone={false} />
        ))}
      </div>,
    )
    const [first, second] = ['Lane 0', 'Lane 1'].map((title) =>
      screen.getByRole('button', { name: `More for ${title}` }),
    )
    first?.focus()
    fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(second)
    fireEvent.keyDown(second as HTMLElement, { key: 'ArrowUp' })
    expect(document.activeElement).toBe(first)
  })
})

describe('a typed range', () => {
  it('is read in the unit of the axis, with any minus', () => {
    expect(readRange('\u22120.5', '90', NO_PREFIX)).toEqual({ span: { low: -0.5, high: 90 } })
    expect(readRange('0', '250', pickPrefix(0.02))).toEqual({ span: { low: 0, high: 0.25 } })
    expect(readRange('', '1e', NO_PREFIX)).toEqual({ wrong: { low: 'Write a number.', high: 'Write a number.' } })
    expect(readRange('5', '5', NO_PREFIX)).toEqual({ wrong: { low: null, high: 'High must be above low.' } })
  })

  it('stands in the fields and in words as short as it can', () => {
    expect(writeEnd(0.1 + 0.2, NO_PREFIX)).toBe('0.3')
    expect(rangeWords({ low: 0, high: 80 }, 'W')).toBe('0 … 80 W')
    expect(rangeWords({ low: 0, high: 0.5 }, 'A')).toBe('0 … 0.5 A')
    expect(rangeWords({ low: 49.9, high: 50.1 }, 'Hz')).toBe('49.9 … 50.1 Hz')
    expect(rangeWords({ low: -0.05, high: 0.05 }, 'A')).toBe('−50 … 50 mA')
    expect(rangeWords({ low: 0, high: 1 }, '1')).toBe('0 … 1')
    expect(rangeWords({ low: 0, high: 0.05 }, '1')).toBe('0 … 0.05')
  })

  const form = () => {
    const does = { onLock: vi.fn(), onFree: vi.fn(), onClose: vi.fn() }
    show(<LaneRangeForm title="Current" unit="A" domain={{ low: 0, high: 0.05 }} {...does} />)
    return does
  }

  it('is applied with Enter and not while it is wrong', async () => {
    const { onLock, onClose } = form()
    const high = screen.getByRole('textbox', { name: 'High' })
    expect((high as HTMLInputElement).value).toBe('50')
    await userEvent.clear(high)
    await userEvent.type(high, 'x{Enter}')
    expect(screen.getByRole('alert').textContent).toBe('Write a number.')
    expect(onLock).not.toHaveBeenCalled()
    await userEvent.clear(high)
    await userEvent.type(high, '100{Enter}')
    expect(onLock).toHaveBeenCalledWith({ low: 0, high: 0.1 })
    expect(onClose).toHaveBeenCalled()
  })

  it('is left with Escape, and given up with Automatic', async () => {
    const { onLock, onFree, onClose } = form()
    await userEvent.type(screen.getByRole('textbox', { name: 'High' }), '1{Escape}')
    expect(onClose).toHaveBeenCalledTimes(1)
    expect(onLock).not.toHaveBeenCalled()
    await userEvent.click(screen.getByRole('button', { name: 'Automatic' }))
    expect(onFree).toHaveBeenCalled()
  })
})

describe('hands on the value axis', () => {
  const axis = () => {
    const does = { onLock: vi.fn(), onType: vi.fn() }
    // 100 pixels between the paddings stand for 100 W.
    const { container } = show(
      <LaneAxis
        unit="W"
        domain={{ low: 0, high: 100 }}
        height={118}
        ticks={{ values: [0, 50, 100], decimals: 0 }}
        rem={1}
        {...does}
      />,
    )
    return { ...does, axis: container.querySelector('.lane-axis') as HTMLElement }
  }

  it('zoom about the value under the pointer', () => {
    const { axis: element, onLock } = axis()
    fireEvent.wheel(element, { deltaY: -100, clientY: 11 + 75 })
    const span = onLock.mock.calls[0]?.[0] as { low: number; high: number }
    expect(span.high - span.low).toBeLessThan(100)
    expect((25 - span.low) / (span.high - span.low)).toBeCloseTo(0.25)
  })

  it('shift it with a drag, from where the drag began', () => {
    const { axis: element, onLock } = axis()
    fireEvent.pointerDown(element, { button: 0, clientY: 50 })
    fireEvent.pointerMove(element, { clientY: 51 })
    expect(onLock).not.toHaveBeenCalled()
    fireEvent.pointerMove(element, { clientY: 70 })
    expect(onLock.mock.lastCall?.[0].low).toBeCloseTo(20)
    fireEvent.pointerUp(element)
    fireEvent.pointerMove(element, { clientY: 90 })
    expect(onLock).toHaveBeenCalledTimes(1)
  })

  it('ask for exact ends with a double-click', () => {
    const { axis: element, onType } = axis()
    fireEvent.doubleClick(element)
    expect(onType).toHaveBeenCalled()
  })
})

describe('names at the line ends', () => {
  it('never stand over each other nor outside the lane', () => {
    expect(spreadOut([50, 52, 90], 14, 100)).toEqual([50, 64, 90])
    expect(spreadOut([99, 98], 14, 100)).toEqual([93, 79])
    expect(spreadOut([-20], 14, 100)).toEqual([7])
  })
})

describe('the list of lanes', () => {
  const channel = (id: string, title: string, unit: string, on = false, path = '') => ({ id, title, unit, on, path })
  const meter = {
    key: 'a',
    name: 'Meter',
    simulated: true,
    channels: [channel('a/p', 'Wall power', 'W', true), channel('a/f', 'Frequency', 'Hz')],
  }
  const open = async (groups: readonly AddLaneGroup[] = [meter]) => {
    const does = { onShow: vi.fn(), onDefaults: vi.fn() }
    show(<AddLane groups={() => groups} {...does} />)
    await userEvent.click(screen.getByRole('button', { name: 'Add lane' }))
    await screen.findByRole('listbox', { hidden: true })
    return does
  }
  const items = () => screen.getAllByRole('option', { hidden: true })

  it('checks what is drawn and says what to change', async () => {
    const { onShow, onDefaults } = await open()
    expect(items().map((item) => [plain(item.textContent), item.getAttribute('aria-selected')])).toEqual([
      ['Wall powerW', 'true'],
      ['FrequencyHz', 'false'],
    ])
    await userEvent.click(items()[1] as HTMLElement)
    expect(onShow).toHaveBeenCalledWith('a/f', true)
    await userEvent.click(screen.getByRole('button', { name: 'Show all defaults', hidden: true }))
    expect(onDefaults).toHaveBeenCalled()
  })

  it('finds one of hundreds by words in any order, by keyboard, and draws only what can be seen', async () => {
    const channels = Array.from({ length: 500 }, (_, i) =>
      channel(`s${i}/value.rate`, `CPU load, cpu-${i} user`, '%', false, `cpu-${i}/cpu-user`),
    )
    const { onShow } = await open([meter, { key: 'm', name: 'mypc · CPU', simulated: false, channels }])
    expect(screen.getByText('502 channels')).toBeTruthy()
    expect(items().length).toBeLessThan(40)
    const field = screen.getByRole('combobox', { hidden: true })
    await userEvent.type(field, 'user mypc cpu-49')
    expect(screen.getByText('11 of 502')).toBeTruthy()
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(onShow).toHaveBeenCalledWith('s490/value.rate', true)
    expect(document.getElementById(field.getAttribute('aria-activedescendant') ?? '')?.textContent).toContain(
      'cpu-490/cpu-user',
    )
    await userEvent.type(field, ' nothing')
    expect(screen.getByText(/No channel holds/)).toBeTruthy()
  })

  it('shows names of strangers as text', async () => {
    const nasty = '<img src=x onerror=alert(1)>'
    await open([{ ...meter, channels: [channel('x', nasty, 'W', false, nasty)] }])
    expect(document.querySelector('img')).toBeNull()
    expect(items()[0]?.textContent).toContain(nasty)
  })
})
