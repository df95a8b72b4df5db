import type { FileToken } from '@contract/files'
import type { InstrumentView } from '@contract/instruments'
import type { ChannelInfo } from '@contract/model'
import { parseTcpAddress } from '../base/tcp-address'
import type { Instrument, InstrumentSettings } from '../ports/instrument'
import type { PortFinder } from '../ports/port-finder'
import { badRequest } from './faults'
import type { PlanDesk } from './plans'

/** What of the settings a person gave; those this kind does not take are refused. */
export function takenSettings(
  kind: Instrument,
  plans: Pick<PlanDesk, 'fileOf'>,
  plan: FileToken | undefined,
  nplc: number | undefined,
): Partial<InstrumentSettings> {
  if (plan !== undefined && !kind.takes.includes('channelFile'))
    throw badRequest('Channel file', `a ${kind.title} takes none`)
  if (nplc !== undefined && !kind.takes.includes('nplc'))
    throw badRequest('Integration time', `a ${kind.title} has none`)
  return {
    ...(plan === undefined ? {} : { channelFile: plans.fileOf(plan) }),
    ...(nplc === undefined ? {} : { nplc }),
  }
}

/** Refuses what is no address of this kind: a host for TCP, a device node for serial. */
export async function checkAddress(kind: Instrument, portFinder: PortFinder, address: string): Promise<void> {
  if (kind.reach === 'tcp') {
    const where = parseTcpAddress(address, 1)
    if (typeof where === 'string') throw badRequest(`Address ${address}`, where.replace(/\.$/, ''))
    return
  }
  const why = await portFinder.refuse(address)
  if (why) throw badRequest(`Port ${address}`, why)
}

export function checkSettings(kind: Instrument, settings: InstrumentSettings): void {
  const why = kind.refuse(settings)
  if (why) throw badRequest('Settings', why)
}

/** Labels that differ from the instrument's own: the demo bench is not saved, its view is all there is. */
export const labelsOf = ({ channels }: InstrumentView, its: readonly ChannelInfo[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    channels
      .filter(({ key, label }) => its.find((own) => own.key === key)?.label !== label)
      .map(({ key, label }) => [key, label]),
  )
