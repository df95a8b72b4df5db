import { type Command, InvalidArgumentError } from 'commander'
import { recordRun } from '../../app/record-run'
import { recoverSessions } from '../../app/recovery'
import { type Clock, systemClock } from '../../base/clock'
import type { Log } from '../../base/log'
import { APP_VERSION } from '../../base/version'
import { composeStore, houseFolders } from '../../compose'
import { instruments } from '../../instruments/index'
import type { Instrument } from '../../ports/instrument'
import { openSettingsFile } from '../../store/settings-file'
import { openSerial } from '../../transports/serial'
import { EXIT } from '../exit-codes'
import { complain, faultText, onInterrupt } from '../say'

interface RecordOptions {
  readonly device: string
  readonly interval: number
  readonly duration?: number
  readonly name?: string
  readonly diskReserve?: number
  readonly json?: boolean
}

/** `wattbench record KIND`: one subcommand per instrument, recorded into a session like in the window. */
export function addRecord(program: Command): void {
  const record = program
    .command('record')
    .description('record an instrument into a session, until the duration or Ctrl-C')
  for (const instrument of instruments) {
    record
      .command(instrument.kind)
      .description(`record a ${instrument.title}`)
      .option('--device <path>', 'device node of the instrument', instrument.defaultAddress)
      .option('-i, --interval <ms>', 'sample interval in milliseconds', wholeMs, 1000)
      .option('--duration <s>', 'stop after this many seconds', seconds)
      .option('--name <text>', 'name of the session')
      .option('--disk-reserve <mb>', 'stop when less is left on the disk (default: as in the settings)', megabytes)
      .option('--json', 'print one JSON object at the end')
      .exitOverride()
      .action((options: RecordOptions) => recordWith(instrument, options))
  }
}

async function recordWith(instrument: Instrument, options: RecordOptions): Promise<void> {
  const why = instrument.refuse({ intervalMs: options.interval })
  if (why !== null) {
    complain(`wattbench: --interval ${options.interval}: ${why}`)
    process.exitCode = EXIT.usage
    return
  }
  const clock = systemClock()
  const folders = houseFolders()
  const store = composeStore(folders, clock)
  const stop = new AbortController()
  const forget = onInterrupt(() => stop.abort())
  try {
    await recoverSessions(store, stderrLog)
    const diskReserveMb = options.diskReserve ?? (await savedReserveMb(folders.settingsFile, clock))
    const row = await recordRun({
      instrument,
      openLine: openSerial(clock),
      store,
      clock,
      log: stderrLog,
      appVersion: APP_VERSION,
      address: options.device,
      intervalMs: options.interval,
      name: options.name ?? null,
      durationMs: options.duration === undefined ? null : options.duration * 1000,
      diskReserveBytes: diskReserveMb * 1e6,
      signal: stop.signal,
      started: (id) => complain(`Recording session ${id}; Ctrl-C ends it.`),
    })
    const { id, name, samples, bytes, startUs, endUs, meanW, energyJ, coveragePercent } = row
    const machineName = instrument.machineName
    const json = {
      schema: 1,
      id,
      name,
      source: machineName,
      samples,
      bytes,
      start_us: startUs,
      end_us: endUs,
      mean_W: meanW,
      energy_J: energyJ,
      coverage_percent: coveragePercent,
    }
    process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : `${id}\n`)
    if (samples === 0) process.exitCode = EXIT.nothing
  } finally {
    forget()
    await store.close()
  }
}

/** The disk reserve of the settings, MB; the default where there are none. */
async function savedReserveMb(file: string, clock: Clock): Promise<number> {
  const { settings, fault } = await openSettingsFile(file, clock).load()
  if (fault) complain(faultText(fault.view))
  return settings.diskReserveMb
}

/** What the supervisor has to say while recording: standard output belongs to the result. */
const stderrLog: Log = { say: (_level, subject, text) => complain(`${subject}: ${text}`) }

function wholeMs(text: string): number {
  const ms = Number(text)
  if (!/^\d+$/.test(text) || ms < 1) throw new InvalidArgumentError('It is a whole number of milliseconds, 1 or more.')
  return ms
}

function seconds(text: string): number {
  const s = Number(text)
  if (!Number.isFinite(s) || s <= 0) throw new InvalidArgumentError('It is a number of seconds above 0.')
  return s
}

function megabytes(text: string): number {
  const mb = Number(text)
  if (!/^\d+$/.test(text) || mb < 100 || mb > 10_000_000)
    throw new InvalidArgumentError('It is a whole number of MB, 100 to 10000000.')
  return mb
}
