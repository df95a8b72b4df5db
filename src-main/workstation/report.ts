import { type AboutView, CHECK_GROUPS, type CheckGroup, type CheckView } from '@contract/about'
import { DEVELOPMENT_RUNTIME } from './runtime-mark'

const MARK = { ok: 'ok  ', warn: 'warn', fault: 'fail' } as const
const TITLES: Readonly<Record<CheckGroup, string>> = {
  system: 'This computer',
  bluetooth: 'Bluetooth',
  ports: 'Serial ports',
  storage: 'Disk and sessions',
}
const NAME_WIDTH = 17

/** Versions and checks as lines of text; what to do about it, and the command that does, stand below its line. */
export function reportOf(about: Omit<AboutView, 'report'>): string {
  const runtime =
    about.electron === ''
      ? `Node ${about.node}`
      : `Electron ${about.electron}${about.fallbackRuntime ? `, ${DEVELOPMENT_RUNTIME}` : ''} · Node ${about.node}`
  return [
    `Wattbench ${about.version} · ${runtime} · ${about.zone}`,
    ...CHECK_GROUPS.flatMap((group) => {
      const checks = about.checks.filter((check) => check.group === group)
      return checks.length === 0 ? [] : ['', TITLES[group], ...checks.flatMap(linesOf)]
    }),
  ].join('\n')
}

function linesOf(check: CheckView): readonly string[] {
  const first = `${MARK[check.state]}  ${check.name.padEnd(NAME_WIDTH)} ${check.text}`
  if (check.state === 'ok') return [first]
  const below = check.command === undefined ? [check.next] : [check.next, check.command]
  return [first, ...below.map((line) => `${' '.repeat(NAME_WIDTH + 7)}${line}`)]
}
