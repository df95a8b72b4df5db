import { constants } from 'node:fs'
import { access } from 'node:fs/promises'

/** True when a program of this name can be run. */
export async function inPath(program: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean)
  const found = await Promise.all(folders.map((folder) => runnable(`${folder}/${program}`)))
  return found.includes(true)
}

export const runnable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
