import { arch, platform, release } from 'node:os'
import type { Command } from 'commander'
import { houseFolders } from '../../compose'
import { createPortFinder } from '../../transports/port-finder'
import { describeWorkstation } from '../../workstation/about'
import { DEVELOPMENT_RUNTIME } from '../../workstation/runtime-mark'

/** `wattbench doctor`: what a bug report needs, and what to mend before measuring. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check this workstation: versions, runtime, ports, permissions, disk')
    .option('--json', 'print one JSON object')
    .action(async (options: { json?: boolean }) => {
      const { sessions } = houseFolders()
      const about = await describeWorkstation({
        electron: process.versions.electron ?? '',
        binary: process.execPath,
        sessionsFolder: sessions,
      })
      const ports = await createPortFinder().list()
      const system = {
        platform: platform(),
        release: release(),
        arch: arch(),
        node: about.node,
        electron: about.electron || null,
        developmentRuntime: about.fallbackRuntime,
        uid: process.getuid?.() ?? null,
      }
      if (options.json) {
        process.stdout.write(
          `${JSON.stringify({ schema: 1, version: about.version, system, zone: about.zone, sessionsFolder: sessions, checks: about.checks, ports })}\n`,
        )
        return
      }
      const lines = [
        `Wattbench ${about.version} · Node ${about.node} · ${system.platform} ${system.release} ${system.arch} · ${about.zone}`,
        ...(about.electron
          ? [`Electron ${about.electron}${about.fallbackRuntime ? `, ${DEVELOPMENT_RUNTIME}` : ''}`]
          : []),
        `Sessions in ${sessions}`,
        '',
        ...about.checks.map(
          (c) => `${MARK[c.state]}  ${c.name.padEnd(14)}${c.text}${c.command ? `\n${' '.repeat(20)}${c.command}` : ''}`,
        ),
        '',
        ports.length === 0 ? 'No serial port was found.' : 'Serial ports:',
        ...ports.map(
          (p) => `${MARK[p.access === 'ok' && !p.heldBy ? 'ok' : 'warn']}  ${p.path.padEnd(14)}${portText(p)}`,
        ),
      ]
      process.stdout.write(`${lines.join('\n')}\n`)
    })
}

const MARK = { ok: 'ok  ', warn: 'warn', fault: 'fail' } as const

function portText(port: { hint: string; access: string; heldBy: { pid: number; command: string } | null }): string {
  const held = port.heldBy ? `, held by ${port.heldBy.command} (process ${port.heldBy.pid})` : ''
  const access = port.access === 'ok' ? '' : `, ${port.access === 'denied' ? 'permission denied' : 'missing'}`
  return `${port.hint}${access}${held}`
}
