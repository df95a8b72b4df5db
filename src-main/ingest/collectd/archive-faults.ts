import { basename } from 'node:path'
import type { SkippedEntry } from '@contract/collectd'
import { Fault } from '../../base/fault'
import { shownName } from '../../engine/collectd/shown-name'
import type { ZipDirectory } from './zip-directory'

const UNCHANGED = 'Nothing was imported and nothing was changed.'

/** Reasons that are told of an archive of which nothing could be used. */
const NAMED = 3

const named = (file: string): string => shownName(basename(file))

type Unreadable = Exclude<ZipDirectory['is'], 'zip'>

const WORDS: Readonly<Record<Unreadable, { readonly title: string; readonly cause: string; readonly next: string }>> = {
  'empty-file': {
    title: 'is empty',
    cause: 'The file has no bytes. A bash script that was run with sh makes such uploads.',
    next: 'Pack the data again; run upload scripts with bash when they are written for it.',
  },
  incomplete: {
    title: 'is incomplete',
    cause: 'It begins like a zip archive, but its directory at the end is missing: the upload or the copy was cut off.',
    next: 'Copy or upload the archive again.',
  },
  'no-zip': {
    title: 'is not a zip archive',
    cause: 'Its bytes are not those of a zip archive.',
    next: 'Pack the folder of collectd with: zip -r collectd.zip HOST',
  },
  split: {
    title: 'is a part of a split archive',
    cause: 'Its directory names other parts.',
    next: 'Pack everything into one archive.',
  },
  damaged: {
    title: 'is damaged',
    cause: 'The directory at its end cannot be read to its last entry.',
    next: 'Copy or upload the archive again.',
  },
}

export function unreadable(file: string, is: Unreadable): Fault {
  const { title, cause, next } = WORDS[is]
  return new Fault({
    code: 'ARCHIVE_UNREADABLE',
    title: `${named(file)} ${title}`,
    cause,
    consequence: UNCHANGED,
    next,
  })
}

/** No series came out of the archive. */
export function useless(file: string, skipped: readonly SkippedEntry[]): Fault {
  const reasons = new Map<string, string[]>()
  for (const { entry, reason } of skipped) {
    const known = reasons.get(reason)
    if (known) known.push(entry)
    else reasons.set(reason, [entry])
  }
  const told = [...reasons].slice(0, NAMED).map(([reason, [first = '', ...others]]) => {
    const count = others.length === 0 ? '' : ` and ${others.length} more`
    return `${shownName(first)}${count}: ${reason}`
  })
  const more = reasons.size > NAMED ? `; and ${reasons.size - NAMED} more reasons` : ''
  return new Fault({
    code: 'ARCHIVE_USELESS',
    title: `${named(file)} holds no data of collectd that can be read`,
    cause:
      told.length === 0
        ? 'It has no entries, or none but folders.'
        : `No entry could be used (${told.join('; ')}${more}).`,
    consequence: UNCHANGED,
    next: 'Pack the folder that collectd writes: HOST/plugin/type-DATE, plain CSV files.',
  })
}

export function unchosen(file: string, series: number, filters: readonly string[]): Fault {
  return new Fault({
    code: 'ARCHIVE_UNCHOSEN',
    title: `No series of ${named(file)} matches the filters`,
    cause: `It holds ${series} series, and none begins with ${filters.map(shownName).join(', ') || '(no filter)'}.`,
    consequence: UNCHANGED,
    next: 'Give other filters, or import all series. Filters are beginnings of file names, such as cpu-user or counter.',
  })
}

const OPENING: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'This user may not read it.',
  EPERM: 'This user may not read it.',
  ENAMETOOLONG: 'Its name is too long.',
  ELOOP: 'It is a link that leads to itself.',
}

/** `error` null: what is there is no file. */
export function noArchive(file: string, error: unknown): Fault {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'no code'
  const said = error === null ? 'It is a folder or a device, not a file.' : OPENING[code]
  return new Fault(
    {
      code: 'BAD_REQUEST',
      title: `${named(file)} cannot be opened`,
      cause: said ?? `The file system reported ${code}.`,
      consequence: UNCHANGED,
      next: 'Check the name and that this user may read the file.',
    },
    error,
  )
}

export function readingCancelled(file: string): Fault {
  return new Fault({
    code: 'CANCELLED',
    title: `Reading ${named(file)} was cancelled`,
    cause: 'It was stopped before the last entry.',
    consequence: UNCHANGED,
    next: 'Start it again when you need it.',
  })
}

export function readerDied(file: string, cause: unknown): Fault {
  return new Fault(
    {
      code: 'ARCHIVE_UNREADABLE',
      title: `Reading ${named(file)} ended unexpectedly`,
      cause: cause instanceof Error ? `The reading thread ended with: ${cause.message}.` : 'The reading thread ended.',
      consequence: UNCHANGED,
      next: 'Try again; if it happens twice, send the archive with the log.',
    },
    cause,
  )
}
