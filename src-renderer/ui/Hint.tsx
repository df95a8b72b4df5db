import { Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'

export interface HintProps {
  readonly words: string
  /** Where it stands, when above would cover what one is looking at. */
  readonly side?: 'top' | 'right'
  readonly children: ReactElement
}

/** A tooltip after 400 ms, at once when moving on from another. Also works on a disabled button. */
export function Hint({ words, side = 'top', children }: HintProps) {
  return (
    <Tooltip
      label={words}
      position={side}
      openDelay={400}
      transitionProps={{ duration: 80, transition: 'fade' }}
      events={{ hover: true, focus: true, touch: false }}
      withinPortal
      multiline
      maw="36rem"
    >
      {children}
    </Tooltip>
  )
}
