/** Values of one channel: doubles, or 64-bit integers where exactness beyond 2^53 matters. */
export type Values = Float64Array | BigInt64Array | BigUint64Array

/**
 * Rows of one source on one time base.
 * `timesUs` holds integer microseconds (exact in a double), strictly rising, also from block to block.
 * `values[c][i]` is channel c (in the order of SourceInfo.channels) at timesUs[i].
 */
export interface SampleBlock {
  readonly timesUs: Float64Array
  readonly values: readonly Values[]
}
