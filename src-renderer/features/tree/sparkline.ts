import type { Envelope } from '@contract/model'

/** Size of the sparkline in a card. */
export const SPARK = { width: 40, height: 12 } as const

/** A minute of means as a path in a box; '' while there are fewer than two. Empty buckets break the line. */
export function sparkPath(envelope: Envelope | undefined, width: number, height: number): string {
  if (!envelope) return ''
  const { mean, n } = envelope
  let [low, high, filled] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (let i = 0; i < mean.length; i++) {
    const x = mean[i] ?? Number.NaN
    if (!n[i] || !Number.isFinite(x)) continue
    low = Math.min(low, x)
    high = Math.max(high, x)
    filled++
  }
  if (filled < 2) return ''
  // Noise of a steady row is not blown up to the whole height.
  const span = Math.max(high - low, Math.abs(high) * 0.02, 1e-9)
  const middle = (high + low) / 2
  let path = ''
  let open = false
  // A scan falls into every n-th bucket only: up to so many empty ones in a row are no gap.
  let empty = 0
  const usual = Math.ceil(mean.length / filled) + 1
  for (let i = 0; i < mean.length; i++) {
    const x = mean[i] ?? Number.NaN
    if (!n[i] || !Number.isFinite(x)) {
      if (++empty > usual) open = false
      continue
    }
    empty = 0
    const px = ((i + 0.5) / mean.length) * width
    const py = height / 2 - ((x - middle) / span) * (height - 2)
    path += `${open ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`
    open = true
  }
  return path
}
