import { readFileSync } from 'node:fs'
import type { KeptImport } from '@contract/collectd'
import type { ImportedSource, SessionImport } from '../ports/sessions'
import type { MemorySession } from './memory-sessions'

/** An import of the memory twin, with its raw archive until it is dropped. */
export interface MemoryImport {
  readonly kept: Omit<KeptImport, 'archiveBytes'>
  sources: readonly { readonly host: string; readonly id: string }[]
  archive: Buffer | null
}

/** Collects an import and puts it into the session, or a new one, at once. */
export function memoryImport(
  session: MemorySession | null,
  { id, name, appVersion }: Pick<MemorySession, 'id' | 'name' | 'appVersion'>,
  made: (session: MemorySession) => void,
): SessionImport {
  let added: ImportedSource[] = []
  return {
    id,
    add: async (source) => void added.push(source),
    async commit({ atUs, file, archive, filters, offsetS, clock, report }) {
      const hosts = new Set(added.map(({ host }) => host))
      const firstUs = Math.min(...added.map(({ block }) => block.timesUs[0] ?? Number.POSITIVE_INFINITY)) - 1
      const lastUs = Math.max(...added.map(({ block }) => block.timesUs.at(-1) ?? Number.NEGATIVE_INFINITY))
      const fresh = {
        sources: new Map(),
        events: [],
        imports: [],
        clocks: new Map(),
        endUs: null,
        state: 'finished' as const,
      }
      const target: MemorySession = session ?? { id, name, appVersion, startUs: firstUs, ...fresh }
      for (const earlier of [...target.imports]) {
        for (const { id: gone } of earlier.sources.filter(({ host }) => hosts.has(host))) target.sources.delete(gone)
        earlier.sources = earlier.sources.filter(({ host }) => !hosts.has(host))
        if (earlier.sources.length === 0) target.imports.splice(target.imports.indexOf(earlier), 1)
      }
      for (const { info, segment, block, gaps } of added)
        target.sources.set(info.id, { info, segments: segment ? [segment] : [], blocks: [block], gaps: [...gaps] })
      target.startUs = Math.min(target.startUs, firstUs)
      target.endUs = Math.max(target.endUs ?? lastUs, lastUs)
      if (clock) for (const host of hosts) target.clocks.set(host, clock)
      const importId = (target.imports.at(-1)?.kept.id ?? 0) + 1
      target.imports.push({
        kept: { id: importId, atUs, file, filters, offsetS, report: { session: id, ...report } },
        sources: added.map(({ host, info }) => ({ host, id: info.id })),
        archive: archive === null ? null : readFileSync(archive),
      })
      if (!session) made(target)
    },
    async abandon() {
      added = []
    },
  }
}
