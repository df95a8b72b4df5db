import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { withNewest } from '../../state/newest'
import { useStores } from '../../state/stores'
import { isVoltmeter } from '../../state/voltmeters'
import { AddMeter } from './AddMeter'
import { BoundAddVoltmeter } from './AddVoltmeter.bound'
import { InstrumentDetail } from './InstrumentDetail'
import { InstrumentList } from './InstrumentList'
import { otherPorts, powerNow } from './select-instruments'
import { BoundTraffic } from './Traffic.bound'
import { BoundVoltmeterSettings } from './VoltmeterSettings.bound'

/** Ports are looked at again this often while the screen is open: adapters come and go. */
const PORTS_MS = 3_000

/** Instruments: the list at the left, one of them (or a new one) at the right. */
export function BoundInstruments() {
  const { instruments, live, shell, settings, pairing } = useStores()
  const { list: saved, ports, selectedId, fault, loaded, adding, binding } = useStore(instruments.store)
  const readouts = useStore(live.store, (s) => s.readouts)
  const list = useMemo(() => withNewest(saved, readouts), [saved, readouts])
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const energyUnit = useStore(settings.store, (s) => s.energyUnit)
  useEffect(() => {
    void instruments.loadPorts()
    const timer = setInterval(() => void instruments.loadPorts(), PORTS_MS)
    return () => clearInterval(timer)
  }, [instruments])
  const selected = list.find(({ id }) => id === selectedId) ?? list[0] ?? null
  const power = useMemo(() => list.map((one) => powerNow(one, readouts)), [list, readouts])
  const copy = (text: string): void => void shell.copy(text)
  return (
    <div className="instruments">
      <InstrumentList
        list={list}
        power={power}
        ports={otherPorts(ports, list)}
        selectedId={adding === null ? (selected?.id ?? null) : null}
        nowUs={nowUs}
        onSelect={instruments.select}
        onAdd={(address) => instruments.startAdding('meter', address)}
        onAddVoltmeter={() => instruments.startAdding('voltmeter')}
        onPair={() => void pairing.start()}
        onCheck={() => shell.check(true)}
        onRescan={() => void instruments.loadPorts()}
        onDemo={() => void instruments.demo()}
      />
      <div className="instruments-detail">
        {adding?.what === 'voltmeter' ? (
          <BoundAddVoltmeter onDone={instruments.stopAdding} onCancel={instruments.stopAdding} />
        ) : adding !== null || (loaded && selected === null) ? (
          <AddMeter
            key={adding?.address}
            address={adding?.address ?? ''}
            ports={ports}
            fault={fault}
            onAdd={(what) => void instruments.add(what).then((done) => done && instruments.stopAdding())}
            onCancel={instruments.stopAdding}
            onCopy={copy}
          />
        ) : (
          selected && (
            <InstrumentDetail
              key={selected.id}
              one={selected}
              nowUs={nowUs}
              energyUnit={energyUnit}
              refused={fault}
              settings={isVoltmeter(selected) ? <BoundVoltmeterSettings one={selected} /> : null}
              binding={binding === selected.id}
              onConnect={() => void instruments.connect(selected.id)}
              onBind={() => void instruments.bind(selected.id)}
              onDisconnect={() => void instruments.disconnect(selected.id)}
              onPatch={(patch) => void instruments.update(selected.id, patch)}
              onRemove={() => void instruments.remove(selected.id)}
              onAddOther={() => instruments.startAdding('meter', selected.address)}
              onEnergyUnit={(unit) => void settings.set({ energyUnit: unit })}
              onCopy={copy}
            />
          )
        )}
        <BoundTraffic chosenId={adding === null ? (selected?.id ?? null) : null} />
      </div>
    </div>
  )
}
