/** How Bluetooth stands on this computer. Every state but `on` has its own remedy. */
export type AdapterState =
  /** No D-Bus system bus can be reached. */
  | { readonly is: 'no-bus'; readonly said: string }
  /** The Bluetooth service does not run; `installed` false: its program is not there either. */
  | { readonly is: 'no-service'; readonly installed: boolean }
  /** The service runs and does not answer. */
  | { readonly is: 'mute' }
  | { readonly is: 'denied'; readonly said: string }
  | { readonly is: 'no-adapter' }
  /** Blocked by rfkill; `hard`: by a switch of the machine. */
  | { readonly is: 'blocked'; readonly hard: boolean }
  | { readonly is: 'off'; readonly name: string }
  | { readonly is: 'on'; readonly name: string; readonly address: string }

/** A device as the Bluetooth service knows it. */
export interface BluetoothDevice {
  /** Capital letters: "00:0B:CE:2A:41:7F". */
  readonly address: string
  readonly name: string | null
  /** dBm; null while it is not heard. */
  readonly rssi: number | null
  readonly paired: boolean
}

/** Neither callback may throw. */
export interface DiscoveryEvents {
  /** New, or something about it changed. */
  found(device: BluetoothDevice): void
  gone(address: string): void
}

/** A switch of a radio (rfkill). */
export interface RadioSwitch {
  /** "hci0", "tpacpi_bluetooth_sw". */
  readonly name: string
  /** Blocked by software. */
  readonly soft: boolean
  /** Blocked by a switch of the machine. */
  readonly hard: boolean
}

/** Bluetooth of this computer, as far as pairing a serial device needs it. Every call is bounded in time. */
export interface Bluetooth {
  /** Never rejects: what is wrong is a state. */
  adapter(): Promise<AdapterState>
  /** The switches of Bluetooth radios. Never rejects. */
  switches(): Promise<readonly RadioSwitch[]>
  /** Rejects with BLUETOOTH_FAILED when the system does not let us. */
  powerOn(): Promise<void>
  /** Looks for devices until the signal is aborted, then resolves. Rejects with BLUETOOTH_OFF or BLUETOOTH_FAILED when it cannot go on. */
  discover(events: DiscoveryEvents, signal: AbortSignal): Promise<void>
  /**
   * Pairs, answering a question for a PIN with this one, and trusts the device. `already`: it was paired before. Rejects
   * with BLUETOOTH_PIN (refused), BLUETOOTH_DEVICE (not there, did not answer), BLUETOOTH_FAILED, CANCELLED.
   */
  pair(address: string, pin: string, signal: AbortSignal): Promise<'paired' | 'already'>
  /** Removes what the service remembers of a device; a device it does not know is no error. */
  forget(address: string): Promise<void>
}
