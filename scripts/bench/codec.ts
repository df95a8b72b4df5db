import { FrameClock } from '../../src-main/engine/series/frame-clock'
import { BENCH_CALIBRATION } from '../../src-main/instruments/powerspy2/bench'
import { decodeFrame, encodeFrame, framed, MAX_BODY } from '../../src-main/instruments/powerspy2/codec'
import { implausibleFrame, type Reading, scale } from '../../src-main/instruments/powerspy2/reading'
import { BracketFramer } from '../../src-main/wire/bracket-framer'

const FRAMES = 200_000
/** Bytes of one read of a serial port. */
const READ_BYTES = 512
/** Frames a second of a PowerSpy2 at one mains period. */
const REAL_NEED = 50

/** From bytes to stamped readings: framer, codec, plausibility, scaling, send time. */
export function benchCodec() {
  const frame = { meanSquareU: 8_003_530, meanSquareI: 2_065_147, meanProduct: 3_850_908, peakU: 4009, peakI: 2741 }
  const one = Buffer.concat([Buffer.from(framed(encodeFrame(frame))), Buffer.from('\n\r')])
  const bytes = Buffer.concat(Array.from({ length: FRAMES }, () => one))
  let framesSeen = 0
  const bare = perSecond(() => {
    const framer = new BracketFramer(MAX_BODY, { frame: () => framesSeen++, discarded: () => undefined })
    for (let at = 0; at < bytes.length; at += READ_BYTES) framer.push(bytes.subarray(at, at + READ_BYTES))
  })
  let stamped = 0
  const whole = perSecond(() => {
    const clock = new FrameClock<Reading>({ periodUs: 20_000, mode: 'settled' })
    let bodies: string[] = []
    let atUs = 0
    const framer = new BracketFramer(MAX_BODY, { frame: (body) => bodies.push(body), discarded: () => undefined })
    for (let at = 0; at < bytes.length; at += READ_BYTES) {
      framer.push(bytes.subarray(at, at + READ_BYTES))
      atUs += bodies.length * 20_000
      const good = bodies
        .map(decodeFrame)
        .flatMap((raw) => (raw && implausibleFrame(raw) === null ? [scale(raw, BENCH_CALIBRATION)] : []))
      stamped += clock.read(good, atUs).length
      bodies = []
    }
  })
  return [
    { what: 'framer alone', figure: `${grouped(bare)} frames/s`, note: `${framesSeen} frames seen` },
    {
      what: 'bytes to stamped readings',
      figure: `${grouped(whole)} frames/s`,
      note: `${stamped} stamped; ${grouped(whole / REAL_NEED)} × the need at 50 Hz`,
    },
  ]
}

function perSecond(work: () => void): number {
  work()
  const start = process.hrtime.bigint()
  work()
  return FRAMES / (Number(process.hrtime.bigint() - start) / 1e9)
}

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US').replaceAll(',', ' ')
