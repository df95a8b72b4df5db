import { DEFAULT_COLLECTD_FILTERS, type KeptImport } from '@contract/collectd'
import type { SettingsView } from '@contract/settings'
import type { FindGoblinFilters } from '../ports/goblin-filters'

/** The global filter list, and where it comes from. */
export interface GlobalFilters {
  readonly filters: readonly string[]
  readonly from: 'settings' | 'powergoblin' | 'default'
}

/** What the person set, else what a PowerGoblin on this computer has, else the documented list. */
export async function globalFilters(
  settings: Pick<SettingsView, 'collectdFilters'>,
  goblin: FindGoblinFilters,
): Promise<GlobalFilters> {
  if (settings.collectdFilters) return { filters: settings.collectdFilters, from: 'settings' }
  const theirs = await goblin()
  return theirs ? { filters: theirs, from: 'powergoblin' } : { filters: DEFAULT_COLLECTD_FILTERS, from: 'default' }
}

/** The list of a session: that of its last import, else the global one. Null: everything. */
export const sessionFilters = (imports: readonly KeptImport[], global: readonly string[]): readonly string[] | null => {
  const last = imports.at(-1)
  return last ? last.filters : global
}
