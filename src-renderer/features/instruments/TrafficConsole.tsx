import { formatCount } from '@contract/quantity'
import { KEPT_TRAFFIC } from '@contract/traffic'
import type { TrafficFilter } from '../../state/traffic'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import type { TrafficRow } from './select-traffic'
import { TrafficLines } from './TrafficLines'

export interface TrafficConsoleProps {
  readonly rows: readonly TrafficRow[]
  /** Something has crossed a wire, whether the filter shows it or not. */
  readonly any: boolean
  readonly filter: TrafficFilter
  /** Name of the chosen instrument; null while none is, and then all are shown. */
  readonly chosen: string | null
  readonly frozen: boolean
  /** "38 new" while frozen, '' for none. */
  readonly news: string
  readonly names: ReadonlyMap<string, string>
  readonly zone: string
  readonly onFilter: (patch: Partial<TrafficFilter>) => void
  readonly onFreeze: () => void
  readonly onCopy: () => void
}

const KINDS = [
  ['sent', 'sent'],
  ['received', 'received'],
  ['note', 'notes'],
] as const

/** What goes over the wires, line by line, with its meaning; for finding out what a meter really said. */
export function TrafficConsole(props: TrafficConsoleProps) {
  const { rows, any, filter, chosen, frozen, news } = props
  const whose = chosen === null ? 'all' : filter.whose
  return (
    <section className="traffic" aria-label="Raw traffic">
      <div className="traffic-head">
        <h3>Raw traffic</h3>
        <span className="label traffic-scope">
          {whose === 'this' ? chosen : 'all instruments'} · last {formatCount(KEPT_TRAFFIC)} lines kept
        </span>
        <span className="toolbar-space" />
        <Field
          name="Find in traffic"
          value={filter.text}
          onChange={(text) => props.onFilter({ text })}
          placeholder="Find"
          icon="search"
          width="13rem"
        />
        {chosen !== null && (
          <Segmented
            name="Traffic of"
            value={whose}
            options={[
              { value: 'this', words: 'this one' },
              { value: 'all', words: 'all' },
            ]}
            onChange={(value) => props.onFilter({ whose: value })}
          />
        )}
        <span className="traffic-kinds">
          {KINDS.map(([kind, words]) => (
            <button
              key={kind}
              type="button"
              className="chip"
              aria-pressed={filter[kind]}
              onClick={() => props.onFilter({ [kind]: !filter[kind] })}
            >
              {words}
            </button>
          ))}
        </span>
        <Button small kind={frozen ? 'plain' : 'quiet'} icon={frozen ? 'play' : 'pause'} onClick={props.onFreeze}>
          {frozen ? `Resume${news === '' ? '' : `, ${news}`}` : 'Freeze'}
        </Button>
        <CopyButton words="Copy" name="Copy the shown traffic" onCopy={props.onCopy} />
      </div>
      {!any ? (
        <div className="empty">
          <strong>Nothing has crossed the wire yet.</strong>
          <span>Connect an instrument: every command and every reply stands here, with its time and its meaning.</span>
        </div>
      ) : rows.length === 0 ? (
        <div className="empty">
          <strong>No line fits these filters.</strong>
          <span>
            Lines go on being kept.{' '}
            <Button
              small
              onClick={() => props.onFilter({ sent: true, received: true, note: true, whose: 'all', text: '' })}
            >
              Show all lines
            </Button>
          </span>
        </div>
      ) : (
        <TrafficLines rows={rows} names={props.names} zone={props.zone} onFreeze={props.onFreeze} />
      )}
    </section>
  )
}
