/**
 * Electron's fuses: switches inside the binary, one ASCII digit each, after a sentinel.
 * Layout: electron/electron docs/tutorial/fuses.md: sentinel, wire version byte, count byte, then '0', '1' or 'r' each.
 */
import { Trouble } from '../../trouble.mjs'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const WIRE_VERSION = 1

/** Wire positions of the fuses we touch. */
export const FUSE = {
  /** ELECTRON_RUN_AS_NODE=1 makes it a plain Node: the command line of a package. */
  runAsNode: 0,
  /** `--inspect` works, which Playwright needs. */
  nodeCliInspect: 3,
  /** The browser process wants a V8 snapshot file of its own. */
  ownBrowserSnapshot: 6,
}

/** @param {string} because @returns {Trouble} */
const unknownBinary = (because) =>
  new Trouble('The switches of the Electron binary cannot be set', {
    because,
    next: 'Please report it: the fallback package has changed.',
  })

/**
 * @param {Buffer} binary
 * @returns {{ at: number, count: number }} where the digits begin and how many there are
 */
function wireOf(binary) {
  const found = binary.indexOf(SENTINEL, 0, 'latin1')
  if (found < 0) throw unknownBinary('It has no fuse sentinel.')
  if (binary.indexOf(SENTINEL, found + 1, 'latin1') >= 0) throw unknownBinary('It has two fuse sentinels.')
  const at = found + SENTINEL.length
  const version = binary[at]
  if (version !== WIRE_VERSION)
    throw unknownBinary(`Its fuse wire has version ${version}; this script knows ${WIRE_VERSION}.`)
  return { at: at + 2, count: binary[at + 1] ?? 0 }
}

/** @param {Buffer} binary @param {number} position @returns {boolean} */
export function isFuseOn(binary, position) {
  const { at, count } = wireOf(binary)
  return position < count && binary[at + position] === '1'.charCodeAt(0)
}

/**
 * Sets fuses in place.
 * @param {Buffer} binary
 * @param {Readonly<Record<number, boolean>>} wanted wire position → on or off
 */
export function setFuses(binary, wanted) {
  const { at, count } = wireOf(binary)
  for (const [position, on] of Object.entries(wanted)) {
    const digit = at + Number(position)
    if (Number(position) >= count || !'01'.includes(String.fromCharCode(binary[digit] ?? 0))) {
      throw unknownBinary(`Fuse ${position} of ${count} is missing or removed.`)
    }
    binary[digit] = (on ? '1' : '0').charCodeAt(0)
  }
}
