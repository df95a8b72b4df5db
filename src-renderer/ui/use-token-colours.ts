import { useMemo, useSyncExternalStore } from 'react'

/** Hears when the theme of the document changes. */
function hearTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Colours of tokens as text, for what CSS cannot reach: a canvas. New ones come at once with another theme. */
export function useTokenColours(names: readonly string[]): readonly string[] {
  const theme = useSyncExternalStore(hearTheme, () => document.documentElement.dataset.theme ?? '')
  const list = names.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the tokens are
  return useMemo(() => {
    const style = getComputedStyle(document.documentElement)
    return list.split(' ').map((name) => style.getPropertyValue(`--${name}`).trim())
  }, [list, theme])
}
