import { Fault } from '../../base/fault'
import { agilent34980a } from '../../instruments/agilent-34980a/index'
import type { SavedInstrument } from '../../ports/settings'

const WAYS = 'Give --addr HOST[:PORT], or set WATTBENCH_VOLTMETER, or save exactly one voltmeter in the window.'

/** Where the voltmeter is: as given, else WATTBENCH_VOLTMETER, else the only saved one. BAD_REQUEST names these three ways. */
export async function voltmeterAddress(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  saved: () => Promise<readonly SavedInstrument[]>,
): Promise<string> {
  const said = given?.trim() || env.WATTBENCH_VOLTMETER?.trim()
  if (said) return said
  const meters = (await saved()).filter(({ kind }) => kind === agilent34980a.kind)
  if (meters.length === 1) return meters[0]!.address
  const cause =
    meters.length === 0
      ? 'No address was given, WATTBENCH_VOLTMETER is not set, and no voltmeter is saved.'
      : `No address was given, WATTBENCH_VOLTMETER is not set, and several voltmeters are saved: ${meters.map(({ name, address }) => `${name} (${address})`).join(', ')}.`
  throw new Fault({
    code: 'BAD_REQUEST',
    title: 'Which voltmeter is not known',
    cause,
    consequence: 'Nothing was measured.',
    next: WAYS,
  })
}
