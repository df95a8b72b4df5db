import { type AboutView, CHECK_GROUPS, type CheckGroup, type CheckView } from '@contract/about'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Command } from '../../ui/FaultBox'
import { Shape } from '../../ui/Shape'

export interface WorkstationProps {
  readonly about: AboutView | null
  /** It is being looked at. */
  readonly busy: boolean
  readonly onAgain: () => void
  readonly onClose: () => void
  readonly onCopy: (text: string) => void
}

const TITLES: Readonly<Record<CheckGroup, string>> = {
  system: 'This computer',
  bluetooth: 'Bluetooth',
  ports: 'Serial ports',
  storage: 'Disk and sessions',
}

const SHAPES = {
  ok: { name: 'tick', tone: 'ok', words: 'good' },
  warn: { name: 'triangle', tone: 'warn', words: 'warning' },
  fault: { name: 'octagon', tone: 'fault', words: 'fault' },
} as const

/** What of this computer matters for measuring, with the command that mends what is wrong: the same as `wattbench doctor`. */
export function Workstation({ about, busy, onAgain, onClose, onCopy }: WorkstationProps) {
  const wanting = about?.checks.filter(({ state }) => state !== 'ok').length ?? 0
  return (
    <div className="workstation">
      <header className="workstation-head">
        <h2 className="title">Check this computer</h2>
        <span className="soft" role="status" data-testid="workstation-sum">
          {busy || !about
            ? 'Looking …'
            : wanting === 0
              ? 'All is good.'
              : `${wanting} of ${about.checks.length} need attention.`}
        </span>
        <span className="toolbar-space" />
        <Button kind="primary" icon="refresh" onClick={onAgain} disabled={busy} autoFocus>
          Check again
        </Button>
        {about && <CopyButton words="Copy report" onCopy={() => onCopy(about.report)} />}
        <Button kind="quiet" onClick={onClose}>
          Back to instruments
        </Button>
      </header>
      <div className="workstation-groups">
        {CHECK_GROUPS.map((group) => {
          const checks = about?.checks.filter((check) => check.group === group) ?? []
          return (
            checks.length > 0 && (
              <section key={group} aria-label={TITLES[group]}>
                <h3>{TITLES[group]}</h3>
                <ul>
                  {checks.map((check) => (
                    <Check key={check.name} check={check} onCopy={onCopy} />
                  ))}
                </ul>
              </section>
            )
          )
        })}
      </div>
      <p className="label">A bug report needs these lines; “wattbench doctor” prints the same.</p>
    </div>
  )
}

function Check({ check, onCopy }: { readonly check: CheckView; readonly onCopy: (text: string) => void }) {
  const { words, ...shape } = SHAPES[check.state]
  return (
    <li>
      <Shape {...shape} />
      <span className="sr-only">{words}: </span>
      <strong title={check.name}>{check.name}</strong>
      <span className="soft">
        {check.text}
        {check.state !== 'ok' && <span className="workstation-next">{check.next}</span>}
      </span>
      {check.state !== 'ok' && check.command && <Command text={check.command} onCopy={onCopy} />}
    </li>
  )
}
