/** Fixed decimals as the report formats want them: plain ASCII, ties away from zero, no minus before what rounds to zero. */
export function fixed(x: number, decimals: number): string {
  const text = x.toFixed(decimals)
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text
}

/** The fewest digits that read back the same, as Python's repr writes a float. */
export function pythonFloat(x: number): string {
  if (x === 0) return Object.is(x, -0) ? '-0.0' : '0.0'
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(x.toExponential())
  if (!found) throw new RangeError(`${x} is not a number that can be written`)
  const [, sign, head, tail = '', power] = found
  const digits = `${head}${tail}`
  const point = Number(power) + 1
  if (point > 16 || point <= -4) {
    const size = String(Math.abs(point - 1)).padStart(2, '0')
    return `${sign}${head}${tail === '' ? '' : `.${tail}`}e${point > 0 ? '+' : '-'}${size}`
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  const whole = digits.slice(0, point).padEnd(point, '0')
  return `${sign}${whole}.${digits.slice(point) || '0'}`
}

/** Whole seconds since the epoch. */
export const epochSecond = (us: number): number => Math.floor(us / 1e6)

/** UTC to the second: 2012-04-04T16:33:00Z. */
export const isoSecond = (us: number): string =>
  `${new Date(epochSecond(us) * 1_000).toISOString().slice(0, -'.000Z'.length)}Z`
