import type { FaultView } from '@contract/fault'
import { formatBytes, joined } from '@contract/quantity'
import { Fault } from '../base/fault'

/** Faults that use cases raise themselves. Those of wires, ports and files come from where they happen. */

export const badRequest = (what: string, why: string): Fault =>
  new Fault({
    code: 'BAD_REQUEST',
    title: 'The request was refused',
    cause: `${what}: ${why}.`,
    consequence: 'Nothing was changed.',
    next: 'Correct the value and try again.',
  })

export const unknownInstrument = (id: string): Fault => badRequest('Instrument', `there is none with the id "${id}"`)

export const otherMeter = (name: string, address: string, saved: string, found: string): FaultView => ({
  code: 'METER_OTHER',
  title: `${name} did not connect`,
  cause: `${address} now leads to meter #${found}, but this instrument is saved as #${saved}.`,
  consequence: `Nothing was recorded from #${found} and its settings were left alone; what was recorded before is kept.`,
  next: `Put meter #${saved} back on this port, or add #${found} as an instrument of its own.`,
})

export const fellSilent = (name: string, seconds: number): FaultView => ({
  code: 'METER_STOPPED',
  title: `${name} fell silent`,
  cause: `No sample came for ${seconds.toFixed(1)} s although the port is still open, as it happens when a Bluetooth link dies.`,
  consequence: 'What was recorded is kept; the missing time becomes a gap and is not counted in energy.',
  next: 'Wait for the next try, or move the meter closer, or switch it off and on.',
})

export const nothingToRecord = (): Fault =>
  new Fault({
    code: 'NOTHING_TO_RECORD',
    title: 'There is nothing to record',
    cause: 'No instrument is connected.',
    consequence: 'No session was started.',
    next: 'Connect an instrument, then press R again.',
  })

export const notRecording = (): Fault =>
  new Fault({
    code: 'NOTHING_TO_RECORD',
    title: 'No marker was set',
    cause: 'Nothing is being recorded.',
    consequence: 'No session was changed.',
    next: 'Start a recording, then press M again.',
  })

export const diskReserveReached = (name: string, freeBytes: number): FaultView => ({
  code: 'STORE_FULL',
  title: `Recording of ${name} was stopped`,
  cause: `Only ${joined(formatBytes(freeBytes))} are left on the disk.`,
  consequence: 'The session is complete up to this moment and was closed cleanly; the live view goes on.',
  next: 'Free some space, then press R to record a new session.',
})

export const noSession = (name: string): Fault =>
  new Fault({
    code: 'FILE_UNREADABLE',
    title: `${name} is no session`,
    cause: 'It does not begin like a session file of Wattbench (*.wattbench).',
    consequence: 'Nothing was opened.',
    next: 'Open a session file. Channel files open on the Tree screen, archives of collectd are imported.',
  })

/** `lost`: rows that were handed over and not durable. */
export const recordingWentOn = (stopped: FaultView, name: string, lost: number, seconds: number): FaultView => ({
  code: stopped.code,
  title: stopped.title,
  cause: stopped.cause,
  consequence:
    lost === 0
      ? `Recording of ${name} went on in a new one after ${seconds.toFixed(1)} s; nothing was lost.`
      : `Recording of ${name} went on in a new one after ${seconds.toFixed(1)} s; ${lost} samples of the last second are lost and shown as a gap.`,
  next: 'Nothing to do; if it happens again, restart Wattbench and send the log.',
})

export const noPowerTree = (why: string): Fault =>
  new Fault({
    code: 'BAD_REQUEST',
    title: 'There is no power tree',
    cause: `It cannot be worked out: ${why}.`,
    consequence: 'Nothing was changed.',
    next: 'Choose a voltmeter with a channel file, and a time at which it measured.',
  })

export const recordingBusy = (): Fault => badRequest('Recording', 'a session is being recorded already')

export const importCancelled = (name: string): Fault =>
  new Fault({
    code: 'CANCELLED',
    title: `The import of ${name} was cancelled`,
    cause: 'It was stopped before it was complete.',
    consequence: 'Nothing was imported and nothing was changed.',
    next: 'Start it again when you need it.',
  })

export const importIntoRecording = (): Fault =>
  new Fault({
    code: 'STORE_BUSY',
    title: 'This session is being recorded',
    cause: 'Series of an archive are put into a session that is complete.',
    consequence: 'Nothing was imported and nothing was changed; the recording goes on.',
    next: 'Import into a session of its own, or stop the recording first.',
  })

export const noArchiveKept = (session: string): Fault =>
  new Fault({
    code: 'ARCHIVE_USELESS',
    title: `Session ${session} keeps no archive`,
    cause: 'Nothing was imported into it, or the raw archives were dropped to save space.',
    consequence: 'Nothing was changed.',
    next: 'Import the archive file again.',
  })
