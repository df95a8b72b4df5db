import type { AboutView } from '@contract/about'
import { formatCount } from '@contract/quantity'
import { DISK_LOW_S } from '@contract/sessions'
import type { SettingsView } from '@contract/settings'
import type { ReactNode } from 'react'
import { CopyButton } from '../../ui/CopyButton'
import { DraftField } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { Shape } from '../../ui/Shape'
import { Switch } from '../../ui/Switch'
import { Row } from './SettingsRow'

export interface SettingsPaneProps {
  readonly settings: SettingsView
  readonly about: AboutView | null
  readonly onSet: (patch: Partial<SettingsView>) => void
  readonly onCopy: (text: string) => void
  /** Sections that know more than the settings. */
  readonly children?: ReactNode
}

const LEAST_RESERVE_MB = 100
const MOST_RESERVE_MB = 10_000_000

/** What is wrong with a typed disk reserve, or null. */
export function reserveProblem(text: string): string | null {
  const mb = Number(text.trim())
  return /^\d+$/.test(text.trim()) && mb >= LEAST_RESERVE_MB && mb <= MOST_RESERVE_MB
    ? null
    : `Whole megabytes, ${formatCount(LEAST_RESERVE_MB)} to ${formatCount(MOST_RESERVE_MB)}`
}

const SCALES = [80, 90, 100, 115, 130, 150, 175, 200]

/** What a person may set, and what a bug report needs. Changes count at once. */
export function SettingsPane({ settings, about, onSet, onCopy, children }: SettingsPaneProps) {
  const scales = SCALES.includes(settings.fontScale)
    ? SCALES
    : [...SCALES, settings.fontScale].toSorted((a, b) => a - b)
  return (
    <div className="settings">
      <h2 className="title">Settings</h2>
      <section aria-label="Appearance">
        <h3>Appearance</h3>
        <Row name="Theme">
          <Segmented
            name="Theme"
            value={settings.theme}
            options={[
              { value: 'system', words: 'System' },
              { value: 'light', words: 'Light' },
              { value: 'dark', words: 'Dark' },
            ]}
            onChange={(theme) => onSet({ theme })}
          />
        </Row>
        <Row name="Font scale" note="Everything grows; nothing is cut off, panes scroll.">
          <Segmented
            name="Font scale"
            value={String(settings.fontScale)}
            options={scales.map((scale) => ({ value: String(scale), words: `${scale} %` }))}
            onChange={(scale) => onSet({ fontScale: Number(scale) })}
          />
        </Row>
      </section>
      <section aria-label="Numbers and time">
        <h3>Numbers and time</h3>
        <Row name="Energy unit" note="The other unit stands beside it in small.">
          <Segmented
            name="Energy unit"
            value={settings.energyUnit}
            options={[
              { value: 'J', words: 'J' },
              { value: 'Wh', words: 'Wh' },
            ]}
            onChange={(energyUnit) => onSet({ energyUnit })}
          />
        </Row>
        <Row name="Time" note={about ? `This workstation is in ${about.zone}.` : ''}>
          <Segmented
            name="Time"
            value={settings.timeMode}
            options={[
              { value: 'local', words: 'Local' },
              { value: 'utc', words: 'UTC' },
              { value: 'relative', words: 'Relative' },
            ]}
            onChange={(timeMode) => onSet({ timeMode })}
          />
        </Row>
      </section>
      <section aria-label="Recording">
        <h3>Recording</h3>
        <Row
          name="Disk reserve"
          note={`A recording stops cleanly when less than this is free on its disk; the warning comes ${DISK_LOW_S / 3_600} h before.`}
        >
          <DraftField
            name="Disk reserve"
            value={String(settings.diskReserveMb)}
            check={reserveProblem}
            onCommit={(mb) => onSet({ diskReserveMb: Number(mb) })}
            unit="MB"
            width="12rem"
            numeric
          />
        </Row>
      </section>
      <section aria-label="Keyboard">
        <h3>Keyboard</h3>
        <Row name="Letter keys" note="R, L, F and the like. They are always off in text fields.">
          <Switch name="Letter keys" on={settings.letterKeys} onChange={(letterKeys) => onSet({ letterKeys })} />
        </Row>
      </section>
      {children}
      {about && <About about={about} onCopy={onCopy} />}
    </div>
  )
}

function About({ about, onCopy }: { readonly about: AboutView; readonly onCopy: (text: string) => void }) {
  const facts = [
    ['Wattbench', about.version],
    ['Electron', about.fallbackRuntime ? `${about.electron}, development runtime, not for release` : about.electron],
    ['Node', about.node],
    ['Time zone', about.zone],
    ['Sessions folder', about.sessionsFolder],
  ] as const
  return (
    <section aria-label="About">
      <h3>About</h3>
      <dl className="facts settings-facts">
        {facts.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className={term === 'Sessions folder' ? 'mono' : undefined}>{words}</dd>
          </div>
        ))}
      </dl>
      {about.fallbackRuntime && (
        <p className="state settings-runtime">
          <Shape name="triangle" tone="warn" />
          <span>
            Development runtime: not the official Electron. Fine for development, demo and tests; not for users.
          </span>
        </p>
      )}
      <CopyButton
        words="Copy versions"
        onCopy={() => onCopy(facts.map(([term, words]) => `${term}: ${words}`).join('\n'))}
      />
    </section>
  )
}
