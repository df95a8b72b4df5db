import { powerSaveBlocker } from 'electron'
import type { KeepAwake } from '../../app/recording'

/** Electron's own way: the desktop's session or power manager is asked over D-Bus. The screen may still go dark. */
export const keepAwake: KeepAwake = () => {
  const id = powerSaveBlocker.start('prevent-app-suspension')
  if (!powerSaveBlocker.isStarted(id)) return null
  return () => void powerSaveBlocker.stop(id)
}
