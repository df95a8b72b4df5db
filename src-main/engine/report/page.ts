import { type Markup, xml } from './markup'

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
`

/** An XHTML 1.0 Strict page up to and with its heading, without a line break at its end. */
export function pageHead(file: string): string {
  const title = `Tinderbox power: ${file}`
  return `${HEAD}${xml`<title>${title}</title>
</head>
<body>
<h1>${title}</h1>`}`
}

/** What the reader must know of the numbers; nothing when there is no note. */
export const noteLine = (note: string | undefined): readonly Markup[] =>
  note === undefined ? [] : [xml`<p class="note">${note}</p>`]

export const PAGE_TAIL = '</body>\n</html>\n'

/** `c2001`, `cn1` for -1: a name XML takes as an id. */
export const rowId = (channel: number): string => `c${String(channel).replace('-', 'n')}`

/** Pieces under each other, none for the empty ones. */
export const lines = (pieces: readonly (Markup | string)[]): string => pieces.map((piece) => `${piece}\n`).join('')
