/** The filter list of a PowerGoblin on this computer; null when there is none, or it says nothing usable. */
export type FindGoblinFilters = () => Promise<readonly string[] | null>
