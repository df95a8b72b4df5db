import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from './collectd'
import type { ChannelId } from './model'

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
  /** A recording stops cleanly when less than this is left on its disk: MB (10^6 bytes), 100 … 10 000 000. */
  readonly diskReserveMb: number
  /** Channels a person added to (true) or hid from (false) the live chart; the others follow the default. */
  readonly shownChannels: Readonly<Record<ChannelId, boolean>>
  /** Which series of collectd archives are imported; null: PowerGoblin's list when this person has one, else the documented one. */
  readonly collectdFilters: readonly string[] | null
  readonly importLimits: ImportLimits
}

/** The most entries of `shownChannels`; the oldest go. */
export const MAX_SHOWN_CHANNELS = 500

export const DEFAULT_SETTINGS: SettingsView = {
  theme: 'system',
  energyUnit: 'Wh',
  timeMode: 'local',
  fontScale: 100,
  followS: 60,
  letterKeys: true,
  diskReserveMb: 500,
  shownChannels: {},
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
