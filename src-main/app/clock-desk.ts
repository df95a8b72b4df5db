import type { ClockChoice, ClockProposal, MachineClock } from '@contract/clocks'
import type { SessionReader, SessionStore } from '../ports/sessions'
import { clockByHand, machineOf, proposeByEdges, proposeBySync } from './clocks'
import type { Library } from './library'

export interface ClockDeskIo {
  readonly library: Pick<Library, 'reader'>
  readonly store: Pick<SessionStore, 'setClock'>
  readonly libraryChanged: () => void
}

/** Clocks of imported machines, as a person meets them. Every change can be taken back: stamps are never touched. */
export class ClockDesk {
  constructor(private readonly io: ClockDeskIo) {}

  async list(id: string): Promise<readonly MachineClock[]> {
    return (await this.reader(id)).clocks()
  }

  async propose(id: string, host: string, from: 'sync' | 'edges'): Promise<ClockProposal | null> {
    const reader = await this.reader(id)
    machineOf(await reader.clocks(), host)
    return from === 'sync' ? proposeBySync(await reader.view(), host) : proposeByEdges(reader, host)
  }

  async set(id: string, host: string, choice: ClockChoice): Promise<readonly MachineClock[]> {
    const reader = await this.reader(id)
    machineOf(await reader.clocks(), host)
    await this.io.store.setClock(reader.id, host, clockOf(choice))
    const clocks = await reader.clocks()
    this.io.libraryChanged()
    return clocks
  }

  private reader(id: string): Promise<SessionReader> {
    return this.io.library.reader(id)
  }
}

function clockOf(choice: ClockChoice) {
  if (choice.by === 'none') return null
  return choice.by === 'offset' ? clockByHand(choice.offsetUs) : choice.clock
}
