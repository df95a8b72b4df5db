import { formatAge } from '@contract/quantity'
import type { SettingsView } from '@contract/settings'
import type { ReactNode, Ref } from 'react'
import type { Liveness } from '../../state/newest'
import type { ViewMode } from '../../state/view'
import { Button } from '../../ui/Button'
import { Segmented } from '../../ui/Segmented'
import { type Mark, StateMark } from '../../ui/Shape'

/** The windows offered, in seconds; 0 is everything. */
export const WINDOWS = [
  { value: '10', words: '10 s' },
  { value: '60', words: '1 min' },
  { value: '600', words: '10 min' },
  { value: '3600', words: '1 h' },
  { value: '0', words: 'All' },
] as const

export interface ToolbarProps {
  readonly mode: ViewMode
  /** An opened session does not follow: it has no live state. */
  readonly inSession: boolean
  /** The opened session is still being recorded. */
  readonly stillRecording: boolean
  /** What the followed sources do. */
  readonly sources: Liveness
  /** Seconds between the right edge and the newest sample. */
  readonly behindS: number | null
  /** Seconds of the chip that fits what is shown, as text; '' when none does. */
  readonly window: string
  readonly timeMode: SettingsView['timeMode']
  readonly statsOpen: boolean
  readonly exportHint: string | null
  readonly exportBusy: boolean
  readonly letterKeys: boolean
  /** Without room buttons at the right show their icon only. */
  readonly narrow: boolean
  /** The fields of the exact range, and what adds a lane. */
  readonly range: ReactNode
  readonly addLane: ReactNode
  readonly barRef: Ref<HTMLDivElement>
  readonly onBackToLive: () => void
  readonly onPause: () => void
  readonly onWindow: (seconds: number) => void
  readonly onTimeMode: (mode: SettingsView['timeMode']) => void
  readonly onStats: (open: boolean) => void
  readonly onFit: () => void
  readonly onExport: () => void
}

const LIVE: Readonly<Record<Liveness, Mark>> = {
  live: { shape: 'disc', tone: 'ok', words: 'Live' },
  silent: { shape: 'triangle', tone: 'warn', words: 'Live, no new data' },
  connecting: { shape: 'broken-ring', tone: 'busy', words: 'Connecting' },
  off: { shape: 'square', tone: 'idle', words: 'Not connected' },
}
const MARKS: Readonly<Record<Exclude<ViewMode, 'live'>, Mark>> = {
  paused: { shape: 'bars', tone: 'ink', words: 'Paused' },
  detached: { shape: 'diamond', tone: 'warn', words: 'Detached' },
}

const RECORDED: Mark = { shape: 'tick', tone: 'ok', words: 'Recorded' }
const RECORDING: Mark = { shape: 'record', tone: 'recording', words: 'Recording' }

/** View state first, then window and time; actions at the right. */
export function Toolbar(props: ToolbarProps) {
  const key = (letter: string): string | undefined => (props.letterKeys ? letter : undefined)
  return (
    <div className="toolbar" role="toolbar" aria-label="View" ref={props.barRef}>
      {props.inSession ? (
        <span className="view-state" data-testid="view-state">
          <StateMark mark={props.stillRecording ? RECORDING : RECORDED} />
        </span>
      ) : (
        <LiveState {...props} keyOf={key} />
      )}
      <span className="toolbar-rule" />
      <Segmented
        name="Window"
        value={props.window}
        options={WINDOWS}
        onChange={(value) => props.onWindow(Number(value))}
      />
      {props.range}
      <Segmented
        name="Time"
        value={props.timeMode}
        options={[
          { value: 'local', words: 'Local' },
          { value: 'utc', words: 'UTC' },
          { value: 'relative', words: 'Relative' },
        ]}
        onChange={props.onTimeMode}
      />
      <span className="toolbar-space" />
      {props.addLane}
      <Button small icon="fit" name="Fit all" hint="Fit all (F)" onClick={props.onFit} />
      <Button
        small
        icon="table"
        pressed={props.statsOpen}
        {...(props.narrow ? { name: 'Statistics' } : {})}
        onClick={() => props.onStats(!props.statsOpen)}
      >
        {props.narrow ? null : 'Statistics'}
      </Button>
      <Button
        small
        icon="export"
        onClick={props.onExport}
        disabled={props.exportHint !== null || props.exportBusy}
        hint={props.exportHint ?? 'Export as CSV (Ctrl E)'}
      >
        {props.exportBusy ? 'Exporting' : 'Export CSV'}
      </Button>
    </div>
  )
}

function LiveState({
  mode,
  sources,
  behindS,
  onBackToLive,
  onPause,
  keyOf,
}: ToolbarProps & { readonly keyOf: (k: string) => string | undefined }) {
  return (
    <>
      <span className={`view-state view-state--${mode}`} data-testid="view-state">
        <StateMark mark={mode === 'live' ? LIVE[sources] : MARKS[mode]} />
      </span>
      {mode === 'live' ? (
        <Button small kind="quiet" icon="pause" onClick={onPause} keyHint="Space">
          Freeze view
        </Button>
      ) : (
        <Button small kind="primary" onClick={onBackToLive} keyHint={keyOf('L')}>
          <span className="back-to-live">
            Back to live
            {behindS !== null && behindS >= 1 ? `, +${formatAge(Math.floor(behindS)).replace('.0', '')}` : ''}
          </span>
        </Button>
      )}
    </>
  )
}
