import { Menu } from '@mantine/core'
import { memo } from 'react'
import { Button } from '../../ui/Button'

export interface LaneMenuProps {
  /** The lane, as the button names it. */
  readonly title: string
  /** The axis in words: "0 … 80 W". */
  readonly rangeWords: string
  readonly locked: boolean
  /** This lane, or a signal of it, is the only one shown. */
  readonly alone: boolean
  readonly onHide: () => void
  readonly onAlone: () => void
  readonly onLock: () => void
  readonly onFree: () => void
  readonly onType: () => void
}

/** Lock and menu of one lane. Drawn anew only when something about them changes, not with every sample. */
export const LaneTools = memo(function LaneTools(props: LaneMenuProps) {
  const { title, rangeWords, locked } = props
  return (
    <span className="lane-tools">
      <Button
        small
        kind="quiet"
        icon={locked ? 'lock' : 'unlock'}
        name={locked ? `Free Y of ${title}` : `Lock Y of ${title}`}
        hint={locked ? `Y ${rangeWords}, locked. Free it` : `Lock Y at ${rangeWords}`}
        pressed={locked}
        onClick={locked ? props.onFree : props.onLock}
      />
      <LaneMenu {...props} />
    </span>
  )
})

/** What can be done with one lane. */
function LaneMenu(props: LaneMenuProps) {
  return (
    <Menu position="bottom-end" offset={2} transitionProps={{ duration: 80 }} withinPortal>
      <Menu.Target>
        <Button small kind="quiet" icon="more" name={`More for ${props.title}`} />
      </Menu.Target>
      <Menu.Dropdown className="lane-menu">
        <Menu.Item onClick={props.onHide}>Hide lane</Menu.Item>
        <Menu.Item onClick={props.onAlone}>{props.alone ? 'Show other lanes' : 'Only this lane'}</Menu.Item>
        <Menu.Divider />
        {props.locked ? (
          <Menu.Item onClick={props.onFree}>Free Y</Menu.Item>
        ) : (
          <Menu.Item onClick={props.onLock}>Lock Y at {props.rangeWords}</Menu.Item>
        )}
        <Menu.Item onClick={props.onType}>Type Y range</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
