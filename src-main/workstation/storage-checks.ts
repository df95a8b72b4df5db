import { readdir, statfs } from 'node:fs/promises'
import type { CheckView } from '@contract/about'
import { fromHome } from './home'
import { placeOf, refusalOf } from './session-place'
import { remedyOf, thisAccount } from './session-remedy'
import { codeOf, saidBy } from './system-words'

const group = 'storage'

/** Bytes a PowerSpy2 at 50 Hz adds per second: seven doubles, receipt and send time, and their book-keeping. */
const BYTES_PER_S_AT_50_HZ = 50 * 9 * 8 * 1.1
const DAY_S = 86_400
/** Room above the reserve for less than this is a warning. */
const LOW_DAYS = 2
const YEAR_DAYS = 365.25

/** Room on the disk, and whether sessions can be kept. */
export async function checkStorage(folder: string, reserveBytes: number): Promise<readonly CheckView[]> {
  return Promise.all([checkDisk(folder, reserveBytes), checkStore(folder)])
}

async function checkDisk(folder: string, reserveBytes: number): Promise<CheckView> {
  try {
    const { bavail, bsize } = await statfs((await placeOf(folder)).at)
    return roomOf(bavail * bsize, reserveBytes)
  } catch (error) {
    return {
      group,
      name: 'Disk',
      state: 'fault',
      text: `the disk cannot be looked at: ${saidBy(error)}`,
      next: `Check the disk of ${fromHome(folder)}, then check again.`,
    }
  }
}

/** How long a disk lasts until recording stops at the reserve of the settings. */
export function roomOf(freeBytes: number, reserveBytes: number): CheckView {
  const days = Math.max(0, freeBytes - reserveBytes) / BYTES_PER_S_AT_50_HZ / DAY_S
  const lasts = `${lasting(days)} at 50 Hz, 5 channels, until ${amount(reserveBytes)} are left`
  const found = { group, name: 'Disk', text: `${amount(freeBytes)} free: ${lasts}` } as const
  if (days >= LOW_DAYS) return { ...found, state: 'ok' }
  const next =
    'Remove files or sessions that are not needed, or set XDG_DATA_HOME to a folder on a larger disk; the reserve is in Settings.'
  return { ...found, state: 'warn', next }
}

const amount = (bytes: number): string =>
  bytes >= 10e9
    ? `${(bytes / 1e9).toFixed(0)} GB`
    : bytes >= 1e9
      ? `${(bytes / 1e9).toFixed(1)} GB`
      : `${Math.floor(bytes / 1e6)} MB`

function lasting(days: number): string {
  if (days >= 2 * YEAR_DAYS) return `${Math.floor(days / YEAR_DAYS)} years`
  return days >= LOW_DAYS ? `${Math.floor(days)} days` : `${Math.floor(days * 24)} h`
}

async function checkStore(folder: string): Promise<CheckView> {
  const name = 'Sessions'
  const place = await placeOf(folder)
  const refusal = await refusalOf(place)
  if (refusal) {
    const text = `sessions cannot be kept in ${fromHome(folder)}: ${saidBy(refusal)}`
    return { group, name, state: 'fault', text, ...(await remedyOf(place, codeOf(refusal), await thisAccount())) }
  }
  const files = place.hidden ? [] : await readdir(folder).catch((): string[] => [])
  const sessions = files.filter((file) => file.endsWith('.wattbench')).length
  const words = sessions === 1 ? '1 session' : `${sessions} sessions`
  return { group, name, state: 'ok', text: `${words} in ${fromHome(folder)}` }
}
