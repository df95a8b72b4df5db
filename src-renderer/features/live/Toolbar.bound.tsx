import { useStore } from 'zustand'
import type { TimeScale } from '../../lib/ticks'
import { boundsOf, visibleRange } from '../../state/actions'
import { liveness } from '../../state/newest'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { useRem, useSize } from '../../ui/use-size'
import { BoundAddLane } from './AddLane.bound'
import { BoundRangeFields } from './RangeFields.bound'
import { Toolbar, WINDOWS } from './Toolbar'

/** With this many rem the exact range stands in the toolbar, and buttons have their words. */
const INLINE_REM = 134
const WIDE_REM = 146

/** The toolbar of the chart. */
export function BoundToolbar({ scale }: { readonly scale: TimeScale }) {
  const stores = useStores()
  const { view, settings, live, recording, sessions, instruments, undo } = stores
  const [barRef, bar] = useSize<HTMLDivElement>()
  const rems = bar.width / (10 * useRem(bar))
  const actions = useActions()
  const { mode, session, range, statsOpen } = useStore(view.store)
  const { followS, timeMode, letterKeys } = useStore(settings.store)
  const recordingId = useStore(recording.store, (s) => s.now.sessionId)
  const exporting = useStore(sessions.store, (s) => s.exporting)
  const behindS = useStore(live.store, (s) =>
    range && s.nowUs !== null ? Math.max(0, Math.floor((s.nowUs - range.toUs) / 1e6)) : null,
  )
  const sources = useStore(instruments.store, (s) => liveness(s.list))
  const following = mode === 'live' && session === null
  const shownS = range ? Math.round((range.toUs - range.fromUs) / 1e4) / 100 : 0
  const window = following ? String(followS) : (WINDOWS.find(({ value }) => Number(value) === shownS)?.value ?? '')
  const exportId = session?.id ?? recordingId

  const showWindow = (seconds: number): void => {
    if (!session) void settings.set({ followS: seconds })
    if (following) return
    if (seconds === 0) {
      actions.fit()
      return
    }
    const [shown, bounds] = [visibleRange(stores), boundsOf(stores)]
    if (!shown || !bounds) return
    const toUs = Math.min(shown.toUs, bounds.toUs)
    actions.show({ fromUs: toUs - seconds * 1e6, toUs })
  }
  return (
    <Toolbar
      mode={mode}
      inSession={session !== null}
      sources={sources}
      behindS={behindS}
      window={window}
      timeMode={timeMode}
      statsOpen={statsOpen}
      exportHint={exportId === null ? 'Only what was recorded can be exported. Start a recording first.' : null}
      exportBusy={exporting !== null}
      letterKeys={letterKeys}
      onBackToLive={actions.backToLive}
      onPause={actions.togglePause}
      onWindow={(seconds) => undo.window(() => showWindow(seconds))}
      onTimeMode={(next) => void settings.set({ timeMode: next })}
      onStats={view.openStats}
      onFit={actions.fit}
      onExport={actions.exportCsv}
      stillRecording={session?.state === 'recording'}
      narrow={rems < WIDE_REM}
      barRef={barRef}
      range={<BoundRangeFields scale={scale} inline={rems >= INLINE_REM} />}
      addLane={<BoundAddLane />}
    />
  )
}
