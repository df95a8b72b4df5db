import type { SolvedTree } from '@contract/tree'
import type { Command } from 'commander'
import { drawnTreeDocument, plainTreeDocument } from '../../engine/report/tree-document'
import { measure } from '../tinderbox/measure'
import {
  ADDRESS_HELP,
  addressOption,
  FILE_FORMAT_HELP,
  fileOption,
  groupColumnOption,
  loopOption,
  type MeasuringOptions,
  nplcOption,
} from '../tinderbox/options'
import { openPlan } from '../tinderbox/plan-file'
import { realSide, savedInstruments } from '../tinderbox/side'
import { voltmeterAddress } from '../tinderbox/voltmeter-address'

interface Options extends MeasuringOptions {
  readonly plain?: boolean
}

const HELP = `${FILE_FORMAT_HELP}
${ADDRESS_HELP}

Prints one XHTML page: the power distribution of the last complete measurement as a drawing, and below it as nested lists.

Example: wattbench tree -f resources/examples/tinderboxC2.csv -a meter.lab > tree.html`

/** `wattbench tree`: where the power goes, as a page. */
export function addTree(program: Command): void {
  program
    .command('tree')
    .description('measure once and print the power distribution as XHTML')
    .addOption(fileOption())
    .addOption(addressOption())
    .addOption(nplcOption())
    .addOption(loopOption())
    .option('--plain', 'lists only, without the drawing')
    .addOption(groupColumnOption())
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const side = realSide()
      const { plan, file } = await openPlan(options.file, options.groupColumn, side.complain)
      const address = await voltmeterAddress(options.addr, side.env, savedInstruments)
      if (plan.links.roots.length === 0) side.complain('no parent information: no tree drawn')
      const job = { address, plan, nplc: options.nplc, loops: options.loop }
      let last = null as SolvedTree | null
      const keep = (tree: SolvedTree): void => {
        last = tree
      }
      const document = options.plain ? plainTreeDocument : drawnTreeDocument
      try {
        process.exitCode = await measure(job, side, keep)
      } finally {
        if (last) side.print(document({ plan, tree: last, file }))
      }
    })
}
