import { type CommandId, commands, type KnownCommand, type Situation } from './commands'

/** The pressed key and where it was pressed. */
export interface Press {
  readonly key: string
  readonly shift: boolean
  readonly ctrl: boolean
  readonly alt: boolean
  readonly meta: boolean
  /** The key is held and says so again. */
  readonly repeat: boolean
  /** The focus is in a text field. */
  readonly inText: boolean
  /** The focus is on a control that uses Space and Enter itself. */
  readonly onControl: boolean
  /** The focus is on a control that uses the arrows, Home and End itself. */
  readonly onArrows: boolean
  /** A dialog or menu is open: it has the keyboard. */
  readonly inDialog: boolean
}

/** The name of a key with what is held beside it: "R", "?", "Shift+ArrowLeft", "Ctrl+Shift+Z"; null for what is none of ours. */
export function chordOf({ key, shift, ctrl, alt, meta }: Press): string | null {
  if (alt || meta) return null
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key
  if (ctrl) return `Ctrl+${shift ? 'Shift+' : ''}${name}`
  return shift && name.length > 1 ? `Shift+${name}` : name
}

const ARROWS = /(Arrow(Left|Right|Up|Down)|Home|End)$/

const hears = (command: KnownCommand, press: Press, chord: string, letterKeys: boolean): boolean => {
  if (press.inDialog || (press.repeat && !command.repeats)) return false
  if (press.inText && !command.inText) return false
  if (chord === 'Space' && press.onControl) return false
  if (ARROWS.test(chord) && press.onArrows) return false
  return chord.length > 1 || letterKeys
}

/** The command of a key, or null. Single characters are off in text fields and when a person has switched them off. */
export function commandOf(press: Press, letterKeys: boolean, now: Situation): CommandId | null {
  const chord = chordOf(press)
  if (chord === null) return null
  const found = commands.find(
    (command) =>
      (command.keys.includes(chord) || command.also?.includes(chord)) &&
      command.when(now) &&
      hears(command, press, chord, letterKeys),
  )
  return found?.id ?? null
}
