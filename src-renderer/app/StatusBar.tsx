import type { InstrumentView } from '@contract/instruments'
import { formatAge, formatCount, formatFixed } from '@contract/quantity'
import { linkWords } from '../lib/link-words'
import { Shape } from '../ui/Shape'

export interface StatusBarProps {
  readonly instruments: readonly InstrumentView[]
  readonly nowUs: number
  readonly faults: number
  readonly warnings: number
  readonly zone: string
  /** Other computers can reach the HTTP API. */
  readonly apiOpen: boolean
  readonly onInstrument: (id: string) => void
  readonly onLog: () => void
  readonly onApi: () => void
}

/** With more sources than this the pills show state only; health stands on the Instruments screen. */
const CROWD = 3

/** One pill per source; at the right what the log holds, and the zone. */
export function StatusBar(props: StatusBarProps) {
  const { instruments, faults, warnings } = props
  return (
    <footer className="status-bar" data-pane="status">
      <div className={instruments.length > CROWD ? 'status-pills status-pills--many' : 'status-pills'}>
        {instruments.length === 0 && (
          <span className="status-pill">
            <Shape name="square" tone="idle" /> No sources
          </span>
        )}
        {instruments.map((one) => (
          <Pill key={one.id} one={one} nowUs={props.nowUs} onClick={() => props.onInstrument(one.id)} />
        ))}
      </div>
      {faults + warnings > 0 && (
        <button type="button" className="status-pill" onClick={props.onLog}>
          <Shape name={faults > 0 ? 'octagon' : 'triangle'} tone={faults > 0 ? 'fault' : 'warn'} />
          {faults > 0 ? count(faults, 'fault') : count(warnings, 'warning')}
        </button>
      )}
      {props.apiOpen && (
        <button
          type="button"
          className="status-pill"
          onClick={props.onApi}
          title="Other computers can reach the HTTP API"
        >
          <Shape name="note" tone="ok" />
          <span>API open to the network</span>
        </button>
      )}
      <span className="status-zone">{props.zone}</span>
    </footer>
  )
}

const count = (n: number, what: string): string => `${formatCount(n)} ${what}${n === 1 ? '' : 's'}`

function Pill({
  one,
  nowUs,
  onClick,
}: {
  readonly one: InstrumentView
  readonly nowUs: number
  readonly onClick: () => void
}) {
  const { health, link } = one
  const words = linkWords(link, health, nowUs)
  const ageS = health.lastSampleUs === null ? null : Math.max(0, nowUs - health.lastSampleUs) / 1e6
  const live = link.at === 'live' || link.at === 'stale'
  return (
    <button
      type="button"
      className="status-pill"
      title={`${one.name}: ${words.words}`}
      onClick={onClick}
      data-testid={`source-${one.id}`}
    >
      <Shape name={words.shape} tone={words.tone} />
      <strong>{one.name}</strong>
      {one.simulated && <span className="tag">simulated</span>}
      <span className={words.tone === 'warn' || words.tone === 'fault' ? `tone-${words.tone}` : 'soft status-short'}>
        {words.words}
      </span>
      {live && health.rateHz !== null && (
        <span className="status-health">
          {`${formatFixed(health.rateHz, health.rateHz < 10 ? 2 : 1)}\u00a0Hz`}
          {link.at === 'live' && ageS !== null && <> · age {formatAge(ageS)}</>}
          {health.jitterMs !== null && (
            <>
              {' '}
              · jitter {formatFixed(health.jitterMs, 0)}
              {'\u00a0'}ms
            </>
          )}
          {' · '}lost {formatCount(health.lost)}
        </span>
      )}
    </button>
  )
}
