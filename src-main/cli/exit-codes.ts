import type { FaultCode } from '@contract/fault'

/** How every command of the command line ends. */
export const EXIT = {
  good: 0,
  unexpected: 1,
  /** Bad usage or a bad input file. */
  usage: 2,
  /** An instrument or the connection to it. */
  instrument: 3,
  /** Finished, but some rows have no value. */
  partial: 4,
  /** Nothing usable came out. */
  nothing: 5,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** For `--help`. */
export const EXIT_TABLE =
  'Exit codes: 0 good · 1 unexpected · 2 bad usage or bad input file · 3 instrument or connection · 4 finished, some rows without value · 5 nothing usable'

/** The exit code a fault ends a command with. */
export function exitCodeOf(code: FaultCode): ExitCode {
  switch (code) {
    case 'PORT_MISSING':
    case 'PORT_DENIED':
    case 'PORT_BUSY':
    case 'PORT_NOT_A_DEVICE':
    case 'PORT_FAILED':
    case 'PORT_OTHER':
    case 'PORT_UNBOUND':
    case 'LINE_HUNG_UP':
    case 'HOST_UNKNOWN':
    case 'HOST_REFUSED':
    case 'HOST_UNREACHABLE':
    case 'METER_SILENT':
    case 'METER_STOPPED':
    case 'METER_GARBAGE':
    case 'METER_REFUSED':
    case 'METER_OTHER':
    case 'METER_CALIBRATION':
    case 'METER_MAINS':
    case 'METER_ERRORS':
    case 'METER_SCAN':
    case 'SIMULATOR_FAILED':
    case 'API_PORT_BUSY':
    case 'API_PORT_REFUSED':
      return EXIT.instrument
    case 'BAD_REQUEST':
    case 'API_UNSAFE':
    case 'SESSION_UNKNOWN':
    case 'SESSION_AMBIGUOUS':
    case 'SESSION_NEWER':
    case 'STORE_DAMAGED':
    case 'SETTINGS_DAMAGED':
      return EXIT.usage
    case 'NOTHING_TO_RECORD':
    case 'ARCHIVE_UNREADABLE':
    case 'ARCHIVE_USELESS':
    case 'ARCHIVE_UNCHOSEN':
      return EXIT.nothing
    case 'CANCELLED':
      return EXIT.good
    default:
      return EXIT.unexpected
  }
}
