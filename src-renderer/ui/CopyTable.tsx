import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { keepOneStop } from './one-stop'

export interface CopyTableProps {
  readonly label: string
  /** The rows are those of before: others are being computed. */
  readonly old?: boolean
  /** Head and body; the numbers are `CopyNumber`s. */
  readonly children: ReactNode
}

const buttonsOf = (table: Element): readonly HTMLElement[] => [...table.querySelectorAll<HTMLElement>('td button')]

/** A table of numbers to copy. One stop of the keyboard: arrows, Home and End walk from number to number, Enter copies. */
export function CopyTable({ label, old = false, children }: CopyTableProps) {
  const own = useRef<HTMLTableElement>(null)
  useEffect(() => {
    if (own.current) keepOneStop(buttonsOf(own.current))
  })
  const focused = ({ currentTarget, target }: FocusEvent<HTMLTableElement>): void =>
    keepOneStop(buttonsOf(currentTarget), target)
  return (
    <section className="statistics-scroll" aria-label={label} aria-busy={old} data-scrolls="">
      <table className={old ? 'table table--old' : 'table'} ref={own} onFocus={focused} onKeyDown={walkNumbers}>
        {children}
      </table>
    </section>
  )
}

/** From a number to the next one in the direction of the key; where a cell holds none, to the one after it. */
function walkNumbers(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof HTMLElement)) return
  const goal = nextNumber(event.target, event.key)
  if (goal === undefined) return
  event.preventDefault()
  event.stopPropagation()
  goal?.focus()
}

/** The number a key leads to; null when there is none that way, undefined for a key that leads nowhere. */
function nextNumber(from: HTMLElement, key: string): HTMLElement | null | undefined {
  const cell = from.closest('td')
  const row = cell?.closest('tr')
  if (!cell || !row) return undefined
  const inRow = buttonsOf(row)
  const at = inRow.indexOf(from)
  if (key === 'ArrowLeft') return inRow[at - 1] ?? null
  if (key === 'ArrowRight') return inRow[at + 1] ?? null
  if (key === 'Home') return inRow[0] ?? null
  if (key === 'End') return inRow.at(-1) ?? null
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  const side = key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling'
  for (let next = row[side]; next; next = next[side]) {
    const button = next.children[cell.cellIndex]?.querySelector<HTMLElement>('button')
    if (button) return button
  }
  return null
}
