import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ChannelFile } from '@contract/model'
import { type Command, InvalidArgumentError } from 'commander'
import { recordRun } from '../../app/record-run'
import { recoverSessions } from '../../app/recovery'
import { type Clock, systemClock } from '../../base/clock'
import type { Log } from '../../base/log'
import { APP_VERSION } from '../../base/version'
import { composeStore } from '../../compose'
import { houseFolders } from '../../house-folders'
import { instruments } from '../../instruments/index'
import type { Instrument, InstrumentSettings } from '../../ports/instrument'
import type { OpenLine } from '../../ports/transport'
import { openSettingsFile } from '../../store/settings-file'
import { createRfcomm } from '../../transports/bluetooth/rfcomm'
import { openSerial } from '../../transports/serial'
import { openTcp } from '../../transports/tcp'
import { EXIT } from '../exit-codes'
import { complain, faultText, onInterrupt } from '../say'

interface RecordOptions {
  readonly device?: string
  readonly addr?: string
  readonly file?: ChannelFile
  readonly nplc?: number
  readonly loop?: number
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
    const command = record.command(instrument.kind).description(`record one ${instrument.title}`)
    addReach(command, instrument)
    const { takes } = instrument
    if (takes.includes('channelFile'))
      command.requiredOption('-f, --file <path>', 'channel file: what is wired to which channel', channelFile)
    if (takes.includes('nplc'))
      command.option('-n, --nplc <n>', 'integration time in mains periods (default: 1)', positive)
    command
      .option('-i, --interval <ms>', 'sample interval in milliseconds', whole, 1000)
      .option('-l, --loop <n>', 'stop after this many samples', whole)
      .option('--duration <s>', 'stop after this many seconds', positive)
      .option('--name <text>', 'name of the session')
      .option('--disk-reserve <mb>', 'stop when less is left on the disk (default: as in the settings)', megabytes)
      .option('--json', 'print one JSON object at the end')
      .exitOverride()
      .action((options: RecordOptions) => recordWith(instrument, options))
  }
}

function addReach(command: Command, { reach, defaultAddress }: Instrument): void {
  const [flags, what] =
    reach === 'serial'
      ? ['--device <path>', 'device node of the instrument']
      : ['-a, --addr <host[:port]>', 'name or IP address of the instrument; port 5025 unless given']
  if (defaultAddress === null) command.requiredOption(flags, what)
  else command.option(flags, what, defaultAddress)
}

const lineTo = (reach: Instrument['reach'], clock: Clock): OpenLine =>
  reach === 'serial' ? openSerial(clock) : openTcp(clock)

async function recordWith(instrument: Instrument, options: RecordOptions): Promise<void> {
  const settings: InstrumentSettings = {
    intervalMs: options.interval,
    ...(options.file ? { channelFile: options.file } : {}),
    ...(options.nplc === undefined ? {} : { nplc: options.nplc }),
  }
  const why = instrument.refuse(settings)
  if (why !== null) {
    complain(`wattbench: ${why}`)
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
      openLine: lineTo(instrument.reach, clock),
      rfcomm: createRfcomm(clock),
      store,
      clock,
      log: stderrLog,
      appVersion: APP_VERSION,
      address: options.device ?? options.addr ?? '',
      settings,
      name: options.name ?? null,
      durationMs: options.duration === undefined ? null : options.duration * 1000,
      diskReserveBytes: diskReserveMb * 1e6,
      samples: options.loop ?? null,
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

function whole(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 1) throw new InvalidArgumentError('It is a whole number, 1 or more.')
  return count
}

function positive(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It is a number above 0.')
  return value
}

function channelFile(path: string): ChannelFile {
  try {
    return { name: basename(path), text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new InvalidArgumentError(`It cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

function megabytes(text: string): number {
  const mb = Number(text)
  if (!/^\d+$/.test(text) || mb < 100 || mb > 10_000_000)
    throw new InvalidArgumentError('It is a whole number of MB, 100 to 10000000.')
  return mb
}
