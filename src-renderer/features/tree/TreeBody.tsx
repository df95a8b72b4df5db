import type { FaultView } from '@contract/fault'
import type { SolvedTree } from '@contract/tree'
import type { ReactNode, Ref } from 'react'
import type { Tree } from '../../state/tree'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { Shape } from '../../ui/Shape'
import { Groups } from './Groups'
import { wattDecimals } from './row-words'
import type { SourceState, TableLine } from './select-tree'
import { TreeFlow, type TreeFlowHandle, type TreeFlowProps } from './TreeFlow'
import { TreeLegend } from './TreeLegend'
import { TreeTable } from './TreeTable'

export interface TreeBodyProps
  extends Pick<
    TreeFlowProps,
    'found' | 'sparks' | 'stale' | 'tip' | 'onSelect' | 'onToggle' | 'onLane' | 'onShowSmall'
  > {
  readonly state: Pick<Tree, 'selected' | 'groupsOpen' | 'pinned' | 'saved' | 'exportFault' | 'fault'>
  readonly look: Tree['look']
  readonly tree: SolvedTree | null
  readonly drawing: Pick<TreeFlowProps, 'items' | 'layout' | 'flows' | 'texts'> | null
  readonly pxPerW: number
  readonly lines: readonly TableLine[]
  /** The file says what feeds what. */
  readonly hasTree: boolean
  readonly problem: SourceState | null
  /** There is no scan at this moment. */
  readonly nothing: boolean
  /** The other moment of a comparison, in words. */
  readonly pinnedWords: string | null
  readonly planFault: FaultView | null
  /** Rows of a mean that have no value in some of its scans, in words; null when all are whole. */
  readonly partial: string | null
  /** Measures with the channel file as it is on disk now; null while it has not changed. */
  readonly onNewerPlan: (() => void) | null
  readonly flow: Ref<TreeFlowHandle>
  readonly panel: ReactNode
  readonly onCloseGroups: () => void
  readonly onUnpin: () => void
  readonly onConnect: (() => void) | null
  readonly onInstrument: () => void
  readonly onDismiss: () => void
  readonly onCopy: (text: string) => void
}

/** The drawing or the table, what is to be said above it, and the panel beside it. */
export function TreeBody(props: TreeBodyProps) {
  const { state, tree, drawing, look } = props
  const decimals = tree ? wattDecimals(tree) : 2
  const fault = state.exportFault ?? props.planFault ?? (tree ? null : state.fault)
  return (
    <>
      <Notes {...props} />
      {fault && (
        <FaultBox fault={fault} onCopy={props.onCopy}>
          <Button small kind="quiet" onClick={props.onDismiss}>
            Close
          </Button>
        </FaultBox>
      )}
      <div className={props.panel || state.groupsOpen ? 'tree-main tree-main--panel' : 'tree-main'}>
        <div className="tree-view">
          {tree && look === 'flow' && drawing && (
            <TreeFlow
              {...drawing}
              ref={props.flow}
              pxPerW={props.pxPerW}
              selected={state.selected}
              found={props.found}
              sparks={props.sparks}
              stale={props.stale}
              tip={props.tip}
              onSelect={props.onSelect}
              onToggle={props.onToggle}
              onLane={props.onLane}
              onShowSmall={props.onShowSmall}
            />
          )}
          {tree && look === 'table' && (
            <TreeTable
              lines={props.lines}
              compared={state.pinned !== null}
              decimals={decimals}
              selected={state.selected}
              found={props.found}
              stale={props.stale}
              onSelect={props.onSelect}
              onCopy={props.onCopy}
            />
          )}
          {!tree && <div className="tree-hollow" />}
        </div>
        {props.panel ??
          (state.groupsOpen && tree ? (
            <Groups
              decimals={decimals}
              groups={tree.groups}
              other={state.pinned?.tree?.groups ?? null}
              onClose={props.onCloseGroups}
            />
          ) : null)}
      </div>
      {look === 'flow' && <TreeLegend pxPerW={props.pxPerW} compared={state.pinned !== null} />}
    </>
  )
}

/** One line each: how the source stands, what is compared, what was saved. */
function Notes(props: TreeBodyProps) {
  const { problem, state } = props
  return (
    <>
      {problem && (
        <div className={`tree-note tree-note--${problem.link}`} role="status" data-testid="tree-note">
          <Shape {...SHAPES[problem.link]} />
          <span>
            <strong>{problem.title}</strong> {problem.words}
          </span>
          {props.onConnect && (
            <Button small onClick={props.onConnect}>
              Connect
            </Button>
          )}
          {problem.link !== 'recorded' && (
            <Button small kind="quiet" onClick={props.onInstrument}>
              Show instrument
            </Button>
          )}
        </div>
      )}
      {props.onNewerPlan && (
        <div className="tree-note tree-note--stale" role="status">
          <Shape name="triangle" tone="warn" />
          <span>
            <strong>The channel file was changed on disk.</strong> Measuring goes on with the rows as they were.
          </span>
          <Button small onClick={props.onNewerPlan}>
            Use the new file
          </Button>
        </div>
      )}
      {props.partial !== null && (
        <div className="tree-note" role="status">
          <Shape name="triangle" tone="warn" />
          <span>
            <strong>Not every scan has every value.</strong> {props.partial}. Their means are those of the other scans.
          </span>
        </div>
      )}
      {props.nothing && (
        <div className="tree-note" role="status">
          <Shape name="note" tone="ok" />
          <span>
            <strong>There is no scan at this moment.</strong> The voltmeter was not measuring then. Choose another
            moment or span on the Live screen.
          </span>
        </div>
      )}
      {!props.hasTree && (
        <div className="tree-note" role="status">
          <Shape name="note" tone="ok" />
          <span>
            <strong>This channel file has no tree.</strong> It is of the older form without parents; the table shows
            every row.
          </span>
        </div>
      )}
      {props.pinnedWords !== null && (
        <div className="tree-note" role="status" data-testid="tree-compared">
          <Shape name="note" tone="ok" />
          <span>
            <strong>Compared with {props.pinnedWords}.</strong> Δ is what is shown now minus that.
          </span>
          <Button small kind="quiet" onClick={props.onUnpin}>
            End comparison
          </Button>
        </div>
      )}
      {state.saved !== null && (
        <div className="tree-note" role="status" data-testid="tree-saved">
          <Shape name="tick" tone="ok" />
          <span>Saved {state.saved}</span>
          <Button small kind="quiet" icon="close" name="Close note" onClick={props.onDismiss} />
        </div>
      )}
    </>
  )
}

const SHAPES = {
  closed: { name: 'square', tone: 'idle' },
  closing: { name: 'square', tone: 'idle' },
  connecting: { name: 'broken-ring', tone: 'busy' },
  live: { name: 'broken-ring', tone: 'busy' },
  stale: { name: 'triangle', tone: 'warn' },
  reconnecting: { name: 'hollow-triangle', tone: 'warn' },
  failed: { name: 'octagon', tone: 'fault' },
  recorded: { name: 'note', tone: 'ok' },
} as const
