import type { FaultView } from '@contract/fault'
import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import type { TimeScale } from '../../lib/ticks'
import type { Alignment } from '../../state/alignment'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { Key } from '../../ui/Key'
import { Segmented } from '../../ui/Segmented'
import { AlignLanes } from './AlignLanes'
import { AlignPanel } from './AlignPanel'
import { EdgeResiduals } from './EdgeResiduals'
import { figures, methodLines, reasons, whereWords } from './select-align'

export interface AlignProps {
  readonly state: Alignment
  readonly host: string
  /** Machines that can be looked at; one is no choice. */
  readonly hosts: readonly string[]
  readonly scale: TimeScale
  readonly slow: boolean
  readonly fault: FaultView | null
  readonly onHost: (host: string) => void
  readonly onMethod: (method: Alignment['method']) => void
  readonly onNudge: (byUs: number) => void
  readonly onOffset: (us: number) => void
  readonly onShow: (range: { readonly fromUs: number; readonly toUs: number }) => void
  readonly onEdge: (side: 'before' | 'after') => void
  readonly onCopy: (text: string) => void
}

const NUDGES_MS = [-100, -10, -1, 1, 10, 100] as const

/** One machine's clock against the wall. */
export function Align(props: AlignProps) {
  const { state, host, hosts } = props
  const { view, picture, range } = state
  const [both, setBoth] = useState(true)
  const shown = figures(state)
  const { clock } = shown
  const press = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || !range) return
    const ms = event.ctrlKey ? 100 : event.shiftKey ? 10 : 1
    const side = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    const factor = event.key === 'ArrowUp' ? 0.5 : event.key === 'ArrowDown' ? 2 : 1
    if (side === 0 && factor === 1) return
    event.preventDefault()
    event.stopPropagation()
    if (side !== 0) props.onNudge(side * ms * 1_000)
    else {
      const [mid, half] = [(range.fromUs + range.toUs) / 2, ((range.toUs - range.fromUs) / 2) * factor]
      props.onShow({ fromUs: mid - half, toUs: mid + half })
    }
  }
  return (
    <div className="align" data-testid="align">
      <div className="align-main">
        <div className="toolbar" role="toolbar" aria-label="Alignment">
          {hosts.length > 1 ? (
            <span className="field">
              <select aria-label="Machine" value={host} onChange={(event) => props.onHost(event.target.value)}>
                {hosts.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </span>
          ) : (
            <strong>{host}</strong>
          )}
          <span className="soft align-where">
            {view?.wall ? `against ${view.wall.label} · ` : ''}
            {whereWords(picture, range)}. Raw time stamps are never changed.
          </span>
          <span className="toolbar-space" />
          <Button small onClick={() => props.onEdge('before')} disabled={!picture?.edges.length}>
            Previous edge
          </Button>
          <Button small onClick={() => props.onEdge('after')} disabled={!picture?.edges.length}>
            Next edge
          </Button>
          <Segmented
            name="Curves"
            value={both ? 'both' : 'proposed'}
            options={[
              { value: 'both', words: 'Show both' },
              { value: 'proposed', words: 'Only proposed' },
            ]}
            onChange={(which) => setBoth(which === 'both')}
          />
        </div>
        {props.fault && <FaultBox fault={props.fault} onCopy={props.onCopy} />}
        {view && range ? (
          <section
            className="align-stage"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the machine here
            tabIndex={0}
            onKeyDown={press}
            aria-label={`${host}: arrow keys move it by 1 ms, with Shift by 10, with Ctrl by 100`}
          >
            <AlignLanes
              view={view}
              picture={picture}
              clock={clock}
              range={range}
              scale={props.scale}
              both={both}
              onShow={props.onShow}
              onMove={props.onNudge}
            />
          </section>
        ) : (
          <div className="empty align-stage">
            {view ? (
              <>
                <strong>{host} has no power and no processor load to look at.</strong>
                <span>Its clock can still be aligned by sync posts, or by an offset that is typed.</span>
              </>
            ) : (
              props.slow && !props.fault && <span>Reading the load of {host}.</span>
            )}
          </div>
        )}
        {view && !view.wall && (
          <p className="align-alone">
            There is no power of a meter in this session at that time: load edges cannot be compared.
          </p>
        )}
        <div className="align-below">
          <EdgeResiduals edges={picture?.edges ?? []} residualUs={clock?.residualUs ?? null} />
          <section className="align-hand" aria-label="Move by hand">
            <h3>Move by hand</h3>
            <span className="align-nudges">
              {NUDGES_MS.map((ms) => (
                <Button
                  key={ms}
                  small
                  name={`Move by ${ms < 0 ? '−' : '+'}${Math.abs(ms)} ms`}
                  onClick={() => props.onNudge(ms * 1_000)}
                >
                  {`${ms < 0 ? '−' : '+'}${Math.abs(ms)}${Math.abs(ms) === 100 ? ' ms' : ''}`}
                </Button>
              ))}
            </span>
            <p className="soft">
              <Key>←</Key> <Key>→</Key> move 1 ms, with <Key>Shift</Key> 10 ms, with <Key>Ctrl</Key> 100 ms. Or drag the
              lower lane. All series of a machine move together.
            </p>
          </section>
        </div>
      </div>
      <AlignPanel
        lines={methodLines(state)}
        method={state.method}
        figures={shown}
        reasons={view ? reasons(state) : []}
        onMethod={props.onMethod}
        onOffset={props.onOffset}
      />
    </div>
  )
}
