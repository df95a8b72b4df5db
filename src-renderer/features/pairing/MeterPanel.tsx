import type { PairingView } from '@contract/pairing'
import { helpOf, meterFacts } from './select-pairing'

/** What is known of the meter, what to try, and what comes of it. */
export function MeterPanel({ now }: { readonly now: PairingView }) {
  return (
    <aside className="pairing-panel" aria-label="Meter">
      <section>
        <h3>Meter</h3>
        <dl>
          {meterFacts(now).map(({ term, words, known, mono }) => (
            <div key={term} data-known={known}>
              <dt>{term}</dt>
              <dd className={mono ? 'mono' : undefined}>{words}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3>If it does not work</h3>
        <p>{helpOf(now.step)}</p>
      </section>
      <section>
        <h3>Afterwards</h3>
        <p>
          The meter is saved by its address and serial number. When the port gets another number, it is still found.
        </p>
      </section>
    </aside>
  )
}
