/** Stands for a file on this workstation that a person chose or dropped. Worthless after the application ends; the page never learns the path. */
export type FileToken = string

/** A file a person handed over. */
export interface GivenFile {
  readonly token: FileToken
  /** Without folders. */
  readonly name: string
  readonly bytes: number
  /** What its beginning says it is. */
  readonly looks: 'channel-file' | 'archive' | 'session' | 'unknown'
}
