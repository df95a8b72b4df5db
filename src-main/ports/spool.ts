/** An archive kept until the recording of its session ends. */
export interface WaitingArchive {
  readonly session: string
  readonly file: string
}

/** A private corner of the disk for archives on their way into a session. No name in it comes from outside. */
export interface Spool {
  /** Absolute path of a file that does not exist yet, in a folder of its own. */
  fresh(): Promise<string>
  /** Moves a file of fresh() to those that wait for a session, also across a restart. */
  keep(file: string, session: string): Promise<WaitingArchive>
  /** Oldest first. */
  waiting(): Promise<readonly WaitingArchive[]>
  /** The file and its folder are gone afterwards. Never rejects. */
  drop(file: string): Promise<void>
}
