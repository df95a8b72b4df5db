import type { FaultView } from '@contract/fault'
import { type DroppedFile, type FileToken, type GivenFile, MAX_GIVEN_FILES } from '@contract/files'
import type { Bridge } from '../bridge/bridge'

/** Where a drop leads. */
export type Landing = { readonly to: 'tree' | 'import' } | { readonly to: 'session'; readonly token: FileToken }

export interface DropsIo {
  readonly takePlan: (file: GivenFile) => Promise<boolean>
  readonly takeArchives: (files: readonly GivenFile[]) => void
  readonly refuseArchive: (fault: FaultView) => void
}

const isArchive = ({ looks, name }: GivenFile): boolean =>
  looks === 'archive' || (looks === 'unknown' && /\.(zip|tar|t?gz|tar\.\w+)$/i.test(name))

const isChannelFile = ({ looks, name }: GivenFile): boolean =>
  looks === 'channel-file' || (looks === 'unknown' && /\.(csv|txt)$/i.test(name))

/**
 * Files that were dropped on the window, each on its road: archives to the import wizard, one after the other; the first channel
 * file to the Tree screen; a session file is opened. Archives win when there are both: the channel file is open when the person goes there.
 */
export function createDrops(bridge: Bridge, io: DropsIo) {
  return {
    async drop(files: readonly DroppedFile[]): Promise<Landing> {
      const given = await bridge.give(files.slice(0, MAX_GIVEN_FILES))
      if (!given.ok) {
        io.refuseArchive(given.fault)
        return { to: 'import' }
      }
      const archives = given.value.filter(isArchive)
      const plan = given.value.find((file) => !isArchive(file) && isChannelFile(file))
      if (plan) await io.takePlan(plan)
      if (archives.length > 0) io.takeArchives(archives)
      if (archives.length > 0) return { to: 'import' }
      if (plan) return { to: 'tree' }
      const session = given.value.find(({ looks, name }) => looks === 'session' || name.endsWith('.wattbench'))
      if (session) return { to: 'session', token: session.token }
      io.refuseArchive(notOurs(given.value))
      return { to: 'import' }
    },
  }
}

const notOurs = (files: readonly GivenFile[]): FaultView => ({
  code: 'BAD_REQUEST',
  title: files.length === 1 ? `${files[0]?.name ?? 'The file'} was not opened` : 'None of the files was opened',
  cause:
    'It is neither a zip archive of collectd, nor a channel file (rows of a channel, a name, a resistance and a rail voltage), nor a session.',
  consequence: 'Nothing was changed.',
  next: 'Drop the zip of collectd’s data folder, a channel file (CSV), or a .wattbench session.',
})
