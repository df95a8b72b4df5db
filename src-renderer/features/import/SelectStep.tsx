import type { SeriesPreview } from '@contract/imports'
import { formatCount } from '@contract/quantity'
import { useMemo, useState } from 'react'
import type { ImportPlan } from '../../state/imports'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { TokenField } from '../../ui/TokenField'
import { SeriesPanel } from './SeriesPanel'
import { SeriesTable } from './SeriesTable'
import { choicesOf, filterWords, type TargetChoice } from './select-import'
import { archiveFacts, chosenRows, tableLines, withNames, without } from './select-series'

export interface SelectStepProps {
  readonly plan: ImportPlan
  readonly span: { readonly fromUs: number; readonly toUs: number } | null
  readonly times: readonly (readonly [string, string])[]
  readonly targets: readonly TargetChoice[]
  readonly previews: ReadonlyMap<string, SeriesPreview | null>
  readonly onFilters: (filters: readonly string[] | null) => void
  readonly onTarget: (target: string | null) => void
  readonly onShow: (key: string) => void
  readonly onSee: (keys: readonly string[]) => void
}

/** What is in the archive, and which of it is wanted. */
export function SelectStep(props: SelectStepProps) {
  const { plan, previews } = props
  const { inspection, filters, shown } = plan
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [onlyChosen, setOnlyChosen] = useState(false)
  const tried = useMemo(
    () => (filters === null || typed.trim() === '' ? filters : [...filters, typed.trim()]),
    [filters, typed],
  )
  const lines = useMemo(
    () => tableLines(inspection, { filters: tried, search, folded, onlyChosen }),
    [inspection, tried, search, folded, onlyChosen],
  )
  const { chosen, of } = useMemo(() => choicesOf(inspection, tried), [inspection, tried])
  const rows = useMemo(() => chosenRows(inspection, tried), [inspection, tried])
  const [host, path] = shown?.split('\n') ?? []
  return (
    <div className="import-select" data-testid="import-select">
      <div className="import-main">
        <dl className="import-facts">
          {[...archiveFacts(inspection, props.span), ...props.times].map(([term, words]) => (
            <div key={term}>
              <dt className="label">{term}</dt>
              <dd title={words}>{words}</dd>
            </div>
          ))}
          <div>
            <dt className="label">Goes into</dt>
            <dd>
              <span className="field field--small">
                <select
                  aria-label="Goes into"
                  value={plan.target ?? ''}
                  onChange={(event) => props.onTarget(event.target.value === '' ? null : event.target.value)}
                >
                  {props.targets.map(({ id, words }) => (
                    <option key={id ?? ''} value={id ?? ''}>
                      {words}
                    </option>
                  ))}
                </select>
              </span>
            </dd>
          </div>
        </dl>
        <div className="import-filter">
          <TokenField
            label="Series whose file name starts with"
            tokens={filters ?? plan.lastFilters}
            typed={typed}
            disabled={filters === null}
            placeholder={(filters ?? plan.lastFilters).length === 0 ? 'such as cpu-user, if_octets, counter' : 'Add'}
            onChange={props.onFilters}
            onTyped={setTyped}
          />
          <output className="import-count" aria-live="polite" data-testid="import-count">
            <strong>{formatCount(chosen)}</strong>
            <span>
              <span>of {formatCount(of)} match</span>
              <span className="label">{formatCount(rows)} rows</span>
            </span>
          </output>
          <Segmented
            name="Series"
            value={filters === null ? 'all' : 'match'}
            options={[
              { value: 'match', words: 'Match' },
              { value: 'all', words: 'All' },
            ]}
            onChange={(which) => props.onFilters(which === 'all' ? null : plan.lastFilters)}
          />
        </div>
        <div className="import-tools">
          <span className="label import-from">{filterWords(plan.filtersFrom, filters)}</span>
          <Field
            name="Find series"
            value={search}
            onChange={setSearch}
            placeholder="Find series"
            icon="search"
            width="20rem"
          />
          <Segmented
            name="Shown"
            value={onlyChosen ? 'chosen' : 'every'}
            options={[
              { value: 'every', words: 'Every series' },
              { value: 'chosen', words: 'Only matching' },
            ]}
            onChange={(which) => setOnlyChosen(which === 'chosen')}
          />
        </div>
        {lines.length === 0 ? (
          <div className="empty">
            <strong>{search.trim() === '' ? 'No series matches.' : `No series fits “${search}”.`}</strong>
            <span>
              {search.trim() === ''
                ? `The archive holds ${formatCount(of)} series. A filter is the beginning of a file name such as cpu-user; All takes everything.`
                : 'The search looks at machine, path, unit and group.'}
            </span>
          </div>
        ) : (
          <SeriesTable
            lines={lines}
            shown={shown}
            previews={previews}
            all={filters === null}
            onToggle={(names, on) =>
              props.onFilters(on ? withNames(filters ?? [], names) : without(filters ?? [], names))
            }
            onFold={(key) => setFolded((now) => toggled(now, key))}
            onShow={props.onShow}
            onSee={props.onSee}
          />
        )}
      </div>
      <SeriesPanel
        inspection={inspection}
        shown={host !== undefined && path !== undefined ? { host, path } : null}
        preview={shown === null ? null : (previews.get(shown) ?? null)}
      />
    </div>
  )
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}
