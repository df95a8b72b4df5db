import {
  type ClockProposal,
  clockLines,
  clockWords,
  type HostClock,
  type MachineClock,
  offsetWords,
} from '@contract/clocks'
import type { Command } from 'commander'
import { clockByHand, machineOf, proposeByEdges, proposeBySync } from '../../app/clocks'
import type { Fault } from '../../base/fault'
import { shownName } from '../../engine/collectd/shown-name'
import type { SessionStore } from '../../ports/sessions'
import { EXIT } from '../exit-codes'
import { badUsage, offsetSeconds, print, withStore } from '../library'
import { complain } from '../say'

interface AlignOptions {
  readonly host?: string
  readonly offset?: number
  readonly auto?: true
  readonly clear?: true
  readonly show?: true
  readonly json?: true
}

/** `wattbench align`: how the clock of an imported machine stands against ours. Stamps in the file are never changed. */
export function addAlign(program: Command): void {
  program
    .command('align <id>')
    .description(
      'align the clock of an imported machine, when its samples are read; ID is a unique beginning of the session id, or latest',
    )
    .option('--host <name>', 'the machine; needed when there are several')
    .option('--offset <s>', "seconds to add to the machine's stamps", offsetSeconds)
    .option('--auto', 'by its sync messages; without any, load edges are compared and the result is only proposed')
    .option('--clear', 'take the alignment back')
    .option('--show', 'say how the machines are aligned')
    .option('--json', 'print one JSON object')
    .exitOverride()
    .action((id: string, options: AlignOptions) => withStore((store) => align(store, id, options)))
}

async function align(store: SessionStore, idOrPrefix: string, options: AlignOptions): Promise<number> {
  const { host, offset, auto, clear, show, json } = options
  if ([offset !== undefined, auto, clear, show].filter(Boolean).length !== 1) throw oneOfFour()
  const reader = await store.open(await store.find(idOrPrefix))
  try {
    const set = async (clock: HostClock | null) => {
      const machine = machineOf(await reader.clocks(), host ?? null)
      await store.setClock(reader.id, machine.host, clock)
    }
    let proposal: ClockProposal | null = null
    if (offset !== undefined) await set(clockByHand(offset * 1e6))
    if (clear) await set(null)
    if (auto) {
      const machine = machineOf(await reader.clocks(), host ?? null)
      const sync = proposeBySync(await reader.view(), machine.host)
      if (sync) await set(sync.clock)
      else {
        proposal = await proposeByEdges(reader, machine.host)
        if (!proposal) complain(`wattbench: ${NOTHING}`)
      }
    }
    const clocks = (await reader.clocks()).filter((machine) => host === undefined || machine.host === host)
    if (json) print(asJson(reader.id, clocks, proposal))
    else process.stdout.write(clocks.map(line).join('') + (proposal ? proposed(reader.id, proposal, host) : ''))
    const undone = auto && clocks.every(({ clock }) => clock?.method !== 'sync')
    return clocks.length === 0 ? EXIT.nothing : undone ? EXIT.partial : EXIT.good
  } finally {
    await reader.close()
  }
}

const NOTHING =
  'The session holds no sync messages of this machine and nothing whose load could be compared; nothing was changed.'

const line = ({ host, clock }: MachineClock): string => `${host}: ${clockWords(clock)}\n`

function proposed(id: string, { clock, confidence, text }: ClockProposal, host: string | undefined): string {
  const percent = confidence === null ? '' : `, confidence ${Math.round(confidence * 100)} %`
  const how = `wattbench align ${id}${host === undefined ? '' : ` --host ${host}`} --offset ${(clock.offsetUs / 1e6).toFixed(3)}`
  return `Proposed from load edges: ${offsetWords(clock.offsetUs)}${percent} (${text}). Nothing was changed. To use it:\n  ${how}\n`
}

/** Alignment of machines as the commands print it. */
export const clocksJson = (clocks: readonly MachineClock[]) =>
  clocks.map(({ host, clock }) => ({ host, ...clockJson(clock), text: clockWords(clock) }))

/** What a report of numbers only (CSV, a fixed JSON shape) cannot say itself goes to standard error. */
export function sayClocks(clocks: readonly MachineClock[]): void {
  for (const line of clockLines(clocks)) complain(`wattbench: ${shownName(line)}.`)
}

const clockJson = (clock: HostClock | null) => ({
  aligned: clock !== null,
  method: clock?.method ?? null,
  offset_s: clock ? clock.offsetUs / 1e6 : null,
  drift_ppm: clock?.driftPpm ?? null,
  ref_us: clock?.refUs ?? null,
  residual_ms: clock && clock.residualUs !== null ? clock.residualUs / 1e3 : null,
  points: clock?.points ?? null,
})

const asJson = (session: string, clocks: readonly MachineClock[], proposal: ClockProposal | null) => ({
  schema: 1,
  session,
  machines: clocksJson(clocks),
  proposal: proposal && { ...clockJson(proposal.clock), confidence: proposal.confidence, text: proposal.text },
})

const oneOfFour = (): Fault =>
  badUsage(
    'Say what to do with the clock',
    'One of --offset, --auto, --clear and --show is needed.',
    'Use --show to see how the machines are aligned.',
    'Nothing was changed.',
  )
