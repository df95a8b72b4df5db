import type { FaultView } from '@contract/fault'
import type { AdapterState } from '../../ports/bluetooth'
import type { NodeAccess } from '../../ports/port-finder'

const NO_PAIRING = 'No meter can be paired; a meter on a serial cable still works.'
const GOES_ON = 'This page goes on by itself.'

/** Why Bluetooth cannot be used, with the remedy of each case; null when the adapter is on. */
export function adapterFault(state: AdapterState): FaultView | null {
  const missing = (title: string, cause: string, next: string, command?: string): FaultView => ({
    code: 'BLUETOOTH_MISSING',
    title,
    cause,
    consequence: NO_PAIRING,
    next,
    ...(command === undefined ? {} : { command }),
  })
  const off = (title: string, cause: string, next: string, command?: string): FaultView => ({
    ...missing(title, cause, next, command),
    code: 'BLUETOOTH_OFF',
  })
  switch (state.is) {
    case 'on':
      return null
    case 'no-bus':
      return missing(
        'The system bus cannot be reached',
        `Bluetooth is reached over D-Bus, and there is no connection to it: ${state.said}.`,
        `Start the bus with the command, or bind the meter by hand. ${GOES_ON}`,
        'sudo systemctl start dbus',
      )
    case 'no-service':
      return state.installed
        ? missing(
            'The Bluetooth service does not run',
            'Nobody on the system bus answers for org.bluez.',
            `Start it with the command. ${GOES_ON}`,
            'sudo systemctl enable --now bluetooth',
          )
        : missing(
            'The Bluetooth service is not installed',
            'The program bluetoothd is not on this computer, and nobody on the system bus answers for org.bluez.',
            `Install it with the command. ${GOES_ON}`,
            'sudo apt-get install bluez',
          )
    case 'mute':
      return missing(
        'The Bluetooth service does not answer',
        'It is on the system bus, but did not answer within 5 s.',
        `Start it anew with the command. ${GOES_ON}`,
        'sudo systemctl restart bluetooth',
      )
    case 'denied':
      return missing(
        'This account may not use Bluetooth',
        `The system bus refused the question: ${state.said}.`,
        'Run the command, log out and in again.',
        'sudo usermod -aG bluetooth $USER',
      )
    case 'no-adapter':
      return missing(
        'There is no Bluetooth adapter',
        'The Bluetooth service runs but knows of no adapter.',
        `Plug one in, or switch it on in the firmware set-up. ${GOES_ON}`,
      )
    case 'blocked':
      return state.hard
        ? off(
            'Bluetooth is blocked by a switch',
            'A switch or key of this machine, or its firmware, keeps the radio off.',
            `Use the switch or the flight mode key. ${GOES_ON}`,
          )
        : off(
            'Bluetooth is blocked by software',
            'rfkill holds the radio off, as flight mode does.',
            `Lift it with the command, or end flight mode in the desktop. ${GOES_ON}`,
            'sudo rfkill unblock bluetooth',
          )
    case 'off':
      return off(
        'The Bluetooth adapter is off',
        `${state.name} is there and not blocked, but switched off.`,
        'Press Switch on, or use the command.',
        'bluetoothctl power on',
      )
  }
}

export const noNode = (address: string, command: string): FaultView => ({
  code: 'PORT_MISSING',
  title: 'No port has appeared',
  cause: `No device node leads to ${address} yet.`,
  consequence: 'The meter stays paired; nothing was changed.',
  next: 'Run the command in a terminal, or press Try again. This page still goes on by itself when the port appears.',
  command,
})

/** Why a node that was bound cannot be opened; null when it can. */
export function accessFault(path: string, node: NodeAccess): FaultView | null {
  const common = { consequence: 'The meter is paired and bound; nothing is received from it yet.' }
  switch (node.is) {
    case 'ok':
      return null
    case 'missing':
      return {
        ...common,
        code: 'PORT_MISSING',
        title: `The port ${path} went away`,
        cause: `${path} does not exist any more.`,
        next: 'Press Back, then bind it again.',
      }
    case 'other':
      return {
        ...common,
        code: 'PORT_NOT_A_DEVICE',
        title: `${path} cannot be used as a port`,
        cause: node.why,
        next: 'Press Back, then bind it again.',
      }
    case 'denied':
      if (node.joined)
        return {
          ...common,
          code: 'PORT_DENIED',
          title: 'This login is older than your group',
          cause: `Your account is in group ${node.group}, but was put there after you logged in.`,
          next: 'Log out and in again, start Wattbench and pair again: it finds the meter paired and bound.',
        }
      return {
        ...common,
        code: 'PORT_DENIED',
        title: node.group ? `Your account is not in group ${node.group}` : 'Your account may not open the port',
        cause: `${path} can be opened by ${node.group ? `that group` : 'root'} only.`,
        next: node.group
          ? 'Run the command, log out and in again, start Wattbench and pair again: it finds the meter paired and bound.'
          : `Run the command. ${GOES_ON}`,
        command: node.command,
      }
  }
}
