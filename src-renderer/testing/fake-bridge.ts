import type { Bridge, EventName, Events, RequestName, Requests } from '@contract/channels'
import type { FaultView } from '@contract/fault'
import type { DroppedFile } from '@contract/files'

type Answers = { readonly [K in RequestName]?: (...args: Parameters<Requests[K]>) => ReturnType<Requests[K]> }

export interface FakeBridge {
  readonly bridge: Bridge
  /** Every request in order, with its arguments. */
  readonly asked: { readonly channel: RequestName; readonly args: readonly unknown[] }[]
  /** Arguments of the requests of one channel. */
  of(channel: RequestName): readonly (readonly unknown[])[]
  tell<K extends EventName>(topic: K, message: Events[K]): void
}

export const aFault = (title = 'It did not work'): FaultView => ({
  code: 'UNEXPECTED',
  title,
  cause: 'The cause.',
  consequence: 'The consequence.',
  next: 'The next step.',
})

/** Thrown by an answer, it becomes the refusal that the page sees. */
export class Refusal extends Error {
  constructor(readonly fault: FaultView) {
    super(fault.title)
  }
}

const EMPTY_LISTS: ReadonlySet<RequestName> = new Set([
  'instruments:list',
  'instruments:ports',
  'sessions:list',
  'log:recent',
  'series:nearest',
  'traffic:follow',
])

/** Main as a test wants it: answers by channel, events on command. A channel without answer answers nothing, lists are empty. */
export function createFakeBridge(answers: Answers = {}): FakeBridge {
  const asked: { channel: RequestName; args: readonly unknown[] }[] = []
  const hearers = new Map<EventName, Set<(message: never) => void>>()
  const bridge = {
    async ask(channel: RequestName, ...args: readonly unknown[]) {
      asked.push({ channel, args })
      const answer = answers[channel] as ((...args: readonly unknown[]) => unknown) | undefined
      try {
        if (answer) return { ok: true, value: answer(...args) }
        if (EMPTY_LISTS.has(channel)) return { ok: true, value: [] }
        return channel.endsWith(':get') ? { ok: false, fault: aFault() } : { ok: true, value: undefined }
      } catch (error) {
        if (error instanceof Refusal) return { ok: false, fault: error.fault }
        throw error
      }
    },
    async give(files: readonly DroppedFile[]) {
      return {
        ok: true,
        value: files.map(({ name, size }) => ({
          token: `given ${name}`,
          name,
          bytes: size,
          looks: name.endsWith('.csv') ? 'channel-file' : 'unknown',
        })),
      }
    },
    listen(topic: EventName, hear: (message: never) => void) {
      const set = hearers.get(topic) ?? new Set()
      hearers.set(topic, set.add(hear))
      return () => set.delete(hear)
    },
  } as unknown as Bridge
  return {
    bridge,
    asked,
    of: (channel) => asked.filter((one) => one.channel === channel).map(({ args }) => args),
    tell(topic, message) {
      for (const hear of hearers.get(topic) ?? []) hear(message as never)
    },
  }
}
