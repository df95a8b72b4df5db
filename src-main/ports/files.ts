/** What is known of a file before it is read. */
export interface FileFacts {
  /** False for folders, devices, pipes and sockets; links count as what they lead to. */
  readonly regular: boolean
  readonly bytes: number
  /** Its first bytes, at most HEAD_BYTES; empty when it is not regular. */
  readonly head: Uint8Array
}

/** As much of a file's beginning as FileFacts holds. */
export const HEAD_BYTES = 4_096

/** Files a person chose. Every method may reject with a Fault (FILE_UNREADABLE) that names the file. */
export interface FileReader {
  inspect(path: string): Promise<FileFacts>
  /** Text in UTF-8 (a byte order mark is kept); FILE_UNREADABLE when there is more than `mostBytes`, or it is no such text. */
  text(path: string, mostBytes: number): Promise<string>
  /**
   * Tells that the file may have changed: rewritten, replaced as editors do, deleted, or there again. Often more than once
   * for one change. Returns the function that stops watching. Never throws.
   */
  watch(path: string, changed: () => void): () => void
}

/** Writes one text file beside its final name and renames it when it is whole. EXPORT_FAILED names the file; nothing is left behind. */
export interface TextSaver {
  save(file: string, text: string): Promise<void>
}
