import type { ConnectStep, LinkState } from '@contract/instruments'
import { Shape } from '../../ui/Shape'

const STEPS: readonly (readonly [string, ConnectStep | 'closed' | 'live'])[] = [
  ['Closed', 'closed'],
  ['Open', 'open'],
  ['Resync', 'resync'],
  ['Identify', 'identify'],
  ['Calibration', 'calibration'],
  ['Mains', 'mains'],
  ['Start', 'start'],
  ['Live', 'live'],
]

/** Steps a voltmeter does not take. */
const MAINS_ONLY: ReadonlySet<string> = new Set(['resync', 'calibration', 'mains'])

const atOf = (link: LinkState): string =>
  link.at === 'connecting' ? link.step : link.at === 'failed' || link.at === 'closing' ? 'closed' : link.at

/** The states a link goes through, with the one it is in. */
export function LinkSteps({ link, isMains }: { readonly link: LinkState; readonly isMains: boolean }) {
  const at = atOf(link)
  const step = (words: string, id: string, branch: boolean) => (
    <li key={id} className={branch ? 'step step--branch' : 'step'} aria-current={id === at ? 'step' : undefined}>
      {id === at && id === 'live' && <Shape name="disc" tone="ok" />}
      {id === at && id === 'stale' && <Shape name="triangle" tone="warn" />}
      {id === at && id === 'reconnecting' && <Shape name="hollow-triangle" tone="warn" />}
      {words}
    </li>
  )
  return (
    <ol className="steps" aria-label="Link state">
      {STEPS.filter(([, id]) => isMains || !MAINS_ONLY.has(id)).map(([words, id]) => step(words, id, false))}
      {step('Stale', 'stale', true)}
      {step('Reconnecting', 'reconnecting', true)}
    </ol>
  )
}
