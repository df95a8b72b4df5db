import {
  type CollectdSetup,
  DEFAULT_DATA_DIR,
  type SetupStep,
  type SetupText,
  type SetupTextId,
  type SetupWish,
} from '@contract/collectd-setup'
import { quoted } from '../../base/shell-word'

/** Files of resources/collectd, by name. `@HOST@` and `@DATA_DIR@` in them are filled in. */
export const SETUP_FILES = [
  'install.sh',
  'install-rapl.sh',
  'basic.conf',
  'rapl.conf',
  'nvml.conf',
  'wattbench_rapl.py',
  'rapl-permission.sh',
  'upload.sh',
] as const
export type SetupFiles = Readonly<Record<(typeof SETUP_FILES)[number], string>>

/** Where archives are sent to. */
export interface SetupServer {
  /** HOST of upload scripts, with the token where one is asked for. */
  readonly host: string
  readonly token: string | null
  readonly warnings: readonly string[]
}

/** All that is to be copied for one machine, with server, token and data folder in place. */
export function composeSetup(files: SetupFiles, wish: SetupWish, server: SetupServer): CollectdSetup {
  const dataDir = wish.dataDir ?? DEFAULT_DATA_DIR
  const inConfig = (text: string) => fill(text, { DATA_DIR: dataDir.replace(/["\\]/g, '\\$&') })
  const permission = files['rapl-permission.sh']
  const steps: readonly SetupStep[] = [
    {
      title: 'Install and configure',
      texts: [
        text('install', 'Install', null, [files['install.sh'], wish.rapl ? files['install-rapl.sh'] : ''].join(''), [
          'For Debian and Ubuntu. The package collectd-core alone starts no service.',
        ]),
        text(
          'config',
          'Configuration',
          'collectd.conf',
          inConfig(
            [files['basic.conf'], wish.rapl ? files['rapl.conf'] : '', wish.nvml ? files['nvml.conf'] : ''].join(''),
          ),
          wish.nvml ? ['Debian’s collectd has no gpu_nvidia plugin: take one that was built with NVML.'] : [],
        ),
        ...(wish.rapl
          ? [
              text('plugin', 'RAPL plugin', 'wattbench_rapl.py', files['wattbench_rapl.py'], [
                'Put it into the folder of collectd.conf.',
              ]),
            ]
          : []),
      ],
    },
    ...(wish.rapl
      ? [
          {
            title: 'Allow reading RAPL',
            texts: [
              text('permission', 'Read permission', null, permission, [
                'Energy counters betray what other programs compute (the PLATYPUS side channel, CVE-2020-8694), so Linux shows them to root only: give them to the people who measure, not to everybody.',
                'Nothing is to be done where collectd runs as root.',
              ]),
            ],
          },
        ]
      : []),
    {
      title: 'Check',
      texts: [
        text('check', 'Check', null, '/usr/sbin/collectd -T -C collectd.conf\n', [
          `Reads everything once and ends with “Exiting normally.” when all is well; it may leave a row of each series in ${dataDir}.`,
          'Not -t: in collectd 5.12 it is content with any file, even with a missing one.',
        ]),
      ],
    },
    {
      title: 'Run and upload',
      texts: [
        text('run', 'Run', null, '/usr/sbin/collectd -f -C collectd.conf\n', [
          `Until Ctrl-C. Two processors write about 54 MB an hour. All that lies in ${dataDir} is sent: empty it before the next measurement.`,
          'Where the folder is in memory (tmpfs), watch its size: when it is full, collectd loses rows without a word.',
        ]),
        text(
          'upload',
          'Upload script',
          'upload.sh',
          fill(files['upload.sh'], { HOST: quoted(server.host), DATA_DIR: quoted(dataDir) }),
          server.token === null ? [] : ['It holds the token: keep it to yourself.'],
        ),
        text('send', 'Upload', null, 'sh upload.sh\n', [
          'Tells this machine’s clock, sends the archive, tells the clock again, and prints what was imported.',
        ]),
      ],
    },
  ]
  return { wish, steps, ...server }
}

const text = (
  id: SetupTextId,
  title: string,
  file: string | null,
  words: string,
  notes: readonly string[],
): SetupText => ({ id, title, file, text: words, notes })

const fill = (words: string, values: Readonly<Record<string, string>>): string =>
  words.replace(/@([A-Z_]+)@/g, (mark, name: string) => values[name] ?? mark)
