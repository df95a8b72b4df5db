import { access, constants, readdir, readFile, statfs } from 'node:fs/promises'
import type { AboutView } from '@contract/about'

type Check = AboutView['checks'][number]

/** Bytes a PowerSpy2 at 50 Hz adds per second: seven doubles, receipt and send time, and their book-keeping. */
const BYTES_PER_S_AT_50_HZ = 50 * 9 * 8 * 1.1
/** Below this the disk is a warning: about half a day at 50 Hz above the recording reserve. */
const LOW_DISK_BYTES = 1e9
const YEAR_S = 365.25 * 86_400

/** What a person needs to know of this workstation before measuring, in the order they would ask. */
export async function checkWorkstation(sessionsFolder: string): Promise<readonly Check[]> {
  return Promise.all([checkSerial(), checkBluetooth(), checkDisk(sessionsFolder), checkSimulator(), checkNetwork()])
}

/** Membership of the group that owns serial devices: without it every meter answers "permission denied". */
async function checkSerial(): Promise<Check> {
  const name = 'Serial ports'
  if (process.getuid?.() === 0) return { name, state: 'ok', text: 'running as root, every port can be opened' }
  const gid = await groupId('dialout')
  if (gid === null || process.getgroups?.().includes(gid)) {
    return { name, state: 'ok', text: 'your account may open serial ports' }
  }
  return {
    name,
    state: 'warn',
    text: 'your account is not in group dialout; meters cannot be opened. Log out and in after the command',
    command: 'sudo usermod -aG dialout $USER',
  }
}

async function groupId(group: string): Promise<number | null> {
  const lines = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n')
  const fields = lines.find((line) => line.startsWith(`${group}:`))?.split(':')
  return fields?.[2] === undefined ? null : Number(fields[2])
}

async function checkBluetooth(): Promise<Check> {
  const name = 'Bluetooth'
  const adapters = await readdir('/sys/class/bluetooth').catch(() => [])
  if (adapters.length === 0)
    return { name, state: 'warn', text: 'no adapter found; a meter on a serial cable still works' }
  return { name, state: 'ok', text: `adapter ${adapters.join(', ')} is there` }
}

async function checkDisk(folder: string): Promise<Check> {
  const name = 'Disk'
  try {
    const { bavail, bsize } = await statfs(await existing(folder))
    const free = bavail * bsize
    const years = free / BYTES_PER_S_AT_50_HZ / YEAR_S
    const lasts = years >= 1 ? `${years.toFixed(0)} years` : `${(years * 365).toFixed(0)} days`
    const text = `${(free / 1e9).toFixed(0)} GB free: ${lasts} at 50 Hz, 5 channels`
    return { name, state: free < LOW_DISK_BYTES ? 'warn' : 'ok', text }
  } catch (error) {
    return {
      name,
      state: 'fault',
      text: `sessions cannot be kept in ${folder}: ${error instanceof Error ? error.message : error}`,
    }
  }
}

/** The folder itself or the nearest parent that exists: before the first session there is none. */
async function existing(folder: string): Promise<string> {
  for (let at = folder; at !== '/'; at = at.slice(0, at.lastIndexOf('/')) || '/') {
    if (
      await access(at).then(
        () => true,
        () => false,
      )
    )
      return at
  }
  return '/'
}

async function checkSimulator(): Promise<Check> {
  const name = 'Demo bench'
  const socat = await inPath('socat')
  if (socat) return { name, state: 'ok', text: 'simulated meters run over a real pseudo-terminal' }
  return {
    name,
    state: 'warn',
    text: 'socat is not installed; the simulated meter runs inside the application',
    command: 'sudo apt-get install socat',
  }
}

async function checkNetwork(): Promise<Check> {
  return { name: 'Network', state: 'ok', text: 'nothing is contacted but instruments you name; no port is open' }
}

/** True when a program of this name can be run. */
export async function inPath(program: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(':').filter(Boolean)) {
    if (
      await access(`${folder}/${program}`, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return true
  }
  return false
}
