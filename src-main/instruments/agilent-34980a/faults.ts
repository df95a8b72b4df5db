import type { FaultCode } from '@contract/fault'
import { Fault } from '../../base/fault'
import type { MeterError } from './codec'

const NOTHING_RECORDED = 'Nothing was recorded from it; other sources go on.'
const SCAN_LOST = 'This scan was given up: no half set of readings is kept. Scans before it stay.'

const fault = (code: FaultCode, title: string, cause: string, consequence: string, next: string): Fault =>
  new Fault({ code, title, cause, consequence, next })

const seconds = (s: number): string => `${Number(s.toFixed(1))} s`

/** No answer to the first query. */
export const silentMeter = (address: string, s: number): Fault =>
  fault(
    'METER_SILENT',
    `The voltmeter at ${address} does not answer`,
    `The connection is open, but *IDN? got no answer within ${seconds(s)}.`,
    NOTHING_RECORDED,
    'Check that this is the SCPI port of the voltmeter (5025) and that no other program keeps it busy, then connect again.',
  )

/** It answered before, but not to this query. The connection is dropped: a late answer would be taken for the next one. */
export const stoppedAnswering = (address: string, query: string, s: number): Fault =>
  fault(
    'METER_STOPPED',
    `The voltmeter at ${address} stopped answering`,
    `It answered at first, but ${query} got no answer within ${seconds(s)}; the connection was dropped.`,
    'No more is received from it; what was recorded is kept.',
    'Look at its front panel for a message or a running scan, then connect again.',
  )

/** What came is no answer to what was asked. */
export const garbage = (address: string, asked: string, said: string): Fault =>
  fault(
    'METER_GARBAGE',
    `What answers at ${address} is no voltmeter with SCPI`,
    `${asked} was answered with "${said.length > 60 ? `${said.slice(0, 60)}…` : said}".`,
    NOTHING_RECORDED,
    'Check address and port (5025 for the raw SCPI socket), and that only one program speaks to it, then connect again.',
  )

/** Its error queue was not empty: the meter's own words. */
export const meterErrors = (address: string, when: string, errors: readonly MeterError[]): Fault =>
  fault(
    'METER_ERRORS',
    `The voltmeter at ${address} reports ${errors.length === 1 ? 'an error' : `${errors.length} errors`} ${when}`,
    `It says: ${errors.map(({ code, text }) => `${code} ${text}`).join('; ')}.`,
    'Nothing was measured with these settings.',
    'Check that a card with these channels is in each slot the channel file names, then connect again.',
  )

/** The error queue never became empty. */
export const endlessErrors = (address: string, count: number, last: MeterError): Fault =>
  fault(
    'METER_ERRORS',
    `The error queue of the voltmeter at ${address} does not end`,
    `${count} entries were read, the last one says: ${last.code} ${last.text}.`,
    'Nothing was measured with these settings.',
    'Switch the voltmeter off and on, then connect again.',
  )

/** The answer to a scan is not what was asked for. */
export const badScan = (address: string, why: string): Fault =>
  fault(
    'METER_SCAN',
    `The voltmeter at ${address} gave another set of readings than asked for`,
    `In its answer ${why}.`,
    SCAN_LOST,
    'Check that no other program uses the voltmeter: all its users share one scan list. Then start again.',
  )

/** Given up on request. */
export const cancelled = (address: string): Fault =>
  fault(
    'CANCELLED',
    `Measuring with ${address} was cancelled`,
    'It was cancelled on request.',
    'The scan that was running is not kept.',
    'Start again when you want to.',
  )

/** The settings lack something. Asked before the instrument is touched. */
export const badSettings = (why: string): Fault =>
  fault(
    'BAD_REQUEST',
    'The voltmeter cannot be set up',
    why,
    'Nothing was contacted.',
    'Correct it, then connect again.',
  )

/** In words for a log: what answered is not a 34980A. */
export function cousinWarning(address: string, model: string): string {
  const threeDigits = /^(34970A|34972A|DAQ97[03]A)$/i.test(model)
    ? ' Its channel numbers have three digits (slot × 100 + channel), those of a 34980A four.'
    : ''
  return `What answers at ${address} is a ${model}, not a 34980A.${threeDigits} It is tried all the same.`
}
