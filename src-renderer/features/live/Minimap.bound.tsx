import { sourceOf } from '@contract/model'
import { formatClock, formatTime } from '@contract/quantity'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { movedTo, overviewEveryMs, resized } from '../../lib/minimap'
import { type TimeScale, timeLabel, zoneOf } from '../../lib/ticks'
import { lengthOf } from '../../lib/x-range'
import { boundsOf, visibleRange } from '../../state/actions'
import { scopeKey } from '../../state/series'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { scopeOf } from '../../state/view'
import { Minimap, type MinimapKey } from './Minimap'
import { useMarks } from './marks.bound'
import { type LaneSpec, signalsOf } from './select-lanes'

/** One bucket to about this many pixels: the strip shows shape, not samples. */
const PX_PER_BUCKET = 2
/** A recording that began this close to the first sample is all there is. */
const SAME_START_US = 1e6
/** A key moves the window by this share of its length. */
const KEY_SHARE = 0.1

/** The strip of all data under the chart. */
export function BoundMinimap({ specs, scale }: { readonly specs: readonly LaneSpec[]; readonly scale: TimeScale }) {
  const stores = useStores()
  const { view, live, series, undo } = stores
  const actions = useActions()
  const [widthPx, setWidthPx] = useState(0)
  const session = useStore(view.store, (s) => s.session)
  const sinceUs = useStore(stores.recording.store, (s) => (s.now.sessionId === null ? null : s.now.startUs))
  // What is shown moves with every tick while it follows: the strip follows four times a second.
  useStore(view.store, (s) => s.range)
  useStore(live.store, (s) => (session ? 0 : Math.floor((s.nowUs ?? 0) / 250e3)))
  const channel = overviewChannel(specs)
  useOverview(channel, widthPx)
  const key = scopeKey(scopeOf({ session }))
  const overview = useStore(series.overview)
  const [bounds, window] = [boundsOf(stores), visibleRange(stores)]
  const drawn = overview.scopeKey === key && overview.range !== null
  const source = channel === null ? null : sourceOf(channel)
  const gaps = useMemo(
    () => (drawn ? overview.gaps.filter(({ sourceId }) => sourceId === source).map(({ gap }) => gap) : []),
    [drawn, overview.gaps, source],
  )
  const marks = useMarks()
  if (!bounds || !window) return null
  const whole = (drawn && overview.range) || bounds
  const words = (tUs: number): string =>
    scale.mode === 'relative' ? timeLabel(tUs, scale, 1e6) : formatTime(tUs, zoneOf(scale), 0)
  const ofSession = session !== null || (sinceUs !== null && Math.abs(bounds.fromUs - sinceUs) < SAME_START_US)
  const clock = formatClock(lengthOf(bounds) / 1e6)
  const spanned = ofSession
    ? { title: 'Session', clock }
    : { title: 'Live', clock: `${clock} since ${formatTime(bounds.fromUs, zoneOf(scale), 0)}` }
  const onKey = ({ does, direction }: MinimapKey): void => {
    const byUs = lengthOf(window) * KEY_SHARE * direction
    actions.show(
      does === 'move'
        ? movedTo(window, window.fromUs + byUs, bounds)
        : resized(window, 'right', window.toUs + byUs, bounds),
    )
  }
  return (
    <Minimap
      {...spanned}
      whole={whole}
      bounds={bounds}
      envelope={drawn ? overview.envelope : null}
      gaps={gaps}
      marks={marks}
      window={window}
      windowWords={`${words(window.fromUs)} to ${words(window.toUs)}`}
      onShow={actions.show}
      onFit={actions.fit}
      onKey={onKey}
      onHold={(holding) => (holding ? undo.hold() : undo.release())}
      onSize={setWidthPx}
    />
  )
}

/** The first power signal, else the first there is, hidden or not. */
function overviewChannel(specs: readonly LaneSpec[]): string | null {
  const power = specs.find(({ unit }) => unit === 'W') ?? specs[0]
  return power ? ((signalsOf([power])[0] ?? power.hidden[0])?.id ?? null) : null
}

/** Asks for the envelope of everything: once for a finished session, again and again while it grows, ever more rarely. */
function useOverview(channel: string | null, widthPx: number): void {
  const stores = useStores()
  const { view, live, series } = stores
  const session = useStore(view.store, (s) => s.session)
  const begun = useStore(live.store, (s) => s.nowUs !== null)
  const grows = session === null || session.state === 'recording'
  useEffect(() => {
    if (channel === null || widthPx === 0) return
    if (!session && !begun) return
    const buckets = Math.max(1, Math.round(widthPx / PX_PER_BUCKET))
    let timer: ReturnType<typeof setTimeout> | null = null
    const ask = (): void => {
      const bounds = boundsOf(stores)
      if (!bounds) return
      const [fromUs, toUs] = [Math.floor(bounds.fromUs), Math.ceil(bounds.toUs)]
      series.askOverview({ scope: scopeOf({ session }), channels: [channel], fromUs, toUs, buckets })
      if (grows) timer = setTimeout(ask, overviewEveryMs(toUs - fromUs, buckets))
    }
    ask()
    return () => {
      if (timer !== null) clearTimeout(timer)
    }
  }, [stores, series, session, begun, channel, widthPx, grows])
}
