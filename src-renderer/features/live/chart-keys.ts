/** What the chart's own keys ask for. */
export type ChartKey =
  /** The data cursor goes to the next bucket with samples. */
  | { readonly do: 'move'; readonly direction: 1 | -1 }
  /** The same, and the selection reaches to it. */
  | { readonly do: 'extend'; readonly direction: 1 | -1 }
  /** Another lane is read. */
  | { readonly do: 'lane'; readonly direction: 1 | -1 }
  | { readonly do: 'pan'; readonly share: number }
  | { readonly do: 'menu' }

interface Press {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

const ARROWS: Readonly<Record<string, 1 | -1>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }

/**
 * The key of the chart, or null when it means nothing here. Arrows belong to the chart only when the focus came by
 * keyboard (`keyed`); after a click they pan and zoom as everywhere on the screen.
 */
export function chartKey({ key, shiftKey, ctrlKey, altKey, metaKey }: Press, keyed: boolean): ChartKey | null {
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { do: 'menu' }
  const direction = ARROWS[key]
  if (!direction || !keyed || altKey || metaKey) return null
  if (key === 'ArrowUp' || key === 'ArrowDown') return ctrlKey || shiftKey ? null : { do: 'lane', direction }
  if (ctrlKey) return { do: 'pan', share: direction * (shiftKey ? 0.5 : 0.1) }
  return { do: shiftKey ? 'extend' : 'move', direction }
}
