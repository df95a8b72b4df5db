import type { Instrument } from '../ports/instrument'
import { agilent34980a } from './agilent-34980a/index'
import { powerspy2 } from './powerspy2/index'

/** Every instrument Wattbench speaks to: the only list. */
export const instruments: readonly Instrument[] = [powerspy2, agilent34980a]
