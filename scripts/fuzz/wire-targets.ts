import { readChannelFile } from '../../src-main/engine/power-tree/channel-file'
import { explainFile } from '../../src-main/engine/power-tree/explain-file'
import { readPlan } from '../../src-main/engine/power-tree/read-plan'
import { DEMO_PLAN } from '../../src-main/instruments/agilent-34980a/demo-plan'
import { decodeFrame, decodeIdentity, MAX_BODY } from '../../src-main/instruments/powerspy2/codec'
import { BracketFramer } from '../../src-main/wire/bracket-framer'
import { ScpiFramer } from '../../src-main/wire/scpi-framer'
import { type Dice, mutated, pieces } from './dice'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff)
const FRAMES = bytesOf(
  '<PSR0035031111>\n\r<0000008A0000012C000012340000008A012C>\n\r<0000008A0000012C000012340000008A012C>\n\r<K><Z>',
)
const MOST = 400

/** PowerSpy2: any bytes, any cut: the same frames, none longer than one can be, nothing thrown by the codec. */
export async function powerspyFramer(dice: Dice): Promise<void> {
  const bytes = mutated(dice, FRAMES)
  const frames = (chunks: readonly Uint8Array[]): readonly string[] => {
    const found: string[] = []
    const framer = new BracketFramer(MAX_BODY, { frame: (body) => found.push(body), discarded: () => undefined })
    for (const chunk of chunks) framer.push(chunk)
    return found
  }
  const whole = frames([bytes])
  expectSame(whole, frames(pieces(dice, bytes)))
  for (const body of whole) {
    if (body.length > MAX_BODY) throw new Error(`a frame of ${body.length} characters`)
    decodeFrame(body)
    decodeIdentity(body)
  }
}

const ANSWERS = bytesOf('Agilent Technologies,34980A,0,2.41\n+1.0E+00,2001;-9.9E+37,"a#b"\n#15he\nlo,+2\n#0x\n')

/** SCPI: the same. */
export async function scpiFramer(dice: Dice): Promise<void> {
  const bytes = mutated(dice, ANSWERS)
  const messages = (chunks: readonly Uint8Array[]): readonly string[] => {
    const found: string[] = []
    const framer = new ScpiFramer(MOST, {
      message: (text) => found.push(text),
      discarded: (count) => found.push(`-${count}`),
    })
    for (const chunk of chunks) framer.push(chunk)
    return found
  }
  const whole = messages([bytes])
  expectSame(whole, messages(pieces(dice, bytes)))
  for (const text of whole) if (text.length > MOST) throw new Error(`a message of ${text.length} characters`)
}

const PLAN = bytesOf(DEMO_PLAN.text)

/** Channel files: a plan, or problems that say where; both missing only where there is no row. */
export async function channelFile(dice: Dice): Promise<void> {
  const text = Buffer.from(mutated(dice, PLAN, 20)).toString(dice.one(['utf8', 'latin1']))
  const group = dice.one(['auto', 'always', 'never'] as const)
  const { plan, problems } = readPlan(text, group)
  const { rows } = readChannelFile(text, group)
  if (!plan && problems.length === 0 && rows.length > 0) throw new Error('neither a plan nor a problem')
  explainFile(text)
}

function expectSame(a: readonly string[], b: readonly string[]): void {
  if (JSON.stringify(a) !== JSON.stringify(b))
    throw new Error(`cut otherwise: ${JSON.stringify(a)} ${JSON.stringify(b)}`)
}
