import type { ApiSettings } from '@contract/api-server'
import type { CollectdSetup, SetupWish } from '@contract/collectd-setup'
import { composeSetup, SETUP_FILES, type SetupFiles, type SetupServer } from '../engine/collectd/setup-texts'
import type { FileReader } from '../ports/files'

export interface SetupIo {
  readonly files: Pick<FileReader, 'text'>
  /** Folder of the texts that ship with Wattbench. */
  readonly folder: string
  /** How this computer is called in its network. */
  readonly machine: string
}

/** None of the texts comes near this. */
const MAX_TEXT_BYTES = 65_536

/** The set-up of a machine whose archives come to the API as it stands in the settings. `host` instead, where a person knows better. Rejects with FILE_UNREADABLE. */
export async function collectdSetup(
  io: SetupIo,
  wish: SetupWish,
  api: ApiSettings,
  host?: string,
): Promise<CollectdSetup> {
  const read = async (name: string) => [name, await io.files.text(`${io.folder}/${name}`, MAX_TEXT_BYTES)] as const
  const files = Object.fromEntries(await Promise.all(SETUP_FILES.map(read))) as SetupFiles
  const server = host === undefined ? serverOf(api, io.machine) : { host, token: null, warnings: [] }
  return composeSetup(files, wish, server)
}

/** Where an upload script finds the API, and what stands in its way. */
export function serverOf({ on, bind, port, token }: ApiSettings, machine: string): SetupServer {
  const open = bind !== null && !/^(127\.|::1$)/.test(bind)
  const name = bind === null ? 'localhost' : bind === '0.0.0.0' || bind === '::' ? machine : bind
  const address = `${name.includes(':') ? `[${name}]` : name}:${port}`
  const secret = open ? token : null
  return {
    host: secret === null ? address : `wattbench:${secret}@${address}`,
    token: secret,
    warnings: [
      ...(on ? [] : ['The HTTP API is switched off: an upload finds nobody.']),
      ...(open
        ? []
        : ['The HTTP API answers this computer only: give it an address to be reached from another machine.']),
    ],
  }
}
