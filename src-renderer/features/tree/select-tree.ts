import type { InstrumentView, LinkState } from '@contract/instruments'
import { formatAge, formatCount, formatFixed, formatTime } from '@contract/quantity'
import type { PlanView, SolvedTree, TreeMoment, TreeReply } from '@contract/tree'
import { linkWords } from '../../lib/link-words'
import type { TreeItem } from '../../lib/visible-tree'
import type { Tree } from '../../state/tree'
import type { View } from '../../state/view'
import { deltaWords, excessWords, KIND_WORDS, shareWords, wattDecimals, wattWords, whyNoValue } from './row-words'

const NBSP = '\u00a0'

/** Which scan is asked for; null when the cursor or the selection it needs is missing. */
export function momentOf(
  { mode, atUs }: Pick<Tree, 'mode' | 'atUs'>,
  view: Pick<View, 'selection' | 'session'>,
): TreeMoment | null {
  if (mode === 'time') return atUs === null ? null : { at: 'time', tUs: atUs }
  if (mode === 'mean') return view.selection && { at: 'mean', ...view.selection }
  if (!view.session) return { at: 'live' }
  return view.session.endUs === null ? null : { at: 'time', tUs: view.session.endUs }
}

/** What is missing for the chosen way of looking. */
export const missingMoment = (mode: Tree['mode']): string =>
  mode === 'mean'
    ? 'No span is selected. Drag with Shift on the Live screen, or press A there; then the mean of the span stands here.'
    : mode === 'time'
      ? 'No moment is chosen. Put cursor A on the Live screen (1), or press T there; then the scan at that moment stands here.'
      : 'This session is still being recorded. Choose a moment or a span of it on the Live screen.'

/** Which scan the numbers belong to, in words. */
export function scanWords(reply: TreeReply | null, zone: string): string {
  const tree = reply?.tree
  if (!reply || !tree) return 'No scan'
  const time = (us: number): string => formatTime(us, zone)
  if (reply.moment.at !== 'mean')
    return `Scan ${tree.loop > 0 ? `${formatCount(tree.loop + 1)} · ` : ''}${time(tree.endUs)}`
  const { fromUs, toUs } = reply.moment
  return `Mean of ${formatCount(reply.scans)} / ${formatCount(reply.expected)} scans · ${time(fromUs)} … ${time(toUs)}`
}

/** The most rows that are named. */
const NAMED = 3

/** Rows of a mean without a value in some of its scans; null when there are none. */
export function partialWords({
  partial = [],
  plan,
  scans,
}: Pick<TreeReply, 'partial' | 'plan' | 'scans'>): string | null {
  if (partial.length === 0) return null
  const names = partial.slice(0, NAMED).map((one) => {
    const name = plan.rows.find(({ channel }) => channel === one.channel)?.name ?? String(one.channel)
    return `${name} has a value in ${formatCount(one.scans)} of ${formatCount(scans)} scans`
  })
  const more = partial.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
}

/** Settings the scan was measured with. */
export function settingWords({ channels, nplc, intervalMs }: TreeReply): string {
  const every = intervalMs >= 1_000 ? `${formatFixed(intervalMs / 1_000, 1)}${NBSP}s` : `${intervalMs}${NBSP}ms`
  return `${formatCount(channels)} channels, NPLC${NBSP}${nplc}, every ${every}`
}

export const skewWords = (reply: TreeReply | null): string =>
  reply?.skewMs == null ? '—' : `${formatFixed(reply.skewMs, 0)}${NBSP}ms`

/** A card, ready to be drawn. */
export interface CardText {
  readonly id: string
  readonly name: string
  readonly watts: string
  readonly second: string
  /** Above the card, when its children exceed it. */
  readonly note: readonly string[] | null
  readonly tone: 'plain' | 'negative' | 'none'
  readonly spoken: string
}

const powerOfRow = (tree: SolvedTree | null, channel: number): number | null =>
  tree?.rows.find((one) => one.channel === channel)?.value ?? null

/** Watts of each card's rows at the other moment. */
export function pinnedWatts(items: readonly TreeItem[], tree: SolvedTree | null): ReadonlyMap<string, number | null> {
  const values = new Map((tree?.rows ?? []).map(({ channel, value }) => [channel, value]))
  return new Map(
    items.map(({ id, row, hidden }) => {
      if (row) return [id, values.get(row.channel) ?? null]
      return [id, hidden.reduce((sum, channel) => sum + (values.get(channel) ?? 0), 0)]
    }),
  )
}

/** What stands on each card. `other` are the watts of a comparison, or null. */
export function cardTexts(
  items: readonly TreeItem[],
  reply: TreeReply,
  other: ReadonlyMap<string, number | null> | null,
): ReadonlyMap<string, CardText> {
  const { tree, plan, skewMs } = reply
  const decimals = tree ? wattDecimals(tree) : 2
  const below = new Map<string, TreeItem[]>()
  for (const item of items) {
    if (item.parent === null) continue
    const siblings = below.get(item.parent)
    if (siblings) siblings.push(item)
    else below.set(item.parent, [item])
  }
  return new Map(
    items.map((item) => {
      const text = cardText(item, plan, tree, decimals, other?.get(item.id), other !== null)
      return [item.id, { ...text, note: excessWords(below.get(item.id) ?? [], skewMs, decimals) }]
    }),
  )
}

function cardText(
  item: TreeItem,
  plan: PlanView,
  tree: SolvedTree | null,
  decimals: number,
  other: number | null | undefined,
  compared: boolean,
): Omit<CardText, 'note'> {
  const { row, node, watts } = item
  const name = row ? row.name : `other (${item.hidden.length})`
  const why = row && tree && watts === null ? whyNoValue(row, item, plan.rows, tree) : null
  const shares = node
    ? node.parent === null
      ? shareWords(node.ofTotalPercent)
      : `${shareWords(node.ofParentPercent).replace(`${NBSP}%`, '')} · ${shareWords(node.ofTotalPercent)}`
    : `${item.hidden.length} small row${item.hidden.length === 1 ? '' : 's'}`
  const difference = watts === null || other == null ? null : watts - other
  const second =
    why ?? (compared ? `Δ ${deltaWords(difference, decimals)}${difference === null ? '' : `${NBSP}W`}` : shares)
  const spoken = [
    name,
    KIND_WORDS[item.kind],
    watts === null ? `no value, ${why ?? 'not read'}` : `${wattWords(watts, decimals)}${NBSP}W`,
    ...(node && watts !== null
      ? [`${shareWords(node.ofParentPercent)} of parent, ${shareWords(node.ofTotalPercent)} of root`]
      : []),
    ...(item.folded ? [`${item.children} children folded away`] : []),
  ].join(', ')
  const tone = watts === null ? 'none' : watts < 0 ? 'negative' : 'plain'
  return { id: item.id, name, watts: wattWords(watts, decimals), second, tone, spoken }
}

/** A line of the table: the same numbers as the card. */
export interface TableLine {
  readonly channel: number
  readonly name: string
  readonly depth: number
  readonly group: string
  readonly kind: string
  readonly senseV: number | null
  readonly railV: number | null
  readonly currentA: number | null
  readonly watts: number | null
  readonly ofParent: number | null
  readonly ofTotal: number | null
  readonly why: string | null
  readonly other: number | null
}

/** All rows with power in file order, and the voltage rows behind them. */
export function tableLines(plan: PlanView, tree: SolvedTree, other: SolvedTree | null): readonly TableLine[] {
  const solved = new Map(tree.rows.map((one) => [one.channel, one]))
  const nodes = new Map(tree.nodes.map((one) => [one.channel, one]))
  return plan.rows
    .filter(({ kind }) => kind !== 'voltage')
    .map((row) => {
      const own = solved.get(row.channel)
      const node = nodes.get(row.channel)
      return {
        channel: row.channel,
        name: row.name,
        depth: node?.depth ?? 0,
        group: row.group,
        kind: KIND_WORDS[row.kind],
        senseV: own?.senseV ?? null,
        railV: own?.railV ?? null,
        currentA: own?.currentA ?? null,
        watts: own?.value ?? null,
        ofParent: node?.ofParentPercent ?? null,
        ofTotal: node?.ofTotalPercent ?? null,
        why: whyNoValue(row, own, plan.rows, tree),
        other: powerOfRow(other, row.channel),
      }
    })
}

/** How the source stands, for the place of a tree that is not there, and for one that is old. */
export interface SourceState {
  readonly link: LinkState['at'] | 'recorded'
  readonly title: string
  readonly words: string
}

/** Why no scan is shown, or why the one that is shown is old; null while all is well. */
export function sourceState(one: InstrumentView | null, hasTree: boolean, nowUs: number): SourceState | null {
  if (!one) return null
  const { link, name, health } = one
  const say = (title: string, words: string): SourceState => ({ link: link.at, title, words })
  switch (link.at) {
    case 'closed':
    case 'closing':
      return say(`${name} is not connected.`, 'Connect it, and the first scan stands here.')
    case 'connecting':
      return say(
        `${name} is connecting.`,
        `${linkWords(link, health, nowUs).words}. The first scan stands here when it is complete.`,
      )
    case 'live':
      return hasTree
        ? null
        : say('Waiting for the first scan.', `${name} answers; a scan of all channels is under way.`)
    case 'stale': {
      const age = formatAge(Math.max(0, nowUs - (health.lastSampleUs ?? link.sinceUs)) / 1e6)
      return say(
        `${name} has sent nothing for ${age}.`,
        'The numbers below are those of the last scan. It is connected again by itself when it stays silent.',
      )
    }
    case 'reconnecting':
      return say(
        `${link.fault.title}.`,
        `${link.fault.cause} ${linkWords(link, health, nowUs).words}; the numbers are those of the last scan.`,
      )
    case 'failed':
      return say(`${link.fault.title}.`, `${link.fault.cause} ${link.fault.consequence} ${link.fault.next}`)
  }
}

/** Rows whose name, group or channel holds the text, in file order; none for an empty text. */
export function findRows(plan: PlanView, text: string): readonly number[] {
  const wanted = text.trim().toLowerCase().replace('\u2212', '-')
  if (wanted === '') return []
  return plan.rows
    .filter(({ kind }) => kind !== 'voltage')
    .filter(({ name, group, channel }) => `${name} ${group} ${channel}`.toLowerCase().includes(wanted))
    .map(({ channel }) => channel)
}
