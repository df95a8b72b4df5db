import { channelId } from '@contract/model'
import { formatAge, formatFixed, formatTime } from '@contract/quantity'
import type { PlanRow, TreeReply } from '@contract/tree'
import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { powerKey } from '../../state/voltmeters'
import { factsOf, formulaOf } from './formula'
import { RowPanel } from './RowPanel'
import { wattDecimals, whyNoValue } from './row-words'
import { useZone } from './use-zone.bound'

export interface BoundRowPanelProps {
  readonly reply: TreeReply
  readonly row: PlanRow
  readonly stale: boolean
  readonly onLane: (channel: number) => void
}

const RECENT_US = 600e6

/** The panel of the selected row with its history. */
export function BoundRowPanel({ reply, row, stale, onLane }: BoundRowPanelProps) {
  const { tree: trees, treeHistory, settings, shell, view } = useStores()
  const zone = useZone()
  const energyUnit = useStore(settings.store, (s) => s.energyUnit)
  const pinned = useStore(trees.store, (s) => s.pinned)
  const { recent, stats } = useStore(treeHistory.store)
  const following = useStore(view.store, (s) => s.range === null)
  const { tree, plan } = reply
  if (!tree) return null
  const id = channelId(reply.sourceId, powerKey(row.channel))
  const own = tree.rows.find(({ channel }) => channel === row.channel)
  const node = tree.nodes.find(({ channel }) => channel === row.channel) ?? null
  const watts = own?.value ?? null
  const decimals = wattDecimals(tree)
  const isRest = row.kind === 'remaining' || row.kind === 'dynamic'
  const fits = recent?.channel === id ? recent : null
  const live = reply.moment.at === 'live'
  const nowUs = shell.store.getState().nowUs
  const age = live ? [{ label: 'Age', value: formatAge(Math.max(0, nowUs - tree.endUs) / 1e6) }] : []
  return (
    <RowPanel
      row={row}
      node={node}
      parentName={plan.rows.find(({ channel }) => channel === node?.parent)?.name ?? null}
      watts={watts}
      decimals={decimals}
      other={
        pinned?.tree ? (pinned.tree.rows.find(({ channel }) => channel === row.channel)?.value ?? null) : undefined
      }
      why={whyNoValue(row, own, plan.rows, tree)}
      excess={
        isRest && watts !== null && watts < 0
          ? `Children exceed parent by ${formatFixed(-watts, decimals)}\u00a0W.`
          : null
      }
      stale={stale}
      formula={
        reply.moment.at === 'mean' ? meanFormula(formulaOf(row, plan.rows, tree)) : formulaOf(row, plan.rows, tree)
      }
      facts={[
        ...factsOf(row, plan.rows, tree),
        { label: 'Read', value: `${formatTime(tree.startUs, zone)} … ${formatTime(tree.endUs, zone)}` },
        ...age,
      ]}
      history={{
        envelope: fits?.envelope ?? null,
        range: fits?.range ?? { fromUs: tree.endUs - RECENT_US, toUs: tree.endUs },
        end: live ? 'now' : formatTime(tree.endUs, zone, 0),
      }}
      stats={stats?.channel === id ? stats : null}
      statsScope={following ? 'Followed window' : 'Visible span'}
      energyUnit={energyUnit}
      onLane={() => onLane(row.channel)}
      onCopy={(text) => void shell.copy(text)}
      onClose={() => trees.select(null)}
    />
  )
}

/** The mean of a product is not the product of means: only the rule and the result are true of a mean. */
const meanFormula = (lines: readonly string[]): readonly string[] => [lines[0] ?? '', 'mean of the value of every scan']
