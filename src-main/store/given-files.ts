import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileToken, GivenFile } from '@contract/files'
import { Fault } from '../base/fault'
import type { GivenFiles } from '../ports/given-files'

/** Tokens of archives a person chose, worthless after this process. */
export function givenArchives(newId: () => string): GivenFiles {
  const paths = new Map<FileToken, string>()
  return {
    async admit(path): Promise<GivenFile> {
      const facts = await stat(path).catch(() => null)
      if (!facts?.isFile()) throw noSuchFile(basename(path))
      const token = newId()
      paths.set(token, path)
      return { token, name: basename(path), bytes: facts.size, looks: 'archive' }
    },
    pathOf(token) {
      const path = paths.get(token)
      if (path === undefined) throw noSuchFile('This file')
      return path
    },
  }
}

const noSuchFile = (name: string): Fault =>
  new Fault({
    code: 'BAD_REQUEST',
    title: `${name} cannot be read`,
    cause: 'It is not a file, or was not handed over in this run.',
    consequence: 'Nothing was imported.',
    next: 'Choose the file again.',
  })
