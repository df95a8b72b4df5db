/** What a key can ask for anywhere in the window. */
export type Command =
  | 'record'
  | 'live'
  | 'start'
  | 'pause'
  | 'fit'
  | 'select-visible'
  | 'zoom-selection'
  | 'clear'
  | 'keys'
  | 'next-pane'
  | 'previous-pane'
  | 'search'
  | 'demo'

/** The pressed key and where it was pressed. */
export interface Press {
  readonly key: string
  readonly shift: boolean
  readonly ctrl: boolean
  readonly alt: boolean
  readonly meta: boolean
  /** The focus is in a text field. */
  readonly inText: boolean
  /** The focus is on a control that uses Space and Enter itself. */
  readonly onControl: boolean
  /** A dialog is open: it has the keyboard. */
  readonly inDialog: boolean
}

const LETTERS: Readonly<Record<string, Command>> = {
  r: 'record',
  l: 'live',
  f: 'fit',
  '0': 'fit',
  a: 'select-visible',
  z: 'zoom-selection',
  d: 'demo',
  '?': 'keys',
  '/': 'search',
}

const NAMED: Readonly<Record<string, Command>> = { End: 'live', Home: 'start', Escape: 'clear' }

/** The command of a key, or null. Single letters are off in text fields and when a person has switched them off. */
export function commandOf(press: Press, letterKeys: boolean): Command | null {
  if (press.key === 'F6') return press.shift ? 'previous-pane' : 'next-pane'
  if (press.ctrl || press.alt || press.meta || press.inDialog) return null
  if (press.inText) return null
  if (press.key === ' ') return press.onControl ? null : 'pause'
  const named = NAMED[press.key]
  if (named) return named
  return letterKeys ? (LETTERS[press.key.toLowerCase()] ?? null) : null
}

/** The key sheet, grouped as a person looks for it. */
export const KEY_SHEET: readonly { readonly title: string; readonly rows: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Recording and view',
    rows: [
      ['R', 'Start recording; stop asks first'],
      ['L, End', 'Back to live'],
      ['Space', 'Freeze or resume the view'],
      ['F, 0', 'Fit all, again goes back'],
      ['Home', 'Go to the start'],
    ],
  },
  {
    title: 'On the chart',
    rows: [
      ['Wheel', 'Zoom about the pointer'],
      ['Shift wheel', 'Pan'],
      ['Drag', 'Pan'],
      ['Shift drag', 'Select a range'],
      ['\u2190 \u2192', 'Pan 10 %, with Shift 50 %'],
      ['\u2191 \u2193, + \u2212', 'Zoom'],
      [', .', 'Previous and next sample'],
      ['1, 2', 'Set A and B at the cursor'],
    ],
  },
  {
    title: 'Selection',
    rows: [
      ['A', 'Select what is visible'],
      ['Z', 'Zoom to the selection'],
      ['Esc', 'Clear the selection'],
    ],
  },
  {
    title: 'Window',
    rows: [
      ['F6', 'Next area, with Shift the previous one'],
      ['/', 'Search sessions'],
      ['?', 'This sheet'],
    ],
  },
]
