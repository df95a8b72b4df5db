import { useStore } from 'zustand'
import { useStores } from '../../state/stores'
import { Pairing } from './Pairing'

/** The pairing under way; nothing without one. */
export function BoundPairing() {
  const { pairing, shell, settings, instruments } = useStores()
  const { now, refused } = useStore(pairing.store)
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const zone = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const timeMode = useStore(settings.store, (s) => s.timeMode)
  if (!now) return null
  return (
    <Pairing
      now={now}
      nowUs={nowUs}
      zone={timeMode === 'utc' ? 'UTC' : zone}
      refused={refused}
      onChoose={(address) => void pairing.choose(address)}
      onPin={(pin) => void pairing.pin(pin)}
      onPowerOn={() => void pairing.powerOn()}
      onForget={() => void pairing.forget()}
      onRetry={() => void pairing.retry()}
      onBack={() => void pairing.back()}
      onNext={() => void pairing.next()}
      onFinish={(name) =>
        void pairing.finish(name).then((id) => {
          if (id !== null) instruments.select(id)
        })
      }
      onCancel={() => void pairing.cancel()}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
