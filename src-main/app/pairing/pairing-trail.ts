import type { InstrumentBench } from '../instruments'
import type { Place } from '../link/locate'

/** One instrument on the way, and which meter it was for. */
interface Mark {
  readonly id: string
  readonly meter: string | undefined
  /** It was saved on this way; else it was saved before and only connected. */
  readonly made: boolean
}

/** What a pairing did to the list of instruments and has not finished: those it saved, and saved ones it connected. */
export class PairingTrail {
  private marks: readonly Mark[] = []

  constructor(private readonly bench: InstrumentBench) {}

  /** The instrument was saved on this way. */
  made(id: string, { bluetooth }: Place): void {
    this.marks = [...this.marks, { id, meter: bluetooth, made: true }]
  }

  /** It was saved before, was not connected, and is now. */
  connected(id: string, { bluetooth }: Place): void {
    if (!this.marks.some((mark) => mark.id === id)) this.marks = [...this.marks, { id, meter: bluetooth, made: false }]
  }

  isMade(id: string): boolean {
    return this.marks.some((mark) => mark.id === id && mark.made)
  }

  forget(id: string): void {
    this.marks = this.marks.filter((mark) => mark.id !== id)
  }

  /** Another meter was chosen: what was done for others is undone. Resolves when their ports are free. */
  async leaveOthers(meter: string, note: (text: string) => void): Promise<void> {
    for (const { id, made } of this.marks.filter((mark) => mark.meter !== meter)) {
      const name = nameIn(this.bench, id)
      if (made) await this.bench.remove(id).catch(() => undefined)
      else await this.bench.disconnect(id).catch(() => undefined)
      this.forget(id)
      if (name !== null)
        note(made ? `${name} was not saved: another meter was chosen` : `${name} was disconnected again`)
    }
  }

  /** Removes what was saved on this way; what was connected stays so. */
  async removeMade(): Promise<void> {
    const { marks } = this
    this.marks = []
    for (const { id } of marks.filter(({ made }) => made)) await this.bench.remove(id).catch(() => undefined)
  }
}

/** What an instrument is called; null when there is none. */
export const nameIn = (bench: InstrumentBench, id: string): string | null =>
  bench.list().find((one) => one.id === id)?.name ?? null
