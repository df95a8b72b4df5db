import { readdir, readFile } from 'node:fs/promises'
import type { CheckView, GoodCheck, WantingCheck } from '@contract/about'
import type { AdapterState, RadioSwitch } from '../ports/bluetooth'
import type { Rfcomm } from '../ports/rfcomm'
import type { LookingPorts } from './about'
import { runnable } from './programs'

const group = 'bluetooth'
type Found = Omit<GoodCheck, 'group' | 'name'> | Omit<WantingCheck, 'group' | 'name'>
const good = (text: string): Found => ({ state: 'ok', text })
const warn = (text: string, next: string, command?: string): Found => ({
  state: 'warn',
  text,
  next,
  ...(command === undefined ? {} : { command }),
})
const unknown = warn('cannot be asked', 'Mend what stands above, then check again.')

/** D-Bus, service, adapter, switches, the program that binds ports, and where a password can be asked for. */
export async function checkBluetooth({ bluetooth, rfcomm }: LookingPorts): Promise<readonly CheckView[]> {
  const [state, switches, password, program] = await Promise.all([
    bluetooth.adapter(),
    bluetooth.switches(),
    passwordWindow(),
    bindProgram(rfcomm),
  ])
  const named: readonly (readonly [string, Found])[] = [
    ['D-Bus', busOf(state)],
    ['Service', serviceOf(state)],
    ['Adapter', adapterOf(state)],
    ['Radio switch', switchesOf(switches)],
    ['rfcomm', program],
    ['Password window', password],
  ]
  return named.map(([name, found]) => ({ group, name, ...found }))
}

function busOf(state: AdapterState): Found {
  return state.is === 'no-bus'
    ? warn(
        `the system bus cannot be reached: ${state.said}`,
        'Start it, then check again.',
        'sudo systemctl start dbus',
      )
    : good('the system bus answers')
}

function serviceOf(state: AdapterState): Found {
  switch (state.is) {
    case 'no-bus':
      return unknown
    case 'no-service':
      return state.installed
        ? warn(
            'bluetoothd does not run',
            'Start it, now and with the computer:',
            'sudo systemctl enable --now bluetooth',
          )
        : warn('bluetoothd is not installed', 'Install it, then check again.', 'sudo apt-get install bluez')
    case 'mute':
      return warn(
        'bluetoothd runs and does not answer',
        'Start it anew, then check again.',
        'sudo systemctl restart bluetooth',
      )
    case 'denied':
      return warn(
        'this account may not use it',
        'Join its group, then log out and in.',
        'sudo usermod -aG bluetooth $USER',
      )
    default:
      return good('bluetoothd answers')
  }
}

function adapterOf(state: AdapterState): Found {
  switch (state.is) {
    case 'on':
      return good(`${state.name} is on, ${state.address}`)
    case 'off':
      return warn(`${state.name} is switched off`, 'Switch it on:', 'bluetoothctl power on')
    case 'blocked':
      return warn('the adapter is blocked', 'See the radio switch below.')
    case 'no-adapter':
      return warn('no adapter; a meter on a serial cable still works', 'Plug one in for a Bluetooth meter.')
    default:
      return unknown
  }
}

function switchesOf(switches: readonly RadioSwitch[]): Found {
  if (switches.length === 0) return good('rfkill has none for Bluetooth')
  const hard = switches.find((one) => one.hard)
  if (hard)
    return warn(`${hard.name} is blocked by a switch or key of this machine`, 'Turn that switch or press that key.')
  const soft = switches.find((one) => one.soft)
  if (soft) return warn(`${soft.name} is blocked by software`, 'Unblock it:', 'sudo rfkill unblock bluetooth')
  return good(`${switches.map(({ name }) => name).join(', ')} not blocked`)
}

async function bindProgram(rfcomm: Rfcomm): Promise<Found> {
  const program = await rfcomm.program()
  return program === null
    ? warn(
        'the program rfcomm is not installed; no Bluetooth port can be bound',
        'Install it, then check again.',
        'sudo apt-get install bluez',
      )
    : good(`ports are bound with ${program}`)
}

/** Programs that show the password window of desktops; polkit itself does not tell which one there is. */
const AGENTS =
  /^(gnome-shell|gnome-flashback|cinnamon|budgie-.*|polkit-gnome-au.*|polkit-kde-auth.*|polkit-mate-aut.*|mate-polkit|lxpolkit|lxqt-policykit.*|xfce-polkit|ukui-polkit|deepin-polkit.*|hyprpolkitagent|soteria|pantheon-agent.*)$/

async function passwordWindow(): Promise<Found> {
  const byHand = 'binding a port shows the command to run in a terminal'
  if (process.getuid?.() === 0) return good('not needed, running as root')
  if (!(await runnable('/usr/bin/pkexec')))
    return warn(`pkexec is not installed; ${byHand}`, 'Run that command by hand, or install pkexec.')
  const pids = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name))
  const names = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')))
  const agent = names.map((name) => name.trim()).find((name) => AGENTS.test(name))
  return agent === undefined
    ? warn(
        `no polkit agent that is known was seen; without one ${byHand}`,
        'Run that command by hand, or start an agent.',
      )
    : good(`${agent} asks for passwords`)
}
