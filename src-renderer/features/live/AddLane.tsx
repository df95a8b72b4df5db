import { Menu } from '@mantine/core'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/icons/Icon'

/** The channels of one source that can be drawn. */
export interface AddLaneGroup {
  readonly sourceId: string
  readonly name: string
  readonly simulated: boolean
  readonly channels: readonly {
    readonly id: string
    readonly title: string
    readonly unit: string
    readonly on: boolean
  }[]
}

export interface AddLaneProps {
  readonly groups: readonly AddLaneGroup[]
  readonly onShow: (channel: string, on: boolean) => void
  readonly onDefaults: () => void
}

/** Which channels are drawn: a check for each that is, by source. */
export function AddLane({ groups, onShow, onDefaults }: AddLaneProps) {
  return (
    <Menu position="bottom-end" offset={4} transitionProps={{ duration: 80 }} withinPortal>
      <Menu.Target>
        <Button small icon="plus" testId="add-lane">
          Add lane
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="add-lane">
        {groups.map(({ sourceId, name, simulated, channels }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
          <div key={sourceId} role="group" aria-label={name}>
            <Menu.Label>
              {name} {simulated && <span className="tag">simulated</span>}
            </Menu.Label>
            {channels.map(({ id, title, unit, on }) => (
              <Menu.CheckboxItem
                key={id}
                checked={on}
                checkIcon={<Icon name="tick" small />}
                onChange={(next) => onShow(id, next)}
                rightSection={<span className="muted">{unit}</span>}
              >
                {title}
              </Menu.CheckboxItem>
            ))}
          </div>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onDefaults}>Show all defaults</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
