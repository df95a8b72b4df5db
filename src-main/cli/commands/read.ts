import { type Command, Option } from 'commander'
import type { ChannelRange } from '../../engine/power-tree/channel-list'
import { csvReport, pwrReport } from '../../engine/report/csv'
import { prettyReport } from '../../engine/report/pretty'
import { rawReport } from '../../engine/report/raw'
import type { MakeReport } from '../../engine/report/report'
import { xhtmlReport } from '../../engine/report/xhtml'
import {
  ADDRESS_HELP,
  addressOption,
  channelList,
  FILE_FORMAT_HELP,
  fileOption,
  groupColumnOption,
  loopOption,
  type MeasuringOptions,
  nplcOption,
} from '../tinderbox/options'
import { openPlan } from '../tinderbox/plan-file'
import { chosenRows, readRun } from '../tinderbox/read-run'
import { realSide, savedInstruments } from '../tinderbox/side'
import { voltmeterAddress } from '../tinderbox/voltmeter-address'

interface Options extends MeasuringOptions {
  readonly channel?: readonly ChannelRange[]
  readonly html?: boolean
  readonly raw?: boolean
  readonly csv?: boolean
  readonly pwr?: boolean
}

const HELP = `${FILE_FORMAT_HELP}
${ADDRESS_HELP}

A channel list chooses rows of the file: 2018, 3004-3007, 2000,2004-2010,2025. Computed rows have negative numbers:
--channel=-1. What chosen rows need is measured, too, but not shown.

Example: wattbench read -f resources/examples/tinderboxC2.csv -a meter.lab -l 10 -C > power.csv`

/** `wattbench read`: power and voltage of every row of a channel file. */
export function addRead(program: Command): void {
  program
    .command('read')
    .description('measure the rows of a channel file with an Agilent 34980A')
    .addOption(fileOption())
    .addOption(addressOption())
    .addOption(loopOption())
    .option('-c, --channel <list>', 'rows to show (default: all)', channelList)
    .addOption(nplcOption())
    .addOption(new Option('-H, --html', 'print XHTML').conflicts(['raw', 'csv', 'pwr']))
    .addOption(new Option('-R, --raw', 'print Python lists').conflicts(['html', 'csv', 'pwr']))
    .addOption(new Option('-C, --csv', 'print comma separated values with a header').conflicts(['html', 'raw', 'pwr']))
    .addOption(
      new Option('-P, --pwr', 'print comma separated values without one, seconds first').conflicts([
        'html',
        'raw',
        'csv',
      ]),
    )
    .addOption(groupColumnOption())
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const side = realSide()
      const { plan, file } = await openPlan(options.file, options.groupColumn, side.complain)
      const chosen = chosenRows(plan, options.channel, side.complain)
      const address = await voltmeterAddress(options.addr, side.env, savedInstruments)
      const job = { address, plan: chosen, nplc: options.nplc, loops: options.loop }
      process.exitCode = await readRun({ ...job, file, make: formatOf(options) }, side)
    })
}

function formatOf({ html, raw, csv, pwr }: Options): MakeReport {
  if (html) return xhtmlReport
  if (raw) return rawReport
  if (csv) return csvReport
  return pwr ? pwrReport : prettyReport
}
