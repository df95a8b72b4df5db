import type { TreeFormat } from '@contract/tree'
import { Menu } from '@mantine/core'
import type { MomentMode, Tree } from '../../state/tree'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { Icon } from '../../ui/icons/Icon'
import { Segmented } from '../../ui/Segmented'
import { type Mark, StateMark } from '../../ui/Shape'

/** The forms a tree is saved in, in the words of the menu. */
export const FORMATS: readonly (readonly [TreeFormat, string, string])[] = [
  ['tree', 'Tree document, drawn', 'xhtml'],
  ['tree-plain', 'Tree document, plain list', 'xhtml'],
  ['svg', 'Drawing alone', 'svg'],
  ['xhtml', 'Measurement page', 'xhtml'],
  ['csv', 'Measurement as CSV', 'csv'],
  ['pretty', 'Measurement as text', 'txt'],
  ['pwr', 'Power lines', 'pwr'],
  ['raw', 'Raw Python', 'py'],
]

export interface TreeToolbarProps {
  readonly mode: MomentMode
  readonly inSession: boolean
  readonly hasMoment: boolean
  readonly hasSelection: boolean
  /** Which scan: "Scan 4 326 · 14:12:06.200". */
  readonly scan: string
  /** "0.4 s", null for a recorded scan. */
  readonly age: string | null
  readonly stale: boolean
  readonly skew: string
  readonly settings: string
  /** How the source stands, where that needs saying. */
  readonly mark: Mark | null
  readonly simulated: boolean
  readonly sources: readonly { readonly id: string; readonly name: string }[]
  readonly sourceId: string
  readonly find: string
  readonly found: number
  readonly hideBelow: number
  readonly look: Tree['look']
  readonly canDraw: boolean
  readonly canExport: boolean
  readonly exporting: boolean
  readonly compared: boolean
  readonly groupsOpen: boolean
  readonly letterKeys: boolean
  readonly onMoment: (mode: MomentMode) => void
  readonly onStep: (side: 'before' | 'after') => void
  readonly onSource: (id: string) => void
  readonly onFind: (text: string) => void
  readonly onNextFound: () => void
  readonly onHideBelow: (percent: number) => void
  readonly onLook: (look: Tree['look']) => void
  readonly onFit: () => void
  readonly onCompare: () => void
  readonly onGroups: () => void
  readonly onPlan: () => void
  readonly onExport: (format: TreeFormat) => void
}

/** Shares below which rows can be put together, in percent of all roots. */
const LIMITS = [0, 0.5, 1, 2, 5, 10]

/** Which scan, how old and how skewed first; then what is looked for, and how. */
export function TreeToolbar(props: TreeToolbarProps) {
  const { mode } = props
  return (
    <div className="toolbar tree-toolbar" role="toolbar" aria-label="Power tree">
      <Segmented
        name="Moment"
        value={mode}
        options={[
          { value: 'live', words: props.inSession ? 'Last scan' : 'Live' },
          { value: 'time', words: 'At cursor', disabled: !props.hasMoment && mode !== 'time' },
          { value: 'mean', words: 'Mean of selection', disabled: !props.hasSelection && mode !== 'mean' },
        ]}
        onChange={props.onMoment}
      />
      {mode === 'time' && (
        <span className="tree-steps">
          <Button small kind="quiet" icon="back" name="Scan before" onClick={() => props.onStep('before')} />
          <span className="tree-step-on">
            <Button small kind="quiet" icon="back" name="Scan after" onClick={() => props.onStep('after')} />
          </span>
        </span>
      )}
      {props.sources.length > 1 && (
        <span className="field field--small">
          <select
            aria-label="Voltmeter"
            value={props.sourceId}
            onChange={(event) => props.onSource(event.target.value)}
          >
            {props.sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </span>
      )}
      <span className="tree-scan" data-testid="tree-scan">
        {props.simulated && <span className="tag">simulated</span>}
        {props.mark && <StateMark mark={props.mark} testId="tree-state" />}
        <span>{props.scan}</span>
        {props.age !== null && (
          <span className={props.stale ? 'tone-warn' : undefined}>
            age <strong data-testid="tree-age">{props.age}</strong>
          </span>
        )}
        <span>
          skew <strong>{props.skew}</strong>
        </span>
        <span className="tree-settings">{props.settings}</span>
      </span>
      <div className="tree-tools">
        <span className="tree-find">
          <Field
            name="Find row"
            value={props.find}
            onChange={props.onFind}
            placeholder="Find row"
            icon="search"
            width="13rem"
            {...(props.letterKeys && props.find === '' ? { keyHint: '/' } : {})}
            {...(props.find === '' ? {} : { unit: String(props.found) })}
            onCommit={props.onNextFound}
          />
        </span>
        <label className="field field--small tree-limit">
          <span>hide below</span>
          <select
            aria-label="Hide below"
            value={props.hideBelow}
            onChange={(event) => props.onHideBelow(Number(event.target.value))}
          >
            {LIMITS.map((percent) => (
              <option key={percent} value={percent}>
                {percent.toFixed(1)} %
              </option>
            ))}
          </select>
        </label>
        <Segmented
          name="Look"
          value={props.look}
          options={[
            { value: 'flow', words: 'Flow', disabled: !props.canDraw },
            { value: 'table', words: 'Table' },
          ]}
          onChange={props.onLook}
        />
        <Button
          small
          icon="compare"
          name={props.compared ? 'End comparison' : 'Compare with this scan'}
          hint={props.compared ? 'End the comparison' : 'Keep this scan and show every later one against it'}
          pressed={props.compared}
          disabled={!props.canExport && !props.compared}
          onClick={props.onCompare}
        />
        <Button
          small
          icon="groups"
          name="Groups"
          hint="Totals of groups"
          pressed={props.groupsOpen}
          onClick={props.onGroups}
        />
        <Button
          small
          icon="file"
          name="Channel file"
          hint="Rows and problems of the channel file"
          onClick={props.onPlan}
        />
        <Button
          small
          icon="fit"
          name="Fit tree"
          hint="Fit tree (F)"
          disabled={props.look !== 'flow'}
          onClick={props.onFit}
        />
        <Menu position="bottom-end" offset={4} transitionProps={{ duration: 80 }} withinPortal>
          <Menu.Target>
            <Button small icon="export" disabled={!props.canExport || props.exporting} testId="tree-export">
              {props.exporting ? 'Exporting' : 'Export'}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {FORMATS.map(([format, words, ending]) => (
              <Menu.Item
                key={format}
                leftSection={<Icon name="export" small />}
                rightSection={<span className="muted">.{ending}</span>}
                onClick={() => props.onExport(format)}
              >
                {words}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  )
}
