import { RESOURCE_KIND, type SourceInfo, type TimeUs } from '@contract/model'
import type { SampleBlock } from '../ports/samples'
import { tooManyResources } from './inbox-faults'

/** More than a script has; keeps the live view bounded. */
const MAX_RESOURCES = 256

/** Numbers that scripts push, as sources of their own: each has its own time base. */
export class Resources {
  private readonly lastUs = new Map<string, TimeUs>()

  /** One number as a block. Stamps of a resource always rise: a number of the same microsecond comes one later. */
  sample(
    unit: string,
    name: string,
    value: number,
    atUs: TimeUs,
  ): { readonly info: SourceInfo; readonly block: SampleBlock } {
    const info = resourceInfo(unit, name)
    const last = this.lastUs.get(info.id)
    if (last === undefined && this.lastUs.size >= MAX_RESOURCES) throw tooManyResources(MAX_RESOURCES)
    const t = last === undefined ? atUs : Math.max(atUs, last + 1)
    this.lastUs.set(info.id, t)
    return { info, block: { timesUs: Float64Array.of(t), values: [Float64Array.of(value)] } }
  }

  /** Ids used so far. */
  ids(): readonly string[] {
    return [...this.lastUs.keys()]
  }
}

/** The source of a resource: the same in every session. `unit` is the machine that sends it. */
export function resourceInfo(unit: string, name: string): SourceInfo {
  return {
    id: `resource-${plain(unit, 24)}-${plain(name, 40)}-${hash(`${unit}\0${name}`)}`,
    kind: RESOURCE_KIND,
    name: `${name} (${unit})`,
    machineName: unit,
    simulated: false,
    identity: null,
    calibration: null,
    channels: [{ key: 'value', label: name, unit: '1', kind: 'gauge', type: 'f64' }],
  }
}

const plain = (text: string, most: number): string => text.replace(/[^A-Za-z0-9_.]+/g, '_').slice(0, most)

/** FNV-1a, so that names that look alike when made plain stay apart. */
function hash(text: string): string {
  let h = 0x811c9dc5
  for (const char of text) h = Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return (h >>> 0).toString(16).padStart(8, '0')
}
