import type { EventName, Events } from '@contract/channels'

/** A message on its way to the page. */
export type Told = { readonly [K in EventName]: { readonly topic: K; readonly message: Events[K] } }[EventName]

type WithoutSeq<T> = Omit<T, 'seq'>

/** Sends events and numbers them per topic, so that a listener sees a missing one. */
export class Teller {
  private readonly seqs = new Map<EventName, number>()
  private readonly hearers = new Set<(told: Told) => void>()

  tell<K extends EventName>(topic: K, message: WithoutSeq<Events[K]>): number {
    const seq = (this.seqs.get(topic) ?? 0) + 1
    this.seqs.set(topic, seq)
    const told = { topic, message: { ...message, seq } } as unknown as Told
    for (const hear of this.hearers) hear(told)
    return seq
  }

  hear(hearer: (told: Told) => void): () => void {
    this.hearers.add(hearer)
    return () => {
      this.hearers.delete(hearer)
    }
  }
}
