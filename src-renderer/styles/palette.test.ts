import { describe, expect, it } from 'vitest'
import { DASHES } from '../ui/Swatch'
import tokens from './tokens.css?raw'

/** Colours as red, green, blue of 0 … 1, in the order of the eye's standard (sRGB, linear where said). */
type Rgb = readonly [number, number, number]

const THEMES = ['dark', 'light'] as const
const SIGNALS = ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8'] as const

/** The hexadecimal tokens of a theme; the first block of the sheet also holds what both share. */
function tokensOf(theme: (typeof THEMES)[number]): ReadonlyMap<string, Rgb> {
  const block = new RegExp(`\\[data-theme='${theme}'\\]\\s*\\{([^}]*)\\}`).exec(tokens)?.[1] ?? ''
  const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+):\s*#([0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [
      name,
      [channel(hex, 0), channel(hex, 2), channel(hex, 4)],
    ]),
  )
}

const linear = ([r, g, b]: Rgb): Rgb => {
  const one = (c: number): number => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  return [one(r), one(g), one(b)]
}

/** WCAG 2.x contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (x: Rgb): number => {
    const [r, g, bl] = linear(x)
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl
  }
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/**
 * Colour vision as matrices on linear RGB at full severity: Machado, Oliveira, Fernandes, "A Physiologically-based
 * Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009) 1291–1298, table for severity 1.0.
 */
const VISION: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** CIELAB (D65) of a colour as it is seen with a kind of vision. */
function lab(colour: Rgb, [r, g, b]: readonly [Rgb, Rgb, Rgb]): Rgb {
  const held = linear(colour)
  const clip = (x: number): number => Math.min(1, Math.max(0, x))
  const seen: Rgb = [clip(dot(r, held)), clip(dot(g, held)), clip(dot(b, held))]
  const f = (t: number): number => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29)
  const [x, y, z] = [
    f(dot([0.4124564, 0.3575761, 0.1804375], seen) / 0.95047),
    f(dot([0.2126729, 0.7151522, 0.072175], seen)),
    f(dot([0.0193339, 0.119192, 0.9503041], seen) / 1.08883),
  ]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** CIE76 distance. */
const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

/** The closest two signals of a theme for a kind of vision. */
function closest(theme: (typeof THEMES)[number], vision: string): { readonly pair: string; readonly deltaE: number } {
  const held = tokensOf(theme)
  const matrix = VISION[vision] as readonly [Rgb, Rgb, Rgb]
  const points = SIGNALS.map((id) => [id, lab(held.get(id) as Rgb, matrix)] as const)
  const pairs = points.flatMap(([a, x], i) =>
    points.slice(i + 1).map(([b, y]) => ({ pair: `${a} ${b}`, deltaE: distance(x, y) })),
  )
  return pairs.reduce((least, one) => (one.deltaE < least.deltaE ? one : least))
}

const GROUNDS = ['window', 'panel', 'plot'] as const
/** Text needs 4.5, what draws a control, a state or a line 3.0. */
const LEAST: readonly (readonly [readonly string[], readonly string[], number])[] = [
  [['text-1', 'text-2', 'text-3', 'ok', 'warn', 'fault', 'recording', 'focus'], GROUNDS, 4.5],
  [['text-1', 'text-2'], ['raised', 'hover'], 4.5],
  [['border'], GROUNDS, 3],
  [SIGNALS, ['plot'], 3],
  [['on-primary'], ['text-1'], 4.5],
]

describe.each(THEMES)('the %s theme', (theme) => {
  const held = tokensOf(theme)
  it('keeps the contrast it promises', () => {
    const poor = LEAST.flatMap(([fronts, grounds, least]) =>
      fronts.flatMap((front) =>
        grounds.map((ground) => ({
          of: `${front} on ${ground}`,
          is: contrast(held.get(front) as Rgb, held.get(ground) as Rgb),
          least,
        })),
      ),
    ).filter(({ is, least }) => !(is >= least))
    expect(poor).toEqual([])
  })

  it.each(Object.keys(VISION))('keeps its signals apart for %s vision', (vision) => {
    const { pair, deltaE } = closest(theme, vision)
    expect(deltaE, pair).toBeGreaterThanOrEqual(theme === 'dark' ? 23 : 14)
  })
})

it('has another dash for every signal', () => {
  const dashes = Object.values(DASHES).map(String)
  expect(new Set(dashes).size).toBe(SIGNALS.length)
})
