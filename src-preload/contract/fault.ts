/** What can go wrong, by area. Programs decide by the code, never by the wording. */
export type FaultCode =
  | 'PORT_MISSING'
  | 'PORT_DENIED'
  | 'PORT_BUSY'
  | 'PORT_NOT_A_DEVICE'
  | 'PORT_FAILED'
  | 'PORT_OTHER'
  | 'PORT_UNBOUND'
  | 'LINE_HUNG_UP'
  | 'HOST_UNKNOWN'
  | 'HOST_REFUSED'
  | 'HOST_UNREACHABLE'
  | 'METER_SILENT'
  | 'METER_STOPPED'
  | 'METER_GARBAGE'
  | 'METER_REFUSED'
  | 'METER_OTHER'
  | 'METER_CALIBRATION'
  | 'METER_MAINS'
  | 'METER_ERRORS'
  | 'METER_SCAN'
  | 'BLUETOOTH_MISSING'
  | 'BLUETOOTH_OFF'
  | 'BLUETOOTH_DEVICE'
  | 'BLUETOOTH_PIN'
  | 'BLUETOOTH_FAILED'
  | 'RFCOMM_AGENT'
  | 'RFCOMM_DISMISSED'
  | 'RFCOMM_FAILED'
  | 'SIMULATOR_FAILED'
  | 'STORE_FULL'
  | 'STORE_DENIED'
  | 'STORE_DAMAGED'
  | 'STORE_BUSY'
  | 'STORE_FAILED'
  | 'STORE_THREAD'
  | 'SESSION_RECOVERED'
  | 'SESSION_UNKNOWN'
  | 'SESSION_AMBIGUOUS'
  | 'SESSION_NEWER'
  | 'SETTINGS_DAMAGED'
  | 'FILE_UNREADABLE'
  | 'BAD_REQUEST'
  | 'NOTHING_TO_RECORD'
  | 'EXPORT_FAILED'
  | 'ARCHIVE_UNREADABLE'
  | 'ARCHIVE_USELESS'
  | 'ARCHIVE_UNCHOSEN'
  | 'API_PORT_BUSY'
  | 'API_PORT_REFUSED'
  | 'API_UNSAFE'
  | 'CANCELLED'
  | 'UNEXPECTED'

/** A fault as a person reads it: what happened, what it means, what to do. Full sentences, no "failed" alone. */
export interface FaultView {
  readonly code: FaultCode
  /** One line: "PowerSpy2 desk did not connect". */
  readonly title: string
  readonly cause: string
  readonly consequence: string
  readonly next: string
  /** A shell command worth copying, when that is the fix. */
  readonly command?: string
}
