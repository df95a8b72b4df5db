import { DEFAULT_API_SETTINGS } from '@contract/api-server'
import {
  type CollectdSetup,
  DEFAULT_DATA_DIR,
  SETUP_TEXT_IDS,
  type SetupText,
  type SetupTextId,
} from '@contract/collectd-setup'
import { Argument, type Command, InvalidArgumentError } from 'commander'
import { collectdSetup } from '../../app/collectd-setup'
import { dataDir } from '../../app/guards'
import { systemClock } from '../../base/clock'
import { composeSetup } from '../../compose'
import { houseFolders } from '../../house-folders'
import { openSettingsFile } from '../../store/settings-file'
import { badUsage, print } from '../library'
import { complain, faultText } from '../say'

interface Options {
  readonly rapl: boolean
  readonly nvml?: true
  readonly dataDir?: string
  readonly host?: string
  readonly json?: true
}

const HELP = `
Without TEXT all of it is printed in order, for eyes. With it that text alone, for a file:
  wattbench collectd-setup config > collectd.conf
  wattbench collectd-setup upload --host bench:8080 > upload.sh`

/** `wattbench collectd-setup`: what is to be done on a machine whose collectd archives come here. */
export function addCollectdSetup(program: Command): void {
  program
    .command('collectd-setup')
    .description('print what sets up a machine with collectd: configuration, RAPL plugin, upload script')
    .addArgument(new Argument('[text]', 'one text only').choices(SETUP_TEXT_IDS))
    .option('--no-rapl', 'without the energy of the processors')
    .option('--nvml', 'with NVIDIA GPUs')
    .option('--data-dir <path>', `where collectd writes (default: ${DEFAULT_DATA_DIR})`, folder)
    .option('--host <host>', 'HOST of the upload script (default: as the HTTP API is set)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .exitOverride()
    .action(show)
}

async function show(id: SetupTextId | undefined, options: Options): Promise<void> {
  const { settings, fault } = await openSettingsFile(houseFolders().settingsFile, systemClock()).load()
  if (fault) complain(faultText(fault.view))
  const wish = { rapl: options.rapl, nvml: options.nvml ?? false, dataDir: options.dataDir ?? null }
  const setup = await collectdSetup(composeSetup(), wish, settings.api ?? DEFAULT_API_SETTINGS, options.host)
  for (const warning of setup.warnings) complain(`wattbench: ${warning}`)
  if (id !== undefined) process.stdout.write(oneOf(setup, id).text)
  else if (options.json) print({ schema: 1, ...setup })
  else process.stdout.write(guide(setup))
}

function oneOf({ steps }: CollectdSetup, id: SetupTextId): SetupText {
  const found = steps.flatMap(({ texts }) => texts).find((one) => one.id === id)
  if (!found) throw badUsage(`There is no ${id}`, 'It belongs to RAPL.', 'Leave --no-rapl out.', 'Nothing was printed.')
  return found
}

/** Everything in order; nothing is indented, so that it can be copied. */
const guide = ({ steps }: CollectdSetup): string =>
  steps.map(({ title, texts }, i) => [`${i + 1}. ${title}\n`, ...texts.map(section)].join('\n')).join('\n\n')

function section({ title, file, text, notes }: SetupText): string {
  const head = `${title}${file === null ? '' : `: ${file}`}`
  return [head, ...notes, '', text].join('\n')
}

function folder(text: string): string {
  if (!dataDir.safeParse(text).success) throw new InvalidArgumentError('It is an absolute path of a folder.')
  return text
}
