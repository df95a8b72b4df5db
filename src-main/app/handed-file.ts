import type { SessionView } from '@contract/sessions'
import type { GivenFiles } from './files'
import type { Library } from './library'
import type { Teller } from './teller'

/** The file the desktop or the command line handed over; it waits here until there is a page to show it. */
export class HandedFile {
  private path: string | null = null

  constructor(
    private readonly io: { readonly given: GivenFiles; readonly library: Library; readonly teller: Teller },
  ) {}

  /** Absolute. The newest counts: a person looks at one session. */
  put(path: string): void {
    this.path = path
    this.io.teller.tell('sessions:handed', {})
  }

  /** Opens it, once; null when nothing waits. Rejects with a Fault when it cannot be opened. */
  async take(): Promise<SessionView | null> {
    const { path } = this
    if (path === null) return null
    this.path = null
    const { token } = await this.io.given.admit(path)
    return this.io.library.openFile(token)
  }
}
