import { formatTime } from '@contract/quantity'
import { type ReactNode, useMemo } from 'react'
import { useStore } from 'zustand'
import { linkWords } from '../../lib/link-words'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { isVoltmeter, voltmetersOf } from '../../state/voltmeters'
import { EmptyTree } from './EmptyTree'
import { PlanViewer } from './PlanViewer'
import { BoundTreeScreen } from './TreeScreen.bound'
import { useZone } from './use-zone.bound'

export interface BoundTreeProps {
  /** Adds and connects a voltmeter for the open channel file. */
  readonly connect: ReactNode
}

/** The Tree screen: the tree of a voltmeter, an open channel file, or the ways to them. */
export function BoundTree({ connect }: BoundTreeProps) {
  const { tree, plans, instruments, view } = useStores()
  const page = useStore(tree.store, (s) => s.page)
  const chosen = useStore(tree.store, (s) => s.sourceId)
  const opened = useStore(plans.store, (s) => s.opened)
  const session = useStore(view.store, (s) => s.session)
  const list = useStore(instruments.store, (s) => s.list)
  const meters = useMemo(() => voltmetersOf(session, list), [session, list])
  if (page === 'plan' && opened) return <BoundPlan connect={connect} hasMeter={meters.length > 0} />
  const source = meters.find(({ id }) => id === chosen) ?? meters[0]
  if (!source) return <BoundEmpty />
  return <BoundTreeScreen key={source.id} source={source} meters={meters} />
}

function BoundPlan({ connect, hasMeter }: BoundTreeProps & { readonly hasMeter: boolean }) {
  const { tree, plans } = useStores()
  const { opened, readAgainUs } = useStore(plans.store)
  const zone = useZone()
  if (!opened) return null
  return (
    <PlanViewer
      opened={opened}
      readAgain={readAgainUs === null ? null : formatTime(readAgainUs, zone, 0)}
      connect={connect}
      back={hasMeter ? 'Show tree' : null}
      onBack={() => tree.turn('tree')}
      onOpen={() => void plans.open()}
      onClose={() => {
        tree.turn('tree')
        plans.close()
      }}
    />
  )
}

function BoundEmpty() {
  const { tree, plans, instruments, view, shell } = useStores()
  const { backToLive } = useActions()
  const session = useStore(view.store, (s) => s.session?.name ?? null)
  const list = useStore(instruments.store, (s) => s.list)
  const fault = useStore(plans.store, (s) => s.fault)
  const nowUs = useStore(shell.store, (s) => s.nowUs)
  const show = (opening: Promise<boolean>): void => void opening.then((done) => done && tree.turn('plan'))
  return (
    <EmptyTree
      session={session}
      saved={list.filter(isVoltmeter).map(({ id, name, link, health }) => ({
        id,
        name,
        mark: linkWords(link, health, nowUs),
        canConnect: link.at === 'closed' || link.at === 'failed',
      }))}
      fault={fault}
      onOpen={() => show(plans.open())}
      onExample={(which) => show(plans.example(which))}
      onMeasure={() => {
        instruments.startAdding('voltmeter')
        shell.go('instruments')
      }}
      onConnect={(id) => void instruments.connect(id)}
      onBackToLive={backToLive}
      onCopy={(text) => void shell.copy(text)}
    />
  )
}
