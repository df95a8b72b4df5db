import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from '@contract/collectd'
import type { FiltersInForce } from '@contract/imports'
import { formatCount } from '@contract/quantity'
import type { SettingsView } from '@contract/settings'
import { Button } from '../../ui/Button'
import { DraftField } from '../../ui/Field'
import { TokenField } from '../../ui/TokenField'
import { LIMIT_FIELDS, limitProblem, limitText } from './limit-words'
import { Row } from './SettingsRow'

export interface CollectdSectionProps {
  readonly limits: ImportLimits
  /** The list in force for new sessions, and whose it is; null until main has told. */
  readonly inForce: FiltersInForce | null
  readonly onSet: (patch: Partial<SettingsView>) => void
  /** Shows how a machine is set up. */
  readonly onHelp: () => void
}

const WHOSE = {
  settings: 'Your own list.',
  powergoblin:
    'The list of PowerGoblin on this computer (~/.config/powergoblin/default.json). A change makes it your own.',
  default: 'The documented list. A change makes it your own.',
  session: '',
} as const

/** Which series an import takes, and what an archive may demand. */
export function CollectdSection({ limits, inForce, onSet, onHelp }: CollectdSectionProps) {
  const own = inForce?.from === 'settings'
  const changed = LIMIT_FIELDS.some(({ key }) => limits[key] !== DEFAULT_IMPORT_LIMITS[key])
  return (
    <section aria-label="collectd import">
      <h3>collectd import</h3>
      <Row
        name="Machines"
        note="Configuration, RAPL plugin, read permission and upload script, with this computer’s address."
      >
        <Button small onClick={onHelp}>
          Set up a machine
        </Button>
      </Row>
      {inForce && (
        <Row name="Series" wide>
          <TokenField
            name="Series to import"
            tokens={inForce.filters ?? []}
            placeholder="Add the beginning of a file name"
            onChange={(tokens) => onSet({ collectdFilters: tokens.length > 0 ? tokens : null })}
          />
          <span className="settings-under">
            <span className="label" data-testid="filters-whose">
              {WHOSE[inForce.from]} Beginnings of file names (type-instance): if_octets takes if_octets_wifi too. For
              new sessions; a session keeps the list of its last import.
            </span>
            <Button
              small
              disabled={!own}
              hint={own ? undefined : 'This is the default already.'}
              onClick={() => onSet({ collectdFilters: null })}
            >
              Reset series
            </Button>
          </span>
        </Row>
      )}
      {LIMIT_FIELDS.map((field) => (
        <Row
          key={field.key}
          name={field.name}
          note={`${field.note}; default ${formatCount(Number(limitText(field, DEFAULT_IMPORT_LIMITS[field.key])))} ${field.unit}`}
        >
          <DraftField
            name={`Limit: ${field.name}`}
            value={limitText(field, limits[field.key])}
            check={(text) => limitProblem(field, text)}
            onCommit={(text) => onSet({ importLimits: { ...limits, [field.key]: Number(text) * field.per } })}
            unit={field.unit}
            width="16rem"
            numeric
          />
        </Row>
      ))}
      <Row name="" wide>
        <span className="settings-under">
          <span className="label">Limits protect this computer from archives that inflate without end.</span>
          <Button
            small
            disabled={!changed}
            hint={changed ? undefined : 'These are the defaults already.'}
            onClick={() => onSet({ importLimits: DEFAULT_IMPORT_LIMITS })}
          >
            Reset limits
          </Button>
        </span>
      </Row>
    </section>
  )
}
