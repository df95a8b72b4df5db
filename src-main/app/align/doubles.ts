import type { Values } from '../../ports/samples'

/** Values as doubles; integers beyond 2^53 become the nearest one. */
export const doubles = (values: Values): Float64Array =>
  values instanceof Float64Array ? values : Float64Array.from({ length: values.length }, (_v, i) => Number(values[i]))
