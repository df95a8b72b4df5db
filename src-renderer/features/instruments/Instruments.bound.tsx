import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { withNewest } from '../../state/newest'
import { useStores } from '../../state/stores'
import { AddMeter } from './AddMeter'
import { InstrumentDetail } from './InstrumentDetail'
import { InstrumentList } from './InstrumentList'
import { otherPorts, powerNow } from './select-instruments'
import { BoundTraffic } from './Traffic.bound'

/** Ports are looked at again this often while the screen is open: adapters come and go. */
const PORTS_MS = 3_000

/** Instruments: the list at the left, one of them (or a new one) at the right. */
export function BoundInstruments() {
  const { instruments, live, shell, settings } = useStores()
  const { list: saved, ports, selectedId, fault, loaded } = useStore(instruments.store)
  const readouts = useStore(live.store, (s) => s.readouts)
  const list = useMemo(() => withNewest(saved, readouts), [saved, readouts])
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const energyUnit = useStore(settings.store, (s) => s.energyUnit)
  const [adding, setAdding] = useState<string | null>(null)
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
        onSelect={(id) => {
          setAdding(null)
          instruments.select(id)
        }}
        onAdd={(address) => {
          instruments.select(selectedId)
          setAdding(address)
        }}
        onRescan={() => void instruments.loadPorts()}
        onDemo={() => void instruments.demo()}
      />
      <div className="instruments-detail">
        {adding !== null || (loaded && selected === null) ? (
          <AddMeter
            key={adding}
            address={adding ?? ''}
            ports={ports}
            fault={fault}
            onAdd={(what) => void instruments.add(what).then((done) => done && setAdding(null))}
            onCancel={() => setAdding(null)}
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
              onConnect={() => void instruments.connect(selected.id)}
              onDisconnect={() => void instruments.disconnect(selected.id)}
              onPatch={(patch) => void instruments.update(selected.id, patch)}
              onRemove={() => void instruments.remove(selected.id)}
              onAddOther={() => setAdding(selected.address)}
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
