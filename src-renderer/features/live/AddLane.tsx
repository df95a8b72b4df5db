import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { AddLaneList, type AddLaneListProps } from './AddLaneList'

export interface AddLaneProps extends Omit<AddLaneListProps, 'groups'> {
  /** Worked out when the list is opened: there may be a thousand channels. */
  readonly groups: () => AddLaneListProps['groups']
}

/** Which channels are drawn: a list to search, with a check for each that is. */
export function AddLane({ groups, ...does }: AddLaneProps) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width="min(56rem, 92vw)"
      offset={4}
      trapFocus
      returnFocus
      withinPortal
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>
        <Button small icon="plus" testId="add-lane" onClick={() => setOpened(!opened)}>
          Add lane
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="add-lane" aria-label="Add lane">
        {opened && <AddLaneList groups={groups()} {...does} />}
      </Popover.Dropdown>
    </Popover>
  )
}
