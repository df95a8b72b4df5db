import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Message, type MessageBus, sessionBus, Variant } from '@jellybrick/dbus-next'

/** Debian's own Python: others that come first in PATH lack its modules. */
const PYTHON = '/usr/bin/python3'
const MOCK = 'org.bluez.Mock'
const DEVICE = 'org.bluez.Device1'
const ADAPTER = 'org.bluez.Adapter1'

const CONFIG = (
  socket: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${socket}</listen><policy context="default"><allow send_destination="*"
eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>`

/** A D-Bus system bus of its own, and on request the Bluetooth service with an adapter and meters (python3-dbusmock). */
export class BluetoothRoom {
  private service: ChildProcess | null = null
  private bus: MessageBus | null = null

  private constructor(
    private readonly folder: string,
    private readonly daemon: ChildProcess,
    /** For DBUS_SYSTEM_BUS_ADDRESS. */
    readonly address: string,
  ) {}

  static async open(): Promise<BluetoothRoom> {
    const folder = mkdtempSync(join(tmpdir(), 'wattbench-bus-'))
    const config = join(folder, 'bus.conf')
    writeFileSync(config, CONFIG(join(folder, 'socket')))
    const daemon = spawn('dbus-daemon', ['--config-file', config, '--nofork', '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const address = await firstLine(daemon)
    return new BluetoothRoom(folder, daemon, address)
  }

  /** The Bluetooth service starts, with the adapter hci0 unless told otherwise. */
  async startService(adapter = true): Promise<void> {
    const template = join(import.meta.dirname, 'room.py')
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: this.address, PYTHONUNBUFFERED: '1' }
    const service = spawn(PYTHON, ['-m', 'dbusmock', '--system', '--template', template], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    })
    this.service = service
    this.bus = sessionBus({ busAddress: this.address })
    await until(() => this.hasService())
    if (adapter) await this.call('AddAdapter', 'ss', 'hci0', 'bench')
  }

  /** As when the service crashes. */
  async stopService(): Promise<void> {
    await ended(this.service, 'SIGKILL')
    this.service = null
    this.bus?.disconnect()
    this.bus = null
  }

  /** The service is there and says nothing. */
  freezeService(): void {
    this.service?.kill('SIGSTOP')
  }

  thawService(): void {
    this.service?.kill('SIGCONT')
  }

  /** A meter comes into the room. `slowS`: it does not answer a pairing for so long, then not at all. */
  async addMeter(address: string, name: string, pin = '0000', slowS = 0): Promise<void> {
    await this.call('AddMeter', 'sssd', address, name, pin, slowS)
  }

  /** Pairing with this meter ends with this error of the service: "AuthenticationCanceled". */
  async failPairing(address: string, error: string): Promise<void> {
    await this.call('FailPairing', 'os', pathOf(address), error)
  }

  /** Some device that is no meter. */
  async addDevice(address: string, name: string): Promise<void> {
    await this.call('AddDevice', 'sss', 'hci0', address, name)
  }

  async removeDevice(address: string): Promise<void> {
    await this.send('/org/bluez/hci0', ADAPTER, 'RemoveDevice', 'o', pathOf(address))
  }

  async signal(address: string, rssi: number): Promise<void> {
    await this.change(pathOf(address), DEVICE, { RSSI: new Variant('n', rssi) })
  }

  async power(on: boolean): Promise<void> {
    await this.change('/org/bluez/hci0', ADAPTER, { Powered: new Variant('b', on) })
  }

  async removeAdapter(): Promise<void> {
    await this.call('RemoveAdapterWithDevices', 's', 'hci0')
  }

  /** Every PIN that was given to a meter. */
  async pinsGiven(): Promise<readonly string[]> {
    const [pins] = await this.call('PinsGiven', '')
    return pins as string[]
  }

  async property(address: string, name: string): Promise<unknown> {
    const of = 'org.freedesktop.DBus.Properties'
    const [value] = await this.send(pathOf(address), of, 'Get', 'ss', DEVICE, name)
    return value instanceof Variant ? value.value : value
  }

  async adapterProperty(name: string): Promise<unknown> {
    const [value] = await this.send('/org/bluez/hci0', 'org.freedesktop.DBus.Properties', 'Get', 'ss', ADAPTER, name)
    return value instanceof Variant ? value.value : value
  }

  async close(): Promise<void> {
    this.thawService()
    await this.stopService()
    await ended(this.daemon, 'SIGTERM')
    rmSync(this.folder, { recursive: true, force: true })
  }

  private async change(path: string, of: string, properties: Record<string, Variant>): Promise<void> {
    await this.send(path, 'org.freedesktop.DBus.Mock', 'UpdateProperties', 'sa{sv}', of, properties)
  }

  private call(member: string, signature: string, ...body: unknown[]): Promise<readonly unknown[]> {
    return this.send('/', MOCK, member, signature, ...body)
  }

  private async send(
    path: string,
    of: string,
    member: string,
    signature: string,
    ...body: unknown[]
  ): Promise<readonly unknown[]> {
    const message = new Message({ destination: 'org.bluez', path, interface: of, member, signature, body })
    return (await this.bus?.call(message))?.body ?? []
  }

  private async hasService(): Promise<boolean> {
    const message = new Message({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'NameHasOwner',
      signature: 's',
      body: ['org.bluez'],
    })
    const has = (await this.bus?.call(message))?.body[0] === true
    // The name comes before the objects.
    return (
      has &&
      (await this.send('/org/bluez', 'org.freedesktop.DBus.Peer', 'Ping', '')
        .then(() => true)
        .catch(() => false))
    )
  }
}

const pathOf = (address: string): string => `/org/bluez/hci0/dev_${address.replaceAll(':', '_')}`

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The Bluetooth service of the room did not start; is python3-dbusmock installed?')
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    if (child.stdout) createInterface({ input: child.stdout }).once('line', found)
    child.once('error', failed)
    child.once('exit', (code) => failed(new Error(`ended with ${code}`)))
  })
}

async function ended(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
