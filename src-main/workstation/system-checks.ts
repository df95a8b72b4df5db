import { readFile } from 'node:fs/promises'
import { arch, platform, release, userInfo } from 'node:os'
import type { CheckView } from '@contract/about'
import { inPath } from './programs'

const group = 'system'

/** Runtime, kernel, account, and what the demo bench needs. */
export async function checkSystem(electron: string, fallbackRuntime: boolean): Promise<readonly CheckView[]> {
  return [runtime(electron, fallbackRuntime), await kernel(), await account(), await simulator(), NETWORK]
}

function runtime(electron: string, fallback: boolean): CheckView {
  const name = 'Runtime'
  const node = `Node ${process.versions.node}`
  if (electron === '') return { group, name, state: 'ok', text: `${node}, without a window` }
  if (!fallback) return { group, name, state: 'ok', text: `Electron ${electron}, ${node}` }
  const text = `Electron ${electron} as development runtime, ${node}; fine for development and demo, not for users`
  const next = 'For measurements that count install a package that carries the official Electron.'
  return { group, name, state: 'warn', text, next }
}

async function kernel(): Promise<CheckView> {
  const name = 'System'
  const words = `${platform()} ${release()} ${arch()}`
  const known = (await readFile('/etc/os-release', 'utf8').catch(() => '')).split('\n')
  const title = known
    .find((line) => line.startsWith('PRETTY_NAME='))
    ?.slice('PRETTY_NAME='.length)
    .replaceAll('"', '')
  const text = title ? `${title}, ${words}` : words
  if (platform() === 'linux' && arch() === 'x64') return { group, name, state: 'ok', text }
  return { group, name, state: 'warn', text, next: 'Use Linux on an x64 processor: nothing else was ever tried.' }
}

/** Number of the account, not its name: this is copied into bug reports. Groups are those of this process. */
async function account(): Promise<CheckView> {
  const { uid } = userInfo()
  const lines = (await readFile('/etc/group', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'))
  const names = (process.getgroups?.() ?? []).map((gid) => lines.find((l) => l[2] === String(gid))?.[0] ?? String(gid))
  const groups = [...new Set(names)].join(', ') || 'none'
  const text = `${uid === 0 ? 'root' : `number ${uid}`}, groups ${groups}`
  return { group, name: 'Account', state: 'ok', text }
}

async function simulator(): Promise<CheckView> {
  const name = 'Demo bench'
  if (await inPath('socat'))
    return { group, name, state: 'ok', text: 'simulated meters run over a real pseudo-terminal' }
  return {
    group,
    name,
    state: 'warn',
    text: 'socat is not installed; the simulated meter runs inside the application',
    next: 'Measuring needs nothing of it. For a simulated meter on a port of its own:',
    command: 'sudo apt-get install socat',
  }
}

const NETWORK: CheckView = {
  group,
  name: 'Network',
  state: 'ok',
  text: 'nothing is contacted but instruments you name; no port is open before the HTTP API is switched on',
}
