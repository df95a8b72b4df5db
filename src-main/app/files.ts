import { type FileToken, type GivenFile, MAX_GIVEN_FILES } from '@contract/files'
import { Fault } from '../base/fault'
import { fileLooks } from '../engine/tables/file-looks'
import type { FileReader } from '../ports/files'
import { badRequest } from './faults'

/** Tokens kept; the oldest that nobody holds goes. */
const MOST_TOKENS = 256
/** No capture, archive or session anybody hands over is larger. */
const MOST_BYTES = 16 * 2 ** 30

interface Known {
  readonly path: string
  readonly given: GivenFile
}

/** Files a person chose or dropped, known to the page by tokens that end with this process. */
export class GivenFiles {
  private readonly known = new Map<FileToken, Known>()
  private readonly held = new Set<FileToken>()

  constructor(private readonly io: { readonly files: FileReader; readonly newId: () => string }) {}

  /** All of them or none. `paths` are absolute; a file handed over again keeps its token. */
  async give(paths: readonly string[]): Promise<readonly GivenFile[]> {
    if (paths.length > MAX_GIVEN_FILES) throw badRequest('Files', `at most ${MAX_GIVEN_FILES} are taken at a time`)
    const given: GivenFile[] = []
    for (const path of paths) given.push(await this.admit(path))
    return given
  }

  async admit(path: string): Promise<GivenFile> {
    if (!path.startsWith('/') || path.includes('\0')) throw badRequest('File', 'it is not a file of this workstation')
    const name = path.slice(path.lastIndexOf('/') + 1)
    const { regular, bytes, head } = await this.io.files.inspect(path)
    if (!regular) throw notAFile(name)
    if (bytes > MOST_BYTES) throw badRequest(name, `it has ${bytes} bytes; at most ${MOST_BYTES} are taken`)
    const before = [...this.known].find(([, known]) => known.path === path)?.[0]
    const token = before ?? this.io.newId()
    const given = { token, name, bytes, looks: fileLooks(name, head, head.length === bytes) }
    this.known.delete(token)
    this.known.set(token, { path, given })
    this.forgetOldest()
    return given
  }

  /** Where the file is, for use cases only. */
  pathOf(token: FileToken): string {
    return this.knownOf(token).path
  }

  /** What is known of the file; it was so when it was handed over. */
  givenOf(token: FileToken): GivenFile {
    return this.knownOf(token).given
  }

  /** A held token is not forgotten. */
  hold(token: FileToken): void {
    this.held.add(token)
  }

  release(token: FileToken): void {
    this.held.delete(token)
  }

  private knownOf(token: FileToken): Known {
    const found = this.known.get(token)
    if (!found) throw badRequest('File', 'it was not handed over, or too long ago')
    return found
  }

  private forgetOldest(): void {
    if (this.known.size <= MOST_TOKENS) return
    const oldest = [...this.known.keys()].find((token) => !this.held.has(token))
    if (oldest !== undefined) this.known.delete(oldest)
  }
}

const notAFile = (name: string): Fault =>
  new Fault({
    code: 'FILE_UNREADABLE',
    title: `${name} is not a file`,
    cause: 'It is a folder, a device or a pipe.',
    consequence: 'Nothing was taken.',
    next: 'Drop the file itself.',
  })
