import { Popover } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TimeScale } from '../../lib/ticks'
import type { Range } from '../../lib/x-range'
import { boundsOf, visibleRange } from '../../state/actions'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { Button } from '../../ui/Button'
import { RangeFields } from './RangeFields'

/** The exact range: in the toolbar where there is room, else behind a button. */
export function BoundRangeFields({ scale, inline }: { readonly scale: TimeScale; readonly inline: boolean }) {
  const stores = useStores()
  const actions = useActions()
  const [opened, setOpened] = useState(false)
  const view = useStore(stores.view.store)
  // A following range moves with every tick: the fields tell whole seconds, once a second.
  const second = useStore(stores.live.store, (s) => (view.range ? null : Math.floor((s.nowUs ?? 0) / 1e6)))
  // biome-ignore lint/correctness/useExhaustiveDependencies: `second` and `view` are what moves the range
  const shown = useMemo(() => {
    const [range, bounds] = [visibleRange(stores), boundsOf(stores)]
    return range && bounds ? { range: view.range ?? inSeconds(range, scale), bounds } : null
  }, [stores, view, second, scale])
  if (!shown) return null
  const { range, bounds } = shown
  const show = (typed: Range): void => {
    setOpened(false)
    actions.show(typed)
  }
  const context = { scale, nowUs: bounds.toUs, dayUs: range.toUs }
  if (inline) return <RangeFields range={range} bounds={bounds} context={context} onShow={show} />
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <span>
          <Button
            small
            pressed={opened}
            hint="Type the range to show (G)"
            onClick={() => setOpened(!opened)}
            testId="range-open"
          >
            From, to
          </Button>
        </span>
      </Popover.Target>
      <Popover.Dropdown className="popover-room">
        <RangeFields range={range} bounds={bounds} context={context} onShow={show} autoFocus />
        <p className="label range-help">Clock time, date and time, now, or -10 min. Enter shows it.</p>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Whole seconds as the scale counts them. */
function inSeconds({ fromUs, toUs }: Range, { mode, originUs }: TimeScale): Range {
  const baseUs = mode === 'relative' ? originUs % 1e6 : 0
  const whole = (tUs: number): number => Math.floor((tUs - baseUs) / 1e6) * 1e6 + baseUs
  return { fromUs: whole(fromUs), toUs: whole(toUs) }
}
