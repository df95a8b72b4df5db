import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Folders, findFolders } from './store/folders'

/** Where everything is kept for the person who runs this process. `shell` is what Electron keeps for itself. */
export interface HouseFolders extends Folders {
  readonly shell: string
}

export function houseFolders(): HouseFolders {
  const folders = findFolders(process.env, homedir())
  return { ...folders, shell: join(folders.state, 'shell') }
}
