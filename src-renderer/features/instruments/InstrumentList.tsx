import type { InstrumentView, PortView } from '@contract/instruments'
import { linkWords } from '../../lib/link-words'
import { Button } from '../../ui/Button'
import { Shape } from '../../ui/Shape'
import { portState, shortPath } from './select-instruments'

export interface InstrumentListProps {
  readonly list: readonly InstrumentView[]
  readonly power: readonly string[]
  readonly ports: readonly PortView[]
  readonly selectedId: string | null
  readonly nowUs: number
  readonly onSelect: (id: string) => void
  readonly onAdd: (address: string) => void
  readonly onAddVoltmeter: () => void
  readonly onPair: () => void
  readonly onCheck: () => void
  readonly onRescan: () => void
  readonly onDemo: () => void
}

/** Saved instruments with their states, and the serial ports nobody uses yet. */
export function InstrumentList(props: InstrumentListProps) {
  const { list, ports } = props
  return (
    <aside className="instruments-list" aria-label="Instruments">
      <div className="instruments-head">
        <h2>Instruments</h2>
        <Button small icon="bluetooth" onClick={props.onPair}>
          Pair a PowerSpy2
        </Button>
      </div>
      <div className="instruments-ways">
        <Button small icon="plus" onClick={() => props.onAdd('')}>
          Add meter
        </Button>
        <Button small icon="plus" onClick={props.onAddVoltmeter}>
          Add voltmeter
        </Button>
      </div>
      {list.length === 0 && (
        <div className="empty">
          <strong>No instrument is saved.</strong>
          <span>
            Pair a PowerSpy2 over Bluetooth, add a meter by its device node, a voltmeter by its address, choose a port
            below, or try everything on the demo bench.
          </span>
          <span>
            <Button small icon="play" onClick={props.onDemo}>
              Open demo bench
            </Button>
          </span>
        </div>
      )}
      <ul>
        {list.map((one, i) => (
          <li key={one.id}>
            <Item
              one={one}
              power={props.power[i] ?? ''}
              selected={one.id === props.selectedId}
              nowUs={props.nowUs}
              onSelect={() => props.onSelect(one.id)}
            />
          </li>
        ))}
      </ul>
      <section className="ports" aria-label="Other serial ports">
        <div className="ports-head">
          <h3 className="label">Other serial ports</h3>
          <Button small kind="quiet" icon="refresh" name="Look for ports again" onClick={props.onRescan} />
        </div>
        {ports.length === 0 && (
          <p className="label">No other port was found. A device node can be typed under Add meter.</p>
        )}
        <ul>
          {ports.map((port) => (
            <li key={port.path}>
              <Port port={port} onAdd={() => props.onAdd(port.path)} />
            </li>
          ))}
        </ul>
      </section>
      <div className="instruments-check">
        <Button small kind="quiet" onClick={props.onCheck}>
          Check this computer
        </Button>
      </div>
    </aside>
  )
}

function Item({
  one,
  power,
  selected,
  nowUs,
  onSelect,
}: {
  readonly one: InstrumentView
  readonly power: string
  readonly selected: boolean
  readonly nowUs: number
  readonly onSelect: () => void
}) {
  const words = linkWords(one.link, one.health, nowUs)
  const toned = words.tone === 'warn' || words.tone === 'fault'
  return (
    <button type="button" className="instrument" aria-current={selected ? 'true' : undefined} onClick={onSelect}>
      <Shape name={words.shape} tone={words.tone} />
      <span className="instrument-name">
        <span title={one.name}>{one.name}</span>
        {one.simulated && <span className="tag">simulated</span>}
      </span>
      <span className="instrument-power">{power}</span>
      <span className="instrument-address label">
        {one.identity && `#${one.identity.serial} · `}
        {one.bluetooth && `${one.bluetooth} · `}
        {one.address}
      </span>
      <span className={`instrument-state ${toned ? `tone-${words.tone}` : 'soft'}`}>{words.words}</span>
    </button>
  )
}

function Port({ port, onAdd }: { readonly port: PortView; readonly onAdd: () => void }) {
  const state = portState(port)
  return (
    <button type="button" className="port" onClick={onAdd} title={`Add a meter on ${port.path}`}>
      <code>{shortPath(port.path)}</code>
      <span className="soft port-hint">{port.hint}</span>
      <span className={state.good ? 'muted' : 'tone-warn'}>{state.words}</span>
    </button>
  )
}
