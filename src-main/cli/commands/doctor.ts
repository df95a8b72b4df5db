import { arch, platform, release } from 'node:os'
import type { Command } from 'commander'
import { systemClock } from '../../base/clock'
import { composeLooking } from '../../compose'
import { houseFolders } from '../../house-folders'
import { peekReserveMb } from '../../store/settings-file'
import { describeWorkstation } from '../../workstation/about'

/** `wattbench doctor`: what a bug report needs, and what to mend before measuring. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check this computer: versions, account, Bluetooth, ports and who holds them, disk')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const { sessions, settingsFile } = houseFolders()
      const ports = composeLooking(systemClock())
      const runtime = {
        electron: process.versions.electron ?? '',
        binary: process.execPath,
        sessionsFolder: sessions,
        diskReserveBytes: (await peekReserveMb(settingsFile)) * 1e6,
      }
      const { report, ...about } = await describeWorkstation(runtime, ports)
      if (!options.json) {
        process.stdout.write(`${report}\n`)
        return
      }
      const system = {
        platform: platform(),
        release: release(),
        arch: arch(),
        node: about.node,
        electron: about.electron || null,
        developmentRuntime: about.fallbackRuntime,
        uid: process.getuid?.() ?? null,
      }
      const [listed, nodes, switches] = await Promise.all([
        ports.portFinder.list(),
        ports.rfcomm.nodes(),
        ports.bluetooth.switches(),
      ])
      const all = {
        schema: 1,
        version: about.version,
        system,
        zone: about.zone,
        sessionsFolder: sessions,
        checks: about.checks,
        ports: listed,
        rfcomm: nodes,
        rfkill: switches,
      }
      process.stdout.write(`${JSON.stringify(all)}\n`)
    })
}
