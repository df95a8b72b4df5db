import { type ApiSettings, DEFAULT_API_SETTINGS } from '@contract/api-server'
import type { SettingsView } from '@contract/settings'
import { faultViewOf } from '../base/fault'
import type { Log } from '../base/log'
import type { SavedInstrument, SettingsStore, StoredSettings } from '../ports/settings'
import type { Teller } from './teller'

/** The settings in memory; every change is saved at once, one save after the other. */
export class SettingsKeeper {
  private saving: Promise<void> = Promise.resolve()

  private constructor(
    private settings: StoredSettings,
    private readonly store: SettingsStore,
    private readonly teller: Teller,
    private readonly log: Log,
  ) {}

  static async load(store: SettingsStore, teller: Teller, log: Log): Promise<SettingsKeeper> {
    const { settings, fault } = await store.load()
    if (fault) log.say('fault', 'Settings', `${fault.view.title}. ${fault.view.cause}`, fault.view)
    return new SettingsKeeper(settings, store, teller, log)
  }

  view(): SettingsView {
    const { instruments: _saved, api: _api, ...view } = this.settings
    return view
  }

  get instruments(): readonly SavedInstrument[] {
    return this.settings.instruments
  }

  set(patch: Partial<SettingsView>): SettingsView {
    this.replace({ ...this.settings, ...patch })
    this.teller.tell('settings:changed', { settings: this.view() })
    return this.view()
  }

  setInstruments(instruments: readonly SavedInstrument[]): void {
    this.replace({ ...this.settings, instruments })
  }

  get api(): ApiSettings {
    return this.settings.api ?? DEFAULT_API_SETTINGS
  }

  setApi(api: ApiSettings): void {
    this.replace({ ...this.settings, api })
  }

  /** Resolves when the newest settings are on the disk, or could not be written (which the log then says). */
  saved(): Promise<void> {
    return this.saving
  }

  private replace(settings: StoredSettings): void {
    this.settings = settings
    this.saving = this.saving.then(() =>
      this.store.save(settings).catch((error: unknown) => {
        const fault = faultViewOf(error)
        this.log.say('fault', 'Settings', `${fault.title}. ${fault.cause}`, fault)
      }),
    )
  }
}
