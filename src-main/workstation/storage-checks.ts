import { access, constants, readdir, statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import type { CheckView } from '@contract/about'

const group = 'storage'

/** Bytes a PowerSpy2 at 50 Hz adds per second: seven doubles, receipt and send time, and their book-keeping. */
const BYTES_PER_S_AT_50_HZ = 50 * 9 * 8 * 1.1
/** Below this the disk is a warning: about half a day at 50 Hz above the recording reserve. */
const LOW_DISK_BYTES = 1e9
const YEAR_S = 365.25 * 86_400

/** Room on the disk, and whether sessions can be kept. */
export async function checkStorage(folder: string): Promise<readonly CheckView[]> {
  return Promise.all([checkDisk(folder), checkStore(folder)])
}

async function checkDisk(folder: string): Promise<CheckView> {
  const name = 'Disk'
  try {
    const { bavail, bsize } = await statfs(await existing(folder))
    const free = bavail * bsize
    const years = free / BYTES_PER_S_AT_50_HZ / YEAR_S
    const lasts = years >= 1 ? `${years.toFixed(0)} years` : `${(years * 365).toFixed(0)} days`
    const text = `${(free / 1e9).toFixed(0)} GB free: ${lasts} at 50 Hz, 5 channels`
    return { group, name, state: free < LOW_DISK_BYTES ? 'warn' : 'ok', text }
  } catch (error) {
    return { group, name, state: 'fault', text: `the disk cannot be looked at: ${wordsOf(error)}` }
  }
}

async function checkStore(folder: string): Promise<CheckView> {
  const name = 'Sessions'
  const at = await existing(folder)
  try {
    await access(at, constants.R_OK | constants.W_OK)
    const files = at === folder ? await readdir(folder) : []
    const sessions = files.filter((file) => file.endsWith('.wattbench')).length
    const words = sessions === 1 ? '1 session' : `${sessions} sessions`
    return { group, name, state: 'ok', text: `${words} in ${fromHome(folder)}` }
  } catch (error) {
    const command = `sudo chown -R $USER ${at}`
    return {
      group,
      name,
      state: 'fault',
      text: `sessions cannot be kept in ${fromHome(folder)}: ${wordsOf(error)}`,
      command,
    }
  }
}

/** The folder itself or the nearest parent that exists: before the first session there is none. */
async function existing(folder: string): Promise<string> {
  for (let at = folder; at !== '/'; at = dirname(at)) {
    const found = await access(at).then(
      () => true,
      () => false,
    )
    if (found) return at
  }
  return '/'
}

/** A path without the name of the account. */
const fromHome = (path: string): string =>
  path.startsWith(`${homedir()}/`) ? `~${path.slice(homedir().length)}` : path

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
