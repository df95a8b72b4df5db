import { channelId } from '@contract/model'
import { formatAge } from '@contract/quantity'
import type { TreeRequest } from '@contract/tree'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import { linkWords } from '../../lib/link-words'
import { useStores } from '../../state/stores'
import { scopeOf } from '../../state/view'
import { powerKey, type Voltmeter } from '../../state/voltmeters'
import { factsOf, formulaOf } from './formula'
import { BoundRowPanel } from './RowPanel.bound'
import { wattDecimals, wattWords } from './row-words'
import {
  findRows,
  missingMoment,
  momentOf,
  partialWords,
  scanWords,
  settingWords,
  skewWords,
  sourceState,
  tableLines,
} from './select-tree'
import { TreeBody } from './TreeBody'
import type { TreeFlowHandle } from './TreeFlow'
import { TreeToolbar } from './TreeToolbar'
import { USUAL_SCALE, useDrawing } from './use-drawing.bound'
import { useHistory } from './use-history.bound'
import { useZone } from './use-zone.bound'

export interface BoundTreeScreenProps {
  readonly source: Voltmeter
  readonly meters: readonly Voltmeter[]
}

/** The tree of one voltmeter: of what comes in now, of a moment, or of the mean of a selection. */
export function BoundTreeScreen({ source, meters }: BoundTreeScreenProps) {
  const stores = useStores()
  const { tree: trees, view, instruments, shell, settings, plans, layout } = stores
  const state = useStore(trees.store)
  const session = useStore(view.store, (s) => s.session)
  const selection = useStore(view.store, (s) => s.selection)
  const one = useStore(instruments.store, (s) => (session ? null : (s.list.find(({ id }) => id === source.id) ?? null)))
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const letterKeys = useStore(settings.store, (s) => s.letterKeys)
  const planFault = useStore(plans.store, (s) => s.fault)
  const zone = useZone()
  const flow = useRef<TreeFlowHandle>(null)

  const { mode, atUs, reply } = state
  const moment = useMemo(() => momentOf({ mode, atUs }, { selection, session }), [mode, atUs, selection, session])
  const request = useMemo(
    (): TreeRequest | null => moment && { scope: scopeOf({ session }), sourceId: source.id, moment },
    [moment, session, source.id],
  )
  const inSession = session !== null
  const linkAt = one?.link.at
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the link or another file is another tree
  useEffect(() => {
    if (request) trees.show(request)
  }, [request, trees, linkAt === 'live', one?.settings.channelFile])
  useEffect(() => {
    trees.follow(inSession ? null : source.id)
    return () => trees.follow(null)
  }, [trees, inSession, source.id])

  const tree = request ? (reply?.tree ?? null) : null
  const found = useMemo(() => new Set(reply ? findRows(reply.plan, state.find) : []), [reply, state.find])
  const foundKey = [...found].join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same rows are the same set
  const foundRows = useMemo(() => found, [foundKey])
  const drawing = useDrawing(request ? reply : null, state, foundRows)
  const sparks = useHistory(request ? reply : null, state.selected)
  const problem = mode === 'live' && !inSession ? sourceState(one, tree !== null, nowUs) : null
  const stale = problem !== null && tree !== null
  const ageS = tree && mode === 'live' && !inSession ? Math.max(0, nowUs - tree.endUs) / 1e6 : null
  const row = reply?.plan.rows.find(({ channel }) => channel === state.selected) ?? null
  const tip = useCallback(
    (channel: number) => {
      const now = trees.store.getState().reply
      const at = now?.plan.rows.find((each) => each.channel === channel)
      if (!now?.tree || !at) return null
      const watts = now.tree.rows.find((each) => each.channel === channel)?.value ?? null
      const age =
        now.moment.at === 'live'
          ? [{ label: 'Age', value: formatAge(Math.max(0, stores.nowUs() - now.tree.endUs) / 1e6) }]
          : []
      return {
        title: `${at.name}, ${wattWords(watts, wattDecimals(now.tree))}\u00a0W`,
        lines: formulaOf(at, now.plan.rows, now.tree),
        facts: [...factsOf(at, now.plan.rows, now.tree), ...age],
      }
    },
    [trees, stores],
  )
  const onLane = useCallback(
    (channel: number) => {
      layout.show(channelId(source.id, powerKey(channel)), true)
      shell.go('live')
    },
    [layout, shell, source.id],
  )
  const nextFound = (): void => {
    const all = [...foundRows]
    const next = all[(all.indexOf(state.selected ?? Number.NaN) + 1) % Math.max(1, all.length)]
    if (next === undefined) return
    trees.select(next)
  }
  const step = async (side: 'before' | 'after'): Promise<void> => {
    const root = tree?.nodes[0]?.channel ?? reply?.plan.rows.find(({ kind }) => kind === 'power')?.channel
    if (atUs === null || root === undefined) return
    const at = await trees.neighbour(scopeOf({ session }), channelId(source.id, powerKey(root)), atUs, side)
    if (at !== null) trees.lookAt(at)
  }
  const newer = one?.newerPlan
  const canDraw = reply === null || reply.plan.hasTree
  const look = canDraw ? state.look : 'table'
  return (
    <div className="tree">
      <TreeToolbar
        mode={mode}
        inSession={inSession}
        hasMoment={atUs !== null}
        hasSelection={selection !== null}
        scan={scanWords(request ? reply : null, zone)}
        age={ageS === null ? null : formatAge(ageS)}
        stale={stale}
        skew={skewWords(request ? reply : null)}
        settings={reply ? settingWords(reply) : ''}
        mark={one && one.link.at !== 'live' ? linkWords(one.link, one.health, nowUs) : null}
        simulated={source.simulated}
        sources={meters}
        sourceId={source.id}
        find={state.find}
        found={foundRows.size}
        hideBelow={state.hideBelow}
        look={look}
        canDraw={canDraw}
        canExport={tree !== null}
        exporting={state.exporting !== null}
        compared={state.pinned !== null}
        groupsOpen={state.groupsOpen && row === null}
        letterKeys={letterKeys}
        onMoment={trees.moment}
        onStep={(side) => void step(side)}
        onSource={trees.choose}
        onFind={trees.find}
        onNextFound={nextFound}
        onHideBelow={trees.hideBelow}
        onLook={trees.look}
        onFit={() => flow.current?.fitAll()}
        onCompare={trees.pin}
        onGroups={() => {
          trees.openGroups(row !== null || !state.groupsOpen)
          trees.select(null)
        }}
        onPlan={() => {
          if (plans.store.getState().opened) trees.turn('plan')
          else void plans.open().then((done) => done && trees.turn('plan'))
        }}
        onExport={(format) => request && void trees.save(request, format)}
      />
      <TreeBody
        state={state}
        look={look}
        tree={tree}
        drawing={drawing}
        pxPerW={drawing?.pxPerW ?? USUAL_SCALE}
        lines={reply && tree && look === 'table' ? tableLines(reply.plan, tree, state.pinned?.tree ?? null) : []}
        hasTree={canDraw}
        problem={request ? problem : { link: 'recorded', title: 'Nothing is chosen.', words: missingMoment(mode) }}
        nothing={request !== null && reply !== null && tree === null && problem === null}
        pinnedWords={state.pinned ? scanWords(state.pinned, zone) : null}
        planFault={planFault}
        partial={request && reply ? partialWords(reply) : null}
        onNewerPlan={newer === undefined ? null : () => void instruments.update(source.id, { plan: newer })}
        found={foundRows}
        sparks={sparks}
        stale={stale}
        tip={tip}
        flow={flow}
        panel={row && reply && tree ? <BoundRowPanel reply={reply} row={row} stale={stale} onLane={onLane} /> : null}
        onSelect={trees.select}
        onToggle={trees.toggle}
        onLane={onLane}
        onShowSmall={() => trees.hideBelow(0)}
        onCloseGroups={() => trees.openGroups(false)}
        onUnpin={trees.pin}
        onConnect={
          one && (linkAt === 'closed' || linkAt === 'failed') ? () => void instruments.connect(source.id) : null
        }
        onInstrument={() => {
          instruments.select(source.id)
          shell.go('instruments')
        }}
        onDismiss={() => {
          trees.closeNote()
          plans.dismiss()
        }}
        onCopy={(text) => void shell.copy(text)}
      />
    </div>
  )
}
