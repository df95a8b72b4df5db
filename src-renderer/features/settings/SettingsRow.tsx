import type { ReactNode } from 'react'

/** One setting: its name, its control, and what there is to know about it. */
export function Row({
  name,
  note,
  wide = false,
  children,
}: {
  readonly name: string
  readonly note?: string
  /** The control takes the whole width, the note stands below it. */
  readonly wide?: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={wide ? 'settings-row settings-row--wide' : 'settings-row'}>
      <span aria-hidden="true">{name}</span>
      {children}
      {note && <span className="label">{note}</span>}
    </div>
  )
}
