import type { ApiSettings } from '@contract/api-server'
import type { SettingsView } from '@contract/settings'
import type { Fault } from '../base/fault'
import type { InstrumentSettings } from './instrument'

/** An instrument as a person saved it. */
export interface SavedInstrument extends InstrumentSettings {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly address: string
  /** Bluetooth address behind `address`, where there is one; the node is found by it under any number. */
  readonly bluetooth?: string
  readonly reconnect: boolean
  /** Learned at the first good connection; a different one later is another meter. */
  readonly serial: string | null
  /** Labels a person or a script gave to channels, by key. */
  readonly labels?: Readonly<Record<string, string>>
}

export interface StoredSettings extends SettingsView {
  readonly instruments: readonly SavedInstrument[]
  /** Absent: the defaults. */
  readonly api?: ApiSettings
}

/** Settings on disk. Reading validates; a damaged file is set aside and reported, never overwritten. */
export interface SettingsStore {
  /** `fault` tells what was set aside and where; the settings are then the defaults. */
  load(): Promise<{ readonly settings: StoredSettings; readonly fault: Fault | null }>
  /** Atomic: a crash leaves the old file or the new one. */
  save(settings: StoredSettings): Promise<void>
}
