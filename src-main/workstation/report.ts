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

/** Versions and checks as lines of text; the command that mends something stands below its line. */
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

const linesOf = ({ state, name, text, command }: CheckView): readonly string[] => [
  `${MARK[state]}  ${name.padEnd(NAME_WIDTH)} ${text}`,
  ...(command === undefined ? [] : [`${' '.repeat(NAME_WIDTH + 7)}${command}`]),
]
