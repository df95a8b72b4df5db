import { type CollectdSetup, DEFAULT_DATA_DIR, type SetupText, type SetupWish } from '@contract/collectd-setup'
import type { FaultView } from '@contract/fault'
import { useState } from 'react'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { FaultBox } from '../../ui/FaultBox'
import { DraftField } from '../../ui/Field'
import { Shape } from '../../ui/Shape'
import { Switch } from '../../ui/Switch'
import { folderProblem, withoutToken } from './setup-words'

export interface SetupHelpProps {
  readonly wish: SetupWish
  /** Null until main has told. */
  readonly setup: CollectdSetup | null
  readonly fault: FaultView | null
  readonly onWish: (patch: Partial<SetupWish>) => void
  readonly onCopy: (text: string) => void
}

/** What is to be done on a machine so that its collectd archives come here: files and commands in order, ready to be copied. */
export function SetupHelp({ wish, setup, fault, onWish, onCopy }: SetupHelpProps) {
  return (
    <section className="setup-help" aria-label="Set up a machine">
      <div className="setup-choices">
        <span className="setup-choice">
          <Switch name="Energy of the processors (RAPL)" on={wish.rapl} onChange={(rapl) => onWish({ rapl })} />
          <span aria-hidden="true">Processors’ energy, RAPL</span>
        </span>
        <span className="setup-choice">
          <Switch name="NVIDIA GPUs (NVML)" on={wish.nvml} onChange={(nvml) => onWish({ nvml })} />
          <span aria-hidden="true">NVIDIA GPUs, NVML</span>
        </span>
        <span className="setup-choice">
          <span className="soft" aria-hidden="true">
            Data folder there
          </span>
          <DraftField
            name="Data folder on that machine"
            value={wish.dataDir ?? DEFAULT_DATA_DIR}
            check={folderProblem}
            onCommit={(folder) => onWish({ dataDir: folder.trim() })}
            width="22rem"
            mono
          />
        </span>
      </div>
      {fault && <FaultBox fault={fault} onCopy={onCopy} />}
      {setup && setup.warnings.length > 0 && (
        <ul className="setup-warnings" aria-label="In the way of an upload">
          {setup.warnings.map((warning) => (
            <li key={warning}>
              <Shape name="triangle" tone="warn" />
              <span>{warning} See Settings, HTTP API.</span>
            </li>
          ))}
        </ul>
      )}
      {setup && (
        <ol className="setup-steps">
          {setup.steps.map(({ title, texts }, i) => (
            <li key={title}>
              <h3>
                <span className="setup-number" aria-hidden="true">
                  {i + 1}
                </span>
                {title}
              </h3>
              {texts.map((text) => (
                <Text key={text.id} text={text} token={setup.token} onCopy={onCopy} />
              ))}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

/** A file or commands. The token stands in for itself until somebody asks to see it; what is copied always has it. */
function Text({
  text: { title, file, text, notes },
  token,
  onCopy,
}: {
  readonly text: SetupText
  readonly token: string | null
  readonly onCopy: (text: string) => void
}) {
  const [shown, setShown] = useState(false)
  const hidden = withoutToken(text, token)
  const what = file ?? title.toLowerCase()
  return (
    <article className="setup-text" aria-label={title}>
      <div className="setup-head">
        <strong>{title}</strong>
        {file !== null && <code>{file}</code>}
        <span className="setup-space" />
        {hidden !== text && (
          <Button small kind="quiet" pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide token' : 'Show token'}
          </Button>
        )}
        <CopyButton words="Copy" name={`Copy ${what}`} onCopy={() => onCopy(text)} />
      </div>
      <section
        className={file === null ? 'setup-block' : 'setup-block setup-block--file'}
        aria-label={what}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long file is read by scrolling
        tabIndex={0}
      >
        <pre>{shown ? text : hidden}</pre>
      </section>
      {notes.map((note) => (
        <p key={note} className="label">
          {note}
        </p>
      ))}
    </article>
  )
}
