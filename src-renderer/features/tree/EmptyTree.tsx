import type { FaultView } from '@contract/fault'
import type { PlanExample } from '@contract/tree'
import { Button } from '../../ui/Button'
import { FaultBox } from '../../ui/FaultBox'
import { Icon } from '../../ui/icons/Icon'
import { type Mark, StateMark } from '../../ui/Shape'

export interface EmptyTreeProps {
  /** The opened session has no voltmeter. */
  readonly session: string | null
  /** Saved voltmeters with their state. */
  readonly saved: readonly {
    readonly id: string
    readonly name: string
    readonly mark: Mark
    readonly canConnect: boolean
  }[]
  readonly fault: FaultView | null
  readonly onOpen: () => void
  readonly onExample: (which: PlanExample) => void
  readonly onMeasure: () => void
  readonly onConnect: (id: string) => void
  readonly onBackToLive: () => void
  readonly onCopy: (text: string) => void
}

/** What is missing before a tree can be drawn, and how to get it. */
export function EmptyTree(props: EmptyTreeProps) {
  const { saved, session } = props
  return (
    <div className="first tree-empty" data-testid="tree-empty">
      <h2>{session === null ? 'No power tree yet' : `${session} holds no scans of a voltmeter`}</h2>
      <p className="first-lead">
        {session === null
          ? 'A tree needs two things: a channel file, which says what is wired to which channel, and a voltmeter that reads it.'
          : 'A power tree is drawn from scans of a 34980A. This session was recorded without one.'}
        {session !== null && (
          <>
            {' '}
            <Button small onClick={props.onBackToLive}>
              Back to live
            </Button>
          </>
        )}
      </p>
      {props.fault && <FaultBox fault={props.fault} onCopy={props.onCopy} />}
      <div className="first-ways">
        <section>
          <Icon name="file" />
          <h3>Open a channel file</h3>
          <p>
            Drop a CSV anywhere on this window, or choose one. Rows and problems are shown side by side; nothing is
            measured yet.
          </p>
          <Button kind="primary" onClick={props.onOpen}>
            Open channel file
          </Button>
        </section>
        <section>
          <Icon name="tree" />
          <h3>Look at an example</h3>
          <p>
            Two boards with invented values, one of each form of the file. Good for a first look, and to measure a
            simulator with.
          </p>
          <span className="first-buttons">
            <Button onClick={() => props.onExample('tinderboxC2')}>Open C2, with tree</Button>
            <Button onClick={() => props.onExample('tinderboxB3')}>Open B3, without</Button>
          </span>
        </section>
        <section>
          <Icon name="plug" />
          <h3>Measure with a voltmeter</h3>
          <p>A 34980A on the lab network, by name or address, port 5025.</p>
          {saved.length > 0 && (
            <ul className="first-waiting" aria-label="Saved voltmeters">
              {saved.map(({ id, name, mark, canConnect }) => (
                <li key={id}>
                  <strong>{name}</strong>
                  <StateMark mark={mark} />
                  {canConnect && (
                    <Button small name={`Connect ${name}`} onClick={() => props.onConnect(id)}>
                      Connect
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
          <Button onClick={props.onMeasure}>Add voltmeter</Button>
        </section>
      </div>
    </div>
  )
}
