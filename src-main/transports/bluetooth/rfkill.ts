import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RadioSwitch } from '../../ports/bluetooth'

/** The switches of Bluetooth radios; none where there is no rfkill. */
export async function bluetoothSwitches(folder = '/sys/class/rfkill'): Promise<readonly RadioSwitch[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const all = await Promise.all(names.sort().map((name) => readSwitch(join(folder, name))))
  return all.filter((one) => one !== null)
}

async function readSwitch(folder: string): Promise<RadioSwitch | null> {
  const read = (file: string): Promise<string> =>
    readFile(join(folder, file), 'utf8').then(
      (text) => text.trim(),
      () => '',
    )
  if ((await read('type')) !== 'bluetooth') return null
  return { name: await read('name'), soft: (await read('soft')) === '1', hard: (await read('hard')) === '1' }
}
