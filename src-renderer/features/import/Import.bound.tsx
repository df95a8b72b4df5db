import type { AlignSubject } from '@contract/alignment'
import { clockWords } from '@contract/clocks'
import type { ImportReport } from '@contract/collectd'
import { countChosen } from '@contract/imports'
import { formatBytes, formatCount, joined } from '@contract/quantity'
import { type ReactNode, useMemo } from 'react'
import { useStore } from 'zustand'
import { useSlow } from '../../lib/use-slow'
import { type ImportPlan, spanOf } from '../../state/imports'
import { useStores } from '../../state/stores'
import { Button } from '../../ui/Button'
import { Busy } from './Busy'
import { ChooseStep } from './ChooseStep'
import { ConfirmStep } from './ConfirmStep'
import { Import } from './Import'
import { ReportView } from './ReportView'
import { SelectStep } from './SelectStep'
import { BoundSetupHelp } from './SetupHelp.bound'
import { choiceWords, targetsOf, timesOf } from './select-import'
import { shownName } from './select-series'

export interface BoundImportProps {
  /** The alignment of one machine; another room draws it. */
  readonly align: (of: {
    readonly subject: AlignSubject
    readonly plan: ImportPlan
    readonly hosts: readonly string[]
  }) => ReactNode
  readonly onOpen: (sessionId: string) => void
}

/** The import wizard on its store. */
export function BoundImport({ align, onOpen }: BoundImportProps) {
  const { imports, sessions, shell, settings } = useStores()
  const { wizard, waiting, progress, fault, previews } = useStore(imports.store)
  const rows = useStore(sessions.store, (s) => s.rows)
  const { timeMode } = useStore(settings.store)
  const here = useStore(shell.store, (s) => s.about?.zone ?? 'UTC')
  const zone = timeMode === 'utc' ? 'UTC' : here
  const slow = useSlow(wizard.at === 'reading')
  const copy = (text: string): void => void shell.copy(text)
  const plan = 'plan' in wizard ? wizard.plan : null
  const span = useMemo(() => plan && spanOf(plan.inspection), [plan])
  const chosen = useMemo(() => (plan ? countChosen(plan.inspection, plan.filters).chosen : 0), [plan])
  const targets = useMemo(
    () => (plan ? targetsOf(plan.inspection, rows, zone, shell.store.getState().nowUs) : []),
    [plan, rows, zone, shell],
  )
  const frame = { wizard, waiting: waiting.length, onStep: (step: number) => goTo(step), onLeave: imports.leave }
  const goTo = (step: number): void => {
    if (step === 0) imports.leave()
    if (step === 1) imports.go('select')
    if (step === 2) imports.go('align')
  }

  if (wizard.at === 'choose') {
    return (
      <Import {...frame} next="" forward={null} onBack={null}>
        <ChooseStep fault={fault} help={<BoundSetupHelp />} onOpen={() => void imports.open()} onCopy={copy} />
      </Import>
    )
  }
  if (wizard.at === 'reading') {
    return (
      <Import {...frame} next="Nothing is imported yet." forward={null} onBack={imports.leave}>
        {slow && <Busy what={`Reading ${wizard.file.name}`} progress={progress} onCancel={imports.cancel} />}
      </Import>
    )
  }
  const { plan: held } = wizard
  const { inspection, filters, target } = held
  const hosts = inspection.hosts.map(({ host }) => host)
  const seriesWords = `${formatCount(chosen)} series from ${hosts.length === 1 ? '1 host' : `${hosts.length} hosts`}`
  const targetWords = targets.find(({ id }) => id === target)?.words ?? 'A new session'

  if (wizard.at === 'select') {
    return (
      <Import
        {...frame}
        next={`${seriesWords}. The archive itself stays with the session.`}
        forward={{
          words: 'Align clocks',
          disabled: chosen === 0,
          hint: chosen === 0 ? 'Choose at least one series.' : undefined,
          onGo: () => imports.go('align'),
        }}
        onBack={imports.leave}
      >
        <SelectStep
          plan={held}
          span={span}
          times={timesOf(inspection, zone)}
          targets={targets}
          previews={previews}
          onFilters={imports.filter}
          onTarget={imports.aim}
          onShow={(key) => {
            imports.show(key)
            imports.want([key])
          }}
          onSee={imports.want}
        />
      </Import>
    )
  }
  if (wizard.at === 'align') {
    const subject: AlignSubject = { of: 'archive', token: held.file.token, host: wizard.host, session: target }
    return (
      <Import
        {...frame}
        next="Proposed, not applied yet."
        forward={{ words: 'Go on to confirm', onGo: () => imports.go('confirm') }}
        onBack={() => imports.go('select')}
      >
        {align({ subject, plan: held, hosts })}
      </Import>
    )
  }
  if (wizard.at === 'done') {
    const { report } = wizard
    return (
      <Import
        {...frame}
        next={`Stored in ${targetWords === 'A new session' ? 'a session of its own' : targetWords}.`}
        forward={{ words: 'Show with the power', onGo: () => onOpen(report.session) }}
        extra={waiting.length > 0 && <Button onClick={imports.next}>Next archive</Button>}
        onBack={null}
      >
        <ReportView report={report} clocks={clocksOf(held, report)} onCopy={copy} />
      </Import>
    )
  }
  const busy = wizard.at === 'importing'
  return (
    <Import
      {...frame}
      next={busy ? '' : `${seriesWords} into ${targetWords === 'A new session' ? 'a new session' : targetWords}.`}
      forward={{ words: `Import ${formatCount(chosen)} series`, disabled: busy, onGo: () => void imports.run() }}
      onBack={busy ? null : () => imports.go('align')}
      onLeave={busy ? null : imports.leave}
    >
      {busy ? (
        <Busy what={`Importing ${held.file.name}`} progress={progress} onCancel={imports.cancel} />
      ) : (
        <ConfirmStep
          fault={fault}
          onCopy={copy}
          facts={[
            ['Archive', `${held.file.name}, ${joined(formatBytes(inspection.bytes))}; kept in the session`],
            ['Series', `${seriesWords}, ${filters === null ? 'everything' : filters.join(', ')}`],
            ['Goes into', targetWords],
            ...hosts.map((host): readonly [string, string] => [
              `Clock of ${shownName(host)}`,
              choiceWords(held.clocks.get(host), null),
            ]),
          ]}
        />
      )}
    </Import>
  )
}

/** How each machine stands after the import. */
function clocksOf(plan: ImportPlan, report: ImportReport): ReadonlyMap<string, string> {
  return new Map(report.units.map(({ host }) => [host, choiceWords(plan.clocks.get(host), clockWords(null))]))
}
