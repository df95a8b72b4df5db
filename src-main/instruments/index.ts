import type { Instrument } from '../ports/instrument'
import { powerspy2 } from './powerspy2/index'

/** Every instrument Wattbench speaks to: the only list. */
export const instruments: readonly Instrument[] = [powerspy2]
