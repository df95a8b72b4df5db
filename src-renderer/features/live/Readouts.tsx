import { Popover } from '@mantine/core'
import { Button } from '../../ui/Button'
import { Readout } from '../../ui/Readout'
import type { ReadoutStrip } from './readout-words'

export interface ReadoutsProps {
  readonly strip: ReadoutStrip
  readonly onCopy: (text: string) => void
}

/** The strip of numbers: one is the largest thing on the screen, each stands beside what it is worth. */
export function Readouts({ strip, onCopy }: ReadoutsProps) {
  const secondary = strip.secondary.map(({ key, ...one }) => <Readout key={key} {...one} size={3} onCopy={onCopy} />)
  return (
    <section className="readouts" aria-label="Readouts">
      {strip.big.map(({ key, ...one }, i) => (
        <Readout key={key} {...one} size={i === 0 ? 1 : 2} onCopy={onCopy} />
      ))}
      {secondary.length > 0 && (
        <>
          <div className="readouts-secondary">{secondary}</div>
          <div className="readouts-folded">
            <Popover position="bottom-end" offset={4} transitionProps={{ duration: 80 }}>
              <Popover.Target>
                <Button kind="quiet" icon="more" name="Show voltage, current and what follows from them" />
              </Popover.Target>
              <Popover.Dropdown>
                <div className="readouts-menu">{secondary}</div>
              </Popover.Dropdown>
            </Popover>
          </div>
        </>
      )}
    </section>
  )
}
