import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from './collectd'

/** What a person may set, as the page sees it. Saved instruments are the topic `instruments`. */
export interface SettingsView {
  readonly theme: 'system' | 'light' | 'dark'
  readonly energyUnit: 'J' | 'Wh'
  readonly timeMode: 'local' | 'utc' | 'relative'
  /** Percent, 80 … 200. */
  readonly fontScale: number
  /** Followed window of the live chart in seconds; 0 means all. */
  readonly followS: number
  /** Single-letter shortcuts (R, L, F …) can be switched off. */
  readonly letterKeys: boolean
  /** Which series of collectd archives are imported; null: PowerGoblin's list when this person has one, else the documented one. */
  readonly collectdFilters: readonly string[] | null
  readonly importLimits: ImportLimits
}

export const DEFAULT_SETTINGS: SettingsView = {
  theme: 'system',
  energyUnit: 'Wh',
  timeMode: 'local',
  fontScale: 100,
  followS: 60,
  letterKeys: true,
  collectdFilters: null,
  importLimits: DEFAULT_IMPORT_LIMITS,
}

export interface SettingsRequests {
  'settings:get': () => SettingsView
  'settings:set': (patch: Partial<SettingsView>) => SettingsView
}

export interface SettingsEvents {
  'settings:changed': { readonly seq: number; readonly settings: SettingsView }
}
