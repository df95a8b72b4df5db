import type { ChannelId } from '@contract/model'
import { formatCount, formatFixed } from '@contract/quantity'
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import type { BucketValue } from '../../lib/buckets'
import type { YSpan } from '../../lib/y-domain'
import { Button } from '../../ui/Button'
import { Hint } from '../../ui/Hint'
import { keepOneStop } from '../../ui/one-stop'
import { Shape } from '../../ui/Shape'
import { type LaneMenuProps, LaneTools } from './LaneMenu'
import { LegendRow } from './LegendRow'
import { axisPrefix, decimalsOn, END_ROW_PX } from './lane-data'
import type { ClockLine } from './select-clocks'
import type { LaneSpec, SignalSpec } from './select-lanes'
import { rangeWords, unitWords } from './y-range'

/** What the crosshair reads of one signal; `at` is null when there is no sample near. */
export interface SignalReading {
  readonly spec: SignalSpec
  readonly at: BucketValue | null
}

export interface LaneHeaderProps extends Omit<LaneMenuProps, 'title' | 'rangeWords'> {
  readonly spec: LaneSpec
  readonly domain: YSpan
  /** The sample of each shown signal at the crosshair. */
  readonly readings: readonly SignalReading[]
  /** Newest values, shown while there is no crosshair; null when nothing is live. */
  readonly newest: ReadonlyMap<ChannelId, { readonly now: number }> | null
  readonly stale: boolean
  /** How the clock of an imported machine stands; null for an instrument. */
  readonly clock: ClockLine | null
  /** "to 14:11:50" where the data end before the view does. */
  readonly ends: string | null
  /** Height of the lane in pixels of type at its normal size. */
  readonly height: number
  /** The signal that stands alone on the chart, or null. */
  readonly only: ChannelId | null
  readonly onSignal: (channel: ChannelId, on: boolean) => void
  readonly onOnly: (channel: ChannelId) => void
}

/** Room the rows of a header take, at the normal size of type. */
const ROWS = { head: 44, signal: 20, pixel: 38, range: 20 } as const

/** Name, unit, source, a legend of the signals with their values, and the value axis in words. */
export function LaneHeader(props: LaneHeaderProps) {
  const { spec, domain, readings, newest, stale, locked } = props
  const listed = spec.many ? [] : spec.hidden
  const prefix = axisPrefix(domain, spec.unit)
  const text = (x: number): string => formatFixed(x * 10 ** -prefix.power, decimalsOn(spec, prefix))
  const words = rangeWords(domain, spec.unit)
  const axisWords = `Y ${words}${locked ? ', locked' : ''}`
  const pixel = readings.find(({ at }) => at && at.n > 1)?.at ?? null
  const ends = props.ends === null ? 0 : END_ROW_PX
  const used = ROWS.head + ends + ROWS.signal * (readings.length + listed.length)
  const hasRange = props.height >= used + ROWS.range
  const own = useHeaderStop(
    [locked, props.alone, ...readings.map(({ spec: { id } }) => id), '', ...spec.hidden.map(({ id }) => id)].join(' '),
  )
  const hasPixel = pixel !== null && readings.length === 1 && props.height >= used + ROWS.pixel
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk from header to header; each control has its own keys
    <div className="lane-header" ref={own} onKeyDown={walkHeaders} onFocus={stopHere}>
      <div className="lane-title">
        <h2>{spec.title}</h2>
        <span className="muted">{`${prefix.symbol}${unitWords(spec.unit)}`}</span>
        <LaneTools
          title={spec.title}
          rangeWords={words}
          locked={locked}
          alone={props.alone}
          onHide={props.onHide}
          onAlone={props.onAlone}
          onLock={props.onLock}
          onFree={props.onFree}
          onType={props.onType}
        />
      </div>
      <div className="label lane-source">
        {locked && !hasRange ? (
          <span>{axisWords}</span>
        ) : (
          <>
            <span className="lane-source-name">{spec.sourceName}</span>
            {props.clock && <ClockWords {...props.clock} />}
            {spec.simulated && <span className="tag">simulated</span>}
          </>
        )}
      </div>
      {props.ends !== null && (
        <div className="label lane-ends" data-testid="lane-ends">
          {props.ends}
        </div>
      )}
      <div className="lane-legend">
        {readings.map(({ spec: signal, at }) => {
          const value = at?.mean ?? newest?.get(signal.id)?.now
          return (
            <LegendRow
              key={signal.id}
              signal={signal}
              value={value === undefined ? '' : text(value)}
              stale={stale && !at}
              on
              alone={props.only === signal.id}
              onToggle={() => props.onSignal(signal.id, false)}
              onAlone={() => props.onOnly(signal.id)}
            />
          )
        })}
        {listed.map((signal) => (
          <LegendRow
            key={signal.id}
            signal={signal}
            value=""
            stale
            on={false}
            alone={false}
            onToggle={() => props.onSignal(signal.id, true)}
            onAlone={() => props.onOnly(signal.id)}
          />
        ))}
      </div>
      {hasPixel && pixel && (
        <div className="label lane-pixel">
          <span>pixel min … max</span>
          <span>n {formatCount(pixel.n)}</span>
          <span>
            {text(pixel.min)} … {text(pixel.max)}
          </span>
        </div>
      )}
      {hasRange && !(hasPixel && props.height < used + ROWS.pixel + ROWS.range) && (
        <div className="label lane-range">{axisWords}</div>
      )}
      {props.alone && (
        <span className="lane-alone">
          <Button small onClick={props.onAlone}>
            Show other lanes
          </Button>
        </span>
      )}
    </div>
  )
}

/** The alignment in short; the whole sentence is a tooltip. */
function ClockWords({ mark, sentence }: ClockLine) {
  return (
    <Hint words={sentence} side="right">
      <span className="lane-clock" data-testid="lane-clock">
        <Shape name={mark.shape} tone={mark.tone} />
        <span>{mark.words}</span>
      </span>
    </Hint>
  )
}

const bodyOf = (header: Element): Element => header.closest('.lanes-body') ?? header

const controlsIn = (place: Element): readonly HTMLElement[] => [
  ...place.querySelectorAll<HTMLElement>('.lane-header button:not(:disabled)'),
]

/** Keeps the headers of all lanes one stop of the keyboard whenever the controls of this one, named by `controls`, change. */
function useHeaderStop(controls: string) {
  const own = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other controls are others in the document
  useEffect(() => {
    const body = own.current && bodyOf(own.current)
    if (!body) return
    keepOneStop(controlsIn(body))
    return () => keepOneStop(controlsIn(body))
  }, [controls])
  return own
}

function stopHere({ currentTarget, target }: FocusEvent<HTMLDivElement>): void {
  if (currentTarget.contains(target)) keepOneStop(controlsIn(bodyOf(currentTarget)), target)
}

/** Up and down walk from lane header to lane header, onto the control in the same place; left and right inside one. */
function walkHeaders(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof HTMLElement)) return
  const own = event.currentTarget
  if (!own.contains(event.target)) return // a menu of this header, drawn elsewhere
  const goal = nextControl(own, event.target, event.key)
  if (!goal) return
  event.preventDefault()
  event.stopPropagation()
  goal.focus()
  goal.scrollIntoView({ block: 'nearest' })
}

function nextControl(own: Element, from: HTMLElement, key: string): HTMLElement | undefined {
  const buttons = (header: Element | undefined): readonly HTMLElement[] => [
    ...(header?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? []),
  ]
  const at = buttons(own).indexOf(from)
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const inHeader = buttons(own)
    return inHeader[Math.min(Math.max(at + (key === 'ArrowRight' ? 1 : -1), 0), inHeader.length - 1)]
  }
  const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
  if (by === 0) return undefined
  const headers = [...bodyOf(own).querySelectorAll('.lane-header')]
  const next = buttons(headers[headers.indexOf(own) + by])
  return next[Math.min(at, next.length - 1)]
}
