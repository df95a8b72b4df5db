import type { AboutView } from '@contract/about'
import type { FaultView } from '@contract/fault'
import { Button } from '../../ui/Button'
import { Command, FaultBox } from '../../ui/FaultBox'
import { Icon } from '../../ui/icons/Icon'
import { type Mark, Shape, StateMark } from '../../ui/Shape'
import { EmptyPlot } from './EmptyPlot'

/** A saved instrument that is not connected, with its state. */
export interface Waiting {
  readonly id: string
  readonly name: string
  readonly mark: Mark
}

/** More than these are on the Instruments screen. */
const SHOWN_WAITING = 3

export interface FirstStartProps {
  readonly about: AboutView | null
  readonly waiting: readonly Waiting[]
  readonly recorded: number
  readonly fault: FaultView | null
  readonly busy: boolean
  readonly letterKeys: boolean
  readonly onDemo: () => void
  readonly onConnect: () => void
  readonly onPair: () => void
  readonly onCheck: () => void
  readonly onConnectSaved: (id: string) => void
  readonly onSessions: () => void
  readonly onCopy: (text: string) => void
}

const CHECKS = {
  ok: { name: 'tick', tone: 'ok' },
  warn: { name: 'triangle', tone: 'warn' },
  fault: { name: 'octagon', tone: 'fault' },
} as const

/** What to do when nothing is measured yet: three ways in, an empty plot with its axes, and the state of this workstation. */
export function FirstStart(props: FirstStartProps) {
  const { about, fault, waiting, recorded } = props
  const wanting = about?.checks.filter((check) => check.state !== 'ok') ?? []
  return (
    <div className="first" data-testid="first-start">
      <h2>Measure where the power goes</h2>
      <p className="first-lead">
        {recorded === 0 ? 'Nothing is recorded yet.' : 'No source is connected.'} Start with one of these; you can add
        the others at any time, all on one time axis.
      </p>
      <div className="first-ways">
        <section>
          <Icon name="play" />
          <h3>Open the demo bench</h3>
          <p>
            A simulated PowerSpy2 with a laptop that boots, idles and builds. All screens work. Every value is marked{' '}
            <span className="tag">simulated</span>
          </p>
          <Button
            kind="primary"
            autoFocus
            onClick={props.onDemo}
            disabled={props.busy}
            keyHint={props.letterKeys ? 'D' : undefined}
            testId="open-demo"
          >
            Open demo bench
          </Button>
        </section>
        <section>
          <Icon name="plug" />
          <h3>Connect a meter</h3>
          <p>
            A PowerSpy2 over Bluetooth, step by step, or by its device node such as <code>/dev/rfcomm0</code>.{' '}
            {waiting.length > 0 &&
              `${waiting.length} saved ${waiting.length === 1 ? 'instrument is' : 'instruments are'} not connected.`}
          </p>
          {waiting.length > 0 && (
            <ul className="first-waiting" aria-label="Saved instruments">
              {waiting.slice(0, SHOWN_WAITING).map(({ id, name, mark }) => (
                <li key={id}>
                  <strong>{name}</strong>
                  <StateMark mark={mark} />
                  <Button small name={`Connect ${name}`} onClick={() => props.onConnectSaved(id)}>
                    Connect
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <div className="first-buttons">
            <Button icon="bluetooth" onClick={props.onPair}>
              Pair a PowerSpy2
            </Button>
            <Button kind="quiet" onClick={props.onConnect}>
              {waiting.length > 0 ? 'Show instruments' : 'By device node'}
            </Button>
          </div>
        </section>
        <section>
          <Icon name="sessions" />
          <h3>Look at a session</h3>
          <p>
            {recorded === 0
              ? 'What is recorded is kept on this workstation, one file per session. It opens in the same chart and exports as CSV.'
              : `${recorded} recorded ${recorded === 1 ? 'session is' : 'sessions are'} on this workstation.`}
          </p>
          <Button onClick={props.onSessions}>Show sessions</Button>
        </section>
      </div>
      {fault && <FaultBox fault={fault} onCopy={props.onCopy} />}
      <EmptyPlot />
      {about && about.checks.length > 0 && (
        <section className="first-checks" aria-label="This workstation">
          <div className="first-checks-head">
            <h3>This workstation</h3>
            <span className="label">
              {wanting.length === 0
                ? `All ${about.checks.length} checks are good.`
                : `${about.checks.length - wanting.length} of ${about.checks.length} checks are good; the others are below.`}
            </span>
            <Button small kind="quiet" onClick={props.onCheck}>
              Check this computer
            </Button>
          </div>
          <ul>
            {wanting.map((check) => (
              <li key={`${check.group} ${check.name}`}>
                <Shape {...CHECKS[check.state]} />
                <strong>{check.name}</strong>
                <span className="soft">{`${check.text}. ${check.next}`}</span>
                {check.command && <Command text={check.command} onCopy={props.onCopy} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
