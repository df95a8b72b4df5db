import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { parseFilters } from '../../engine/collectd/filters'
import type { FindGoblinFilters } from '../../ports/goblin-filters'

/** Reads `collectdFilters` of `~/.config/powergoblin/default.json`. */
export function goblinFilters(env: Readonly<Record<string, string | undefined>>, home = homedir()): FindGoblinFilters {
  const said = env.XDG_CONFIG_HOME
  const folders = [...(said && isAbsolute(said) ? [said] : []), join(home, '.config')]
  return async () => {
    for (const folder of folders) {
      const text = await readFile(join(folder, 'powergoblin/default.json'), 'utf8').catch(() => null)
      const filters = text === null ? null : filtersIn(text)
      if (filters) return filters
    }
    return null
  }
}

function filtersIn(text: string): readonly string[] | null {
  try {
    const filters = parseFilters((JSON.parse(text) as { readonly collectdFilters?: unknown } | null)?.collectdFilters)
    return filters && filters.length > 0 ? filters : null
  } catch {
    return null
  }
}
