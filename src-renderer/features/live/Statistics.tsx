import type { FaultView } from '@contract/fault'
import type { EnergyUnit } from '@contract/quantity'
import type { StatsScope, StatsTab } from '../../state/view'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Hint } from '../../ui/Hint'
import { Segmented } from '../../ui/Segmented'
import { Shape } from '../../ui/Shape'
import { CursorTable } from './CursorTable'
import { GapList } from './GapList'
import { StatsTable } from './StatsTable'
import type { ClockLine } from './select-clocks'
import type { CursorRow } from './select-cursors'
import type { GapRow } from './select-gaps'
import type { StatsRow } from './select-stats'

export interface StatisticsProps {
  readonly tab: StatsTab
  readonly scope: StatsScope
  readonly canSelect: boolean
  /** Span and duration of what the rows are about. */
  readonly span: string
  readonly rows: readonly StatsRow[]
  readonly energyUnit: EnergyUnit
  readonly gaps: { readonly words: string; readonly rows: readonly GapRow[]; readonly leftOut: number }
  /** Imported machines among the rows, with their alignment; empty when nothing imported is shown. */
  readonly clocks: readonly ClockLine[]
  /** "Computing from 30 240 000 samples…" while the rows are those of before; null when they are right. */
  readonly busy: string | null
  readonly fault: FaultView | null
  /** The other tab: values at the cursors, and how far these are apart. */
  readonly cursors: readonly CursorRow[]
  readonly apart: string | null
  readonly onTab: (tab: StatsTab) => void
  readonly onScope: (scope: StatsScope) => void
  readonly onEnergyUnit: (unit: EnergyUnit) => void
  readonly onCopy: () => void
  readonly onCopyNumber: (text: string) => void
  readonly onClose: () => void
}

const TABS = [
  { value: 'range', words: 'Statistics' },
  { value: 'cursors', words: 'Cursors' },
] as const

/** Statistics from raw samples, and the values at the cursors. The scope is always written; no mean stands without its coverage. */
export function Statistics(props: StatisticsProps) {
  const { tab } = props
  return (
    <section className="statistics" aria-label="Statistics" data-testid="statistics-strip">
      <div className="statistics-head">
        <Segmented name="Show below the chart" value={tab} options={TABS} onChange={props.onTab} />
        {tab === 'range' ? <RangeHead {...props} /> : <span className="soft statistics-span">{props.apart}</span>}
        <span className="toolbar-space" />
        {tab === 'range' && <Alignment clocks={props.clocks} />}
        <CopyButton words="Copy table" onCopy={props.onCopy} />
        <Button small kind="quiet" icon="close" name="Close statistics" onClick={props.onClose} />
      </div>
      {tab === 'cursors' ? (
        <CursorTable rows={props.cursors} onCopyNumber={props.onCopyNumber} />
      ) : (
        <RangeBody {...props} />
      )}
    </section>
  )
}

function RangeHead(props: StatisticsProps) {
  return (
    <>
      <Segmented
        name="Statistics of"
        value={props.scope}
        options={[
          { value: 'all', words: 'All' },
          { value: 'visible', words: 'Visible' },
          { value: 'selection', words: 'Selection', disabled: !props.canSelect },
        ]}
        onChange={props.onScope}
      />
      <span className="soft statistics-span" data-testid="statistics-span">
        {props.span}
      </span>
      {props.busy === null ? (
        <GapList {...props.gaps} />
      ) : (
        <span className="soft statistics-busy" role="status">
          {props.busy}
        </span>
      )}
      <Segmented
        name="Energy"
        value={props.energyUnit}
        options={[
          { value: 'J', words: 'J' },
          { value: 'Wh', words: 'Wh' },
        ]}
        onChange={props.onEnergyUnit}
      />
    </>
  )
}

/** How the clocks of the machines in the selection stand: each machine with its sentence. */
function Alignment({ clocks }: Pick<StatisticsProps, 'clocks'>) {
  if (clocks.length === 0) return null
  const all = clocks.map(({ host, sentence }) => `${host}: ${sentence}`).join('. ')
  return (
    <Hint words={all}>
      <span className="statistics-clocks" data-testid="alignment">
        {clocks.map(({ host, mark, sentence }) => (
          <span key={host} className="state">
            <Shape name={mark.shape} tone={mark.tone} />
            <span className="statistics-clock">
              {host}: {sentence}
            </span>
          </span>
        ))}
      </span>
    </Hint>
  )
}

function RangeBody({ fault, rows, energyUnit, busy, onCopyNumber }: StatisticsProps) {
  if (!fault) return <StatsTable {...{ rows, energyUnit, onCopyNumber }} old={busy !== null} />
  return (
    <p className="statistics-fault" role="alert">
      <Shape name="octagon" tone="fault" /> <strong>{fault.title}.</strong> {fault.cause} {fault.next}
    </p>
  )
}
