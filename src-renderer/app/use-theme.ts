import { useEffect, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useStores } from '../state/stores'

const QUERY = '(prefers-color-scheme: light)'

const hearSystem = (changed: () => void): (() => void) => {
  const list = window.matchMedia(QUERY)
  list.addEventListener('change', changed)
  return () => list.removeEventListener('change', changed)
}

/** Puts theme and font scale on the document and says which theme is on. */
export function useTheme(): 'light' | 'dark' {
  const { settings } = useStores()
  const wanted = useStore(settings.store, (s) => s.theme)
  const fontScale = useStore(settings.store, (s) => s.fontScale)
  const systemIsLight = useSyncExternalStore(hearSystem, () => window.matchMedia(QUERY).matches)
  const theme = wanted === 'system' ? (systemIsLight ? 'light' : 'dark') : wanted
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    document.documentElement.dataset.large = String(fontScale > 130)
    document.documentElement.style.setProperty('--font-scale', String(fontScale / 100))
  }, [theme, fontScale])
  return theme
}
