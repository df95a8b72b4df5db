import type { FileToken, GivenFile } from '@contract/files'

/** Files a person chose or dropped, known to the page by tokens only. */
export interface GivenFiles {
  /** `path` is absolute. Rejects with a Fault when it is no readable file. */
  admit(path: string): Promise<GivenFile>
  /** Where the file is. Throws a Fault for a token that was never handed out. */
  pathOf(token: FileToken): string
}
