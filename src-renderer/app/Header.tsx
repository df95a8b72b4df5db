import { formatAge, formatBytes, formatClock, joined } from '@contract/quantity'
import type { RecordingView } from '@contract/sessions'
import { Button } from '../ui/Button'
import { Shape, StateMark } from '../ui/Shape'
import { diskLowWords, isDiskLow } from './disk-low'

export interface HeaderProps {
  readonly recording: RecordingView
  readonly busy: boolean
  /** Name of the opened session, or null. */
  readonly opened: string | null
  /** The opened session lies outside the library: it is looked at and never changed. */
  readonly guest: boolean
  readonly canRecord: boolean
  readonly nowUs: number
  readonly letterKeys: boolean
  readonly onRecord: () => void
  readonly onMark: () => void
  readonly onBackToLive: () => void
  readonly onCommands: () => void
  readonly onKeys: () => void
}

/** Session name, record state, the record button; help at the right. */
export function Header(props: HeaderProps) {
  const { recording, opened } = props
  const running = recording.sessionId !== null
  const key = (letter: string): string | undefined => (props.letterKeys ? letter : undefined)
  const title = opened ?? (running ? recording.name : 'No session open')
  return (
    <header className="header" data-pane="header">
      <h1 className="header-title" title={title}>
        {title}
      </h1>
      {opened !== null && (
        <>
          <span className="tag" title={props.guest ? 'A file outside the library: it is never changed.' : undefined}>
            {props.guest ? 'file from elsewhere, only looked at' : 'opened session'}
          </span>
          <Button small icon="back" onClick={props.onBackToLive} keyHint={props.letterKeys ? 'L' : undefined}>
            Back to live
          </Button>
        </>
      )}
      <span className="header-rule" />
      <RecordState {...props} />
      <Button
        onClick={props.onRecord}
        small
        disabled={props.busy || (!running && !props.canRecord)}
        keyHint={props.letterKeys ? 'R' : undefined}
        hint={!running && !props.canRecord ? 'Connect a source first: there is nothing to record.' : undefined}
      >
        {running ? 'Stop recording' : 'Start recording'}
      </Button>
      <span className="header-space" />
      {running && (
        <Button
          kind="quiet"
          small
          icon="marker"
          name="Marker"
          hint="Set a marker now"
          keyHint={key('M')}
          onClick={props.onMark}
        >
          <span className="header-words">Marker</span>
        </Button>
      )}
      <Button
        kind="quiet"
        small
        icon="search"
        name="Commands"
        hint="Find a command"
        keyHint="Ctrl K"
        onClick={props.onCommands}
      >
        <span className="header-words">Commands</span>
      </Button>
      <Button kind="quiet" icon="help" name="Show keys" onClick={props.onKeys} />
    </header>
  )
}

function RecordState({ recording, opened, nowUs }: HeaderProps) {
  if (recording.sessionId === null || recording.startUs === null) {
    if (recording.fault) {
      const mark = { shape: 'octagon', tone: 'fault', words: recording.fault.title } as const
      return <StateMark mark={mark} testId="record-state" />
    }
    return (
      <span className="state soft" data-testid="record-state">
        <Shape name="square" tone="idle" />
        <span>Not recording</span>
      </span>
    )
  }
  const { bytes, diskLeftS, awake } = recording
  const low = isDiskLow(recording)
  return (
    <span className="record-state" data-testid="record-state">
      <span className="state">
        <Shape name="record" tone="recording" />
        <strong className="tone-recording">Recording</strong>
        {opened !== null && <span>{recording.name}</span>}
        <span className="record-clock">{formatClock((nowUs - recording.startUs) / 1e6)}</span>
      </span>
      <span className="soft record-more">
        {' · '}
        {joined(formatBytes(bytes))}
        {diskLeftS !== null && !low && ` · disk ${formatAge(diskLeftS)} left`}
        {awake && (
          <span title="The desktop was asked not to put this computer to sleep while it records.">
            {' '}
            · sleep held off
          </span>
        )}
      </span>
      {low && (
        <span className="state record-disk tone-warn">
          <Shape name="triangle" tone="warn" />
          <span>{diskLowWords(recording)}</span>
        </span>
      )}
    </span>
  )
}
