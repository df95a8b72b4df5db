import type { FaultView } from '@contract/fault'
import type { PairingView } from '@contract/pairing'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../ui/Button'
import { MeterPanel } from './MeterPanel'
import { PairingBody } from './PairingBody'
import { PairingSteps } from './PairingSteps'
import { offeredName, stepNumber, stepRows, titleOf } from './select-pairing'

export interface PairingProps {
  readonly now: PairingView
  readonly nowUs: number
  readonly zone: string
  readonly refused: FaultView | null
  readonly onChoose: (address: string) => void
  readonly onPin: (pin: string) => void
  readonly onPowerOn: () => void
  readonly onForget: () => void
  readonly onRetry: () => void
  readonly onBack: () => void
  readonly onNext: () => void
  readonly onFinish: (name: string) => void
  readonly onCancel: () => void
  readonly onCopy: (text: string) => void
}

/** Pairing a PowerSpy2, step by step. */
export function Pairing(props: PairingProps) {
  const { now } = props
  const [selected, setSelected] = useState<string | null>(null)
  const [typed, setTyped] = useState<{ readonly meter: string | undefined; readonly name: string } | null>(null)
  const here = useRef<HTMLDivElement>(null)
  const { step, at } = now
  const chosen = now.devices.some(({ address }) => address === selected)
    ? selected
    : (now.devices.find(({ likely }) => likely)?.address ?? null)
  const hasChoice = chosen !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: focus moves when the step does
  useEffect(() => arrive(here.current), [step, at, step === 'find' && hasChoice])
  // What was typed for one meter is not the name of another.
  const meter = now.meter?.address
  const given = typed !== null && typed.meter === meter ? typed.name : offeredName(now)
  const next = nextOf(props, chosen, given)
  return (
    <div className="pairing" ref={here}>
      <header className="pairing-head">
        <h1>Pair a PowerSpy2</h1>
        <span className="soft">step {stepNumber(now)} of 7</span>
        <span className="sr-only" role="status">
          Step {stepNumber(now)} of 7: {titleOf(step)}
        </span>
      </header>
      <PairingSteps rows={stepRows(now)} />
      <PairingBody
        {...props}
        chosen={chosen}
        onSelect={setSelected}
        name={given}
        onName={(name) => setTyped({ meter, name })}
      />
      <MeterPanel now={now} />
      <footer className="pairing-foot">
        <div className="pairing-foot-right">
          <Button
            icon="refresh"
            onClick={props.onRetry}
            disabled={at === 'busy' || at === 'pin' || (step === 'live' && at === 'done')}
          >
            Try again
          </Button>
          <Button kind="primary" onClick={next.go ?? undefined} disabled={next.go === null} hint={next.hint}>
            {next.words}
          </Button>
        </div>
        <div className="pairing-foot-left">
          <Button icon="back" onClick={props.onBack} disabled={step === 'adapter'}>
            Back
          </Button>
          <Button kind="quiet" onClick={props.onCancel}>
            Cancel pairing
          </Button>
        </div>
      </footer>
    </div>
  )
}

interface Next {
  readonly words: string
  /** Null while it cannot be pressed. */
  readonly go: (() => void) | null
  readonly hint?: string
}

function nextOf(props: PairingProps, chosen: string | null, name: string): Next {
  const { step, at } = props.now
  if (step === 'live') {
    const ready = at === 'done' && name.trim() !== ''
    return { words: 'Save meter', go: ready ? () => props.onFinish(name.trim()) : null }
  }
  if (step === 'find' && at === 'choose')
    return chosen === null
      ? { words: 'Next', go: null, hint: 'Choose a meter first' }
      : { words: 'Next', go: () => props.onChoose(chosen) }
  return at === 'done'
    ? { words: 'Next', go: props.onNext }
    : { words: 'Next', go: null, hint: 'It goes on by itself when this step is done' }
}

/** Puts the focus on what a step wants first; a person who is typing is left alone. */
function arrive(place: HTMLElement | null): void {
  if (!place || (document.activeElement instanceof HTMLInputElement && document.activeElement.type !== 'radio')) return
  const wanted =
    place.querySelector<HTMLElement>('[data-arrive-within] button') ??
    place.querySelector<HTMLElement>('[data-arrive]') ??
    place.querySelector<HTMLElement>('.pairing-pin input, .pairing-name input') ??
    place.querySelector<HTMLElement>('#pairing-title')
  wanted?.focus()
}
