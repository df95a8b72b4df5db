import type { SiUnit } from '@contract/model'
import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { YSpan } from '../../lib/y-domain'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { axisPrefix } from './lane-data'
import { readRange, unitWords, writeEnd } from './y-range'

export interface LaneRangeFormProps {
  readonly title: string
  readonly unit: SiUnit
  /** The axis as it is now. */
  readonly domain: YSpan
  readonly onLock: (span: YSpan) => void
  readonly onFree: () => void
  readonly onClose: () => void
}

/** Exact ends of a value axis, in its own unit. Enter applies, Esc leaves it as it is. */
export function LaneRangeForm({ title, unit, domain, onLock, onFree, onClose }: LaneRangeFormProps) {
  const [prefix] = useState(() => axisPrefix(domain, unit))
  const [low, setLow] = useState(() => writeEnd(domain.low, prefix))
  const [high, setHigh] = useState(() => writeEnd(domain.high, prefix))
  const typed = readRange(low, high, prefix)
  const wrong = 'wrong' in typed ? typed.wrong : { low: null, high: null }
  const shownUnit = `${prefix.symbol}${unitWords(unit)}`
  const field = { unit: shownUnit, width: '11rem', numeric: true }
  return (
    <form
      className="lane-form"
      aria-label={`Y range of ${title}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (!('span' in typed)) return
        onLock(typed.span)
        onClose()
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') onClose()
      }}
    >
      <strong>Y range of {title}</strong>
      <div className="lane-form-ends">
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the field is inside */}
        <label>
          <span className="label">High</span>
          <Field {...field} name="High" value={high} onChange={setHigh} problem={wrong.high} autoFocus />
        </label>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the field is inside */}
        <label>
          <span className="label">Low</span>
          <Field {...field} name="Low" value={low} onChange={setLow} problem={wrong.low} />
        </label>
      </div>
      <div className="lane-form-actions">
        <Button
          small
          onClick={() => {
            onFree()
            onClose()
          }}
        >
          Automatic
        </Button>
        <Button small kind="primary" submit disabled={!('span' in typed)} keyHint="Enter">
          Lock
        </Button>
      </div>
    </form>
  )
}

/** The form beside the axis it is about, while it is open. */
export function LaneRangePopover({
  open,
  children,
  ...form
}: LaneRangeFormProps & { readonly open: boolean; readonly children: ReactNode }) {
  return (
    <Popover
      opened={open}
      onChange={(opened) => !opened && form.onClose()}
      position="right-start"
      offset={4}
      trapFocus
      returnFocus
      // The axis is no button: what opens the form is the menu, or a double click.
      withRoles={false}
      withinPortal
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>
        <div className="lane-axis-box">{children}</div>
      </Popover.Target>
      <Popover.Dropdown>
        <LaneRangeForm {...form} />
      </Popover.Dropdown>
    </Popover>
  )
}
