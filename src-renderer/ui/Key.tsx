/** A key cap beside what it does; spoken through aria-keyshortcuts of the control, not here. */
export function Key({ children }: { readonly children: string }) {
  return (
    <span className="key" aria-hidden="true">
      {children}
    </span>
  )
}
