import { formatCount } from '@contract/quantity'
import type { Damage, SessionCheck } from '@contract/sessions'
import { Shape } from '../../ui/Shape'

const HARM: Readonly<Record<Damage['harms'], string>> = {
  samples: 'Samples',
  drawing: 'Drawing',
  words: 'Words',
}

/** Places beyond these are counted: a torn file has thousands. */
const SHOWN = 20

/** What a verification found: one line when all is well, else each damaged place and what can still be read. */
export function CheckFound({ check: { damages, moreDamages, sources } }: { readonly check: SessionCheck }) {
  const places = damages.length + moreDamages
  const readable = sources.reduce((sum, one) => sum + one.readable, 0)
  if (places === 0)
    return (
      <div className="session-check" role="status">
        <p className="state">
          <Shape name="tick" tone="ok" />
          <span>Verified: {formatCount(readable)} rows, everything fits its checksums.</span>
        </p>
      </div>
    )
  return (
    <section className="session-check" role="alert" aria-label="Damaged">
      <p className="state">
        <Shape name="octagon" tone="fault" />
        <span>
          <strong>Damaged in {places === 1 ? '1 place' : `${formatCount(places)} places`}.</strong> Compare it with a
          copy. What is readable can be exported.
        </span>
      </p>
      <ul>
        {damages.slice(0, SHOWN).map(({ where, what, harms }) => (
          <li key={`${where} ${what}`}>
            <span className={harms === 'samples' ? 'session-harm' : 'soft'}>{HARM[harms]}</span>
            <span>{where}</span>
            <span className="soft">{what}</span>
          </li>
        ))}
      </ul>
      {places > SHOWN && (
        <p className="label">and {formatCount(places - SHOWN)} more; wattbench sessions verify lists them</p>
      )}
      <p className="label">
        {sources.length === 0
          ? 'Nothing of it can be read.'
          : sources
              .map(
                ({ name, rows, readable: can }) => `${name}: ${formatCount(can)} of ${formatCount(rows)} rows readable`,
              )
              .join(' · ')}
      </p>
    </section>
  )
}
