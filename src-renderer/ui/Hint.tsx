import { Tooltip } from '@mantine/core'
import type { ReactElement } from 'react'

/** A tooltip after 400 ms, at once when moving on from another. Also works on a disabled button. */
export function Hint({ words, children }: { readonly words: string; readonly children: ReactElement }) {
  return (
    <Tooltip
      label={words}
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
