import { ScpiError } from './bench-syntax'

/** Two-wire voltage channels of each multiplexer (service guide p. 12). */
export const CARDS = { '34921A': 40, '34922A': 70, '34923A': 40, '34924A': 70, '34925A': 40 } as const
export type Card = keyof typeof CARDS

/** What sits in slots 1 … 8; null: empty. */
export type Cards = readonly (Card | null)[]

export const SLOTS = 8

export const FULL: Cards = Array.from({ length: SLOTS }, () => '34922A' as const)

/** `34922A,-,34921A`: slots from 1 on, `-` is empty; a string says what is wrong. */
export function parseCards(text: string): Cards | string {
  const names = text.split(',')
  if (names.length > SLOTS) return `There are ${SLOTS} slots.`
  const cards = Array.from({ length: SLOTS }, (_, at) => names[at]?.trim() ?? '-')
  const wrong = cards.find((name) => name !== '-' && !(name in CARDS))
  if (wrong !== undefined) return `"${wrong}" is no card; known are ${Object.keys(CARDS).join(', ')} and - for none.`
  return cards.map((name) => (name in CARDS ? (name as Card) : null))
}

/**
 * The meter's own errors for a bad channel. These numbers and texts are remembered from the 34970A and confirmed by no
 * source: nothing may rely on them.
 */
export interface ChannelErrors {
  readonly slot: number
  readonly channel: number
  readonly noList: number
}

export const CHANNEL_ERRORS: ChannelErrors = { slot: 111, channel: 112, noList: 113 }

/** Which channels there are. */
export class ChannelRules {
  constructor(
    private readonly cards: Cards,
    private readonly errors: ChannelErrors,
  ) {}

  exists(channel: number): boolean {
    const card = this.cards[Math.floor(channel / 1000) - 1]
    const at = channel % 1000
    return card != null && at >= 1 && at <= CARDS[card]
  }

  /**
   * `(@1001:1010,2005)` as channels in the order written; ranges ascend and leave out what does not exist between their
   * ends. Gives all that is wrong, one error per bad channel: the command must then do nothing on any channel.
   */
  read(text: string): readonly number[] | readonly ScpiError[] {
    const [, inside] = /^\(@\s*(.*?)\s*\)$/.exec(text) ?? []
    if (inside === undefined) return [new ScpiError(-171, 'Invalid expression')]
    if (inside === '') return []
    const channels: number[] = []
    const wrong: ScpiError[] = []
    for (const item of inside.split(',')) {
      const [, from, to] = /^\s*(\d{1,6})\s*(?::\s*(\d{1,6})\s*)?$/.exec(item) ?? []
      if (from === undefined) return [new ScpiError(-171, 'Invalid expression')]
      const ends = to === undefined ? [Number(from)] : [Number(from), Number(to)].sort((a, b) => a - b)
      wrong.push(...ends.filter((end) => !this.exists(end)).map((end) => this.errorOf(end)))
      const [low = 0, high = low] = ends
      for (let channel = low; channel <= high; channel++) if (this.exists(channel)) channels.push(channel)
    }
    return wrong.length > 0 ? wrong : channels
  }

  private errorOf(channel: number): ScpiError {
    const card = this.cards[Math.floor(channel / 1000) - 1]
    return card
      ? new ScpiError(this.errors.channel, 'Channel list: channel number out of range')
      : new ScpiError(this.errors.slot, 'Channel list: slot number out of range')
  }
}
