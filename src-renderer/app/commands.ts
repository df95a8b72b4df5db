/** What decides whether a command can be given now, and how it is called. */
export interface Situation {
  readonly screen: 'live' | 'tree' | 'instruments' | 'import' | 'sessions' | 'log' | 'settings'
  /** The chart has something to show. */
  readonly hasData: boolean
  readonly inSession: boolean
  /** The view follows the newest sample. */
  readonly following: boolean
  readonly hasSelection: boolean
  readonly hasCursors: boolean
  readonly statsOpen: boolean
  readonly recording: boolean
  /** Markers or spans stand on the time axis. */
  readonly hasMarks: boolean
  /** There is a session to export. */
  readonly canExport: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** A voltmeter with a power tree is among the sources. */
  readonly hasTree: boolean
  /** A row of the tree is open beside it. */
  readonly rowOpen: boolean
  /** A raw sample is under the crosshair. */
  readonly atSample: boolean
  /** Whether the value axis of the lane that is read is locked; null when no lane is read. */
  readonly axisLocked: boolean | null
}

export type CommandGroup = 'Recording and view' | 'Time' | 'Cursors and selection' | 'Go to' | 'Window'

export interface Command {
  readonly id: string
  readonly group: CommandGroup
  readonly title: string | ((now: Situation) => string)
  /** Chords as `chordOf` names them; the first are shown. */
  readonly keys: readonly string[]
  /** Chords that do the same and are not shown. */
  readonly also?: readonly string[]
  /** Works again while the key is held. */
  readonly repeats?: boolean
  /** Its Control chord works in text fields too. */
  readonly inText?: boolean
  /** Not worth a line in the palette: it is a movement, or about the palette itself. */
  readonly keyOnly?: boolean
  /** The section of the chart's own menu it stands in. */
  readonly menu?: 1 | 2 | 3 | 4
  readonly when: (now: Situation) => boolean
}

const always = (): boolean => true
const onChart = ({ screen, hasData }: Situation): boolean => screen === 'live' && hasData

/** Every command of the window: what keys, key sheet, palette and the chart's menu know comes from here. */
const COMMANDS = [
  {
    id: 'record',
    group: 'Recording and view',
    title: ({ recording }) => (recording ? 'Stop recording' : 'Start recording'),
    keys: ['R'],
    when: always,
  },
  {
    id: 'mark',
    group: 'Recording and view',
    title: 'Set a marker now',
    keys: ['M'],
    when: ({ recording }) => recording,
  },
  { id: 'live', group: 'Recording and view', title: 'Back to live', keys: ['L'], when: always },
  {
    id: 'pause',
    group: 'Recording and view',
    title: ({ following }) => (following ? 'Freeze view' : 'Resume view'),
    keys: ['Space'],
    menu: 4,
    when: (now) => onChart(now) && !now.inSession,
  },
  {
    id: 'export',
    group: 'Recording and view',
    title: ({ hasSelection }) => (hasSelection ? 'Export selection as CSV' : 'Export session as CSV'),
    keys: ['Ctrl+E'],
    inText: true,
    menu: 4,
    when: ({ canExport }) => canExport,
  },
  {
    id: 'undo',
    group: 'Recording and view',
    title: 'Undo view',
    keys: ['Ctrl+Z'],
    repeats: true,
    when: ({ canUndo }) => canUndo,
  },
  {
    id: 'redo',
    group: 'Recording and view',
    title: 'Redo view',
    keys: ['Ctrl+Shift+Z'],
    also: ['Ctrl+Y'],
    repeats: true,
    when: ({ canRedo }) => canRedo,
  },
  { id: 'fit', group: 'Time', title: 'Fit all, again goes back', keys: ['F', '0'], menu: 2, when: onChart },
  { id: 'zoom-in', group: 'Time', title: 'Zoom in', keys: ['+', 'ArrowUp'], also: ['='], repeats: true, when: onChart },
  { id: 'zoom-out', group: 'Time', title: 'Zoom out', keys: ['-', 'ArrowDown'], repeats: true, when: onChart },
  {
    id: 'pan-left',
    group: 'Time',
    title: 'Pan left 10 %',
    keys: ['ArrowLeft'],
    repeats: true,
    keyOnly: true,
    when: onChart,
  },
  {
    id: 'pan-right',
    group: 'Time',
    title: 'Pan right 10 %',
    keys: ['ArrowRight'],
    repeats: true,
    keyOnly: true,
    when: onChart,
  },
  {
    id: 'page-left',
    group: 'Time',
    title: 'Pan left 50 %',
    keys: ['Shift+ArrowLeft'],
    repeats: true,
    keyOnly: true,
    when: onChart,
  },
  {
    id: 'page-right',
    group: 'Time',
    title: 'Pan right 50 %',
    keys: ['Shift+ArrowRight'],
    repeats: true,
    keyOnly: true,
    when: onChart,
  },
  {
    id: 'tree-here',
    group: 'Time',
    title: 'Show power tree here',
    keys: ['T'],
    menu: 1,
    when: (now) => onChart(now) && now.hasTree,
  },
  { id: 'start', group: 'Time', title: 'Go to the start', keys: ['Home'], when: onChart },
  { id: 'end', group: 'Time', title: 'Go to the newest data', keys: ['End'], when: onChart },
  { id: 'go-to', group: 'Time', title: 'Go to a time', keys: ['G'], when: onChart },
  { id: 'set-a', group: 'Cursors and selection', title: 'Set cursor A here', keys: ['1'], menu: 1, when: onChart },
  { id: 'set-b', group: 'Cursors and selection', title: 'Set cursor B here', keys: ['2'], menu: 1, when: onChart },
  {
    id: 'previous-sample',
    group: 'Cursors and selection',
    title: 'Previous sample',
    keys: [','],
    repeats: true,
    when: onChart,
  },
  {
    id: 'next-sample',
    group: 'Cursors and selection',
    title: 'Next sample',
    keys: ['.'],
    repeats: true,
    when: onChart,
  },
  {
    id: 'previous-mark',
    group: 'Cursors and selection',
    title: 'Previous marker or span edge',
    keys: ['['],
    repeats: true,
    when: (now) => onChart(now) && now.hasMarks,
  },
  {
    id: 'next-mark',
    group: 'Cursors and selection',
    title: 'Next marker or span edge',
    keys: [']'],
    repeats: true,
    when: (now) => onChart(now) && now.hasMarks,
  },
  {
    id: 'copy-value',
    group: 'Cursors and selection',
    title: 'Copy value here',
    keys: ['C'],
    menu: 1,
    when: (now) => onChart(now) && now.atSample,
  },
  {
    id: 'select-visible',
    group: 'Cursors and selection',
    title: 'Select what is visible',
    keys: ['A'],
    menu: 2,
    when: onChart,
  },
  {
    id: 'zoom-selection',
    group: 'Cursors and selection',
    title: 'Zoom to selection',
    keys: ['Z'],
    menu: 2,
    when: (now) => onChart(now) && now.hasSelection,
  },
  {
    id: 'statistics',
    group: 'Cursors and selection',
    title: ({ statsOpen }) => (statsOpen ? 'Close statistics' : 'Open statistics'),
    keys: [],
    when: onChart,
  },
  {
    id: 'lock-y',
    group: 'Cursors and selection',
    title: ({ axisLocked }) => (axisLocked ? 'Free value axis of this lane' : 'Lock value axis of this lane'),
    keys: ['Y'],
    menu: 3,
    when: (now) => onChart(now) && now.axisLocked !== null,
  },
  {
    id: 'close',
    group: 'Cursors and selection',
    title: ({ screen }) => (screen === 'tree' ? 'Close row' : 'Close selection, then cursors'),
    keys: ['Escape'],
    keyOnly: true,
    when: ({ screen, hasSelection, hasCursors, statsOpen, rowOpen }) =>
      (screen === 'live' && (hasSelection || hasCursors || statsOpen)) || (screen === 'tree' && rowOpen),
  },
  { id: 'go-live', group: 'Go to', title: 'Open Live', keys: [], when: always },
  { id: 'go-tree', group: 'Go to', title: 'Open Tree', keys: [], when: always },
  { id: 'go-instruments', group: 'Go to', title: 'Open Instruments', keys: [], when: always },
  { id: 'go-import', group: 'Go to', title: 'Open Import', keys: [], when: always },
  { id: 'go-sessions', group: 'Go to', title: 'Open Sessions', keys: [], when: always },
  { id: 'go-log', group: 'Go to', title: 'Open Log', keys: [], when: always },
  { id: 'go-settings', group: 'Go to', title: 'Open Settings', keys: [], when: always },
  { id: 'pair', group: 'Go to', title: 'Pair a PowerSpy2', keys: [], when: always },
  { id: 'check', group: 'Go to', title: 'Check this computer', keys: [], when: always },
  { id: 'time-local', group: 'Window', title: 'Show local time', keys: [], when: always },
  { id: 'time-utc', group: 'Window', title: 'Show UTC', keys: [], when: always },
  { id: 'time-relative', group: 'Window', title: 'Show time since start', keys: [], when: always },
  {
    id: 'commands',
    group: 'Window',
    title: 'Find a command',
    keys: ['Ctrl+K'],
    inText: true,
    keyOnly: true,
    when: always,
  },
  { id: 'keys', group: 'Window', title: 'Show all keys', keys: ['?'], when: always },
  { id: 'next-pane', group: 'Window', title: 'Next area', keys: ['F6'], inText: true, keyOnly: true, when: always },
  {
    id: 'previous-pane',
    group: 'Window',
    title: 'Previous area',
    keys: ['Shift+F6'],
    inText: true,
    keyOnly: true,
    when: always,
  },
  {
    id: 'search',
    group: 'Window',
    title: ({ screen }) => (screen === 'tree' ? 'Find row' : 'Search sessions'),
    keys: ['/'],
    when: ({ screen }) => screen === 'sessions' || screen === 'tree',
  },
  {
    id: 'demo',
    group: 'Window',
    title: 'Open demo bench',
    keys: ['D'],
    when: ({ screen, hasData, inSession }) => screen === 'live' && !hasData && !inSession,
  },
] as const satisfies readonly Command[]

export type CommandId = (typeof COMMANDS)[number]['id']

/** A command as the rest of the window sees it. */
export type KnownCommand = Command & { readonly id: CommandId }

export const commands: readonly KnownCommand[] = COMMANDS

export const titleOf = ({ title }: Pick<Command, 'title'>, now: Situation): string =>
  typeof title === 'string' ? title : title(now)

export const GROUPS: readonly CommandGroup[] = [
  'Recording and view',
  'Time',
  'Cursors and selection',
  'Go to',
  'Window',
]

const WORDS: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  Escape: 'Esc',
  '-': '\u2212',
}

/** A chord as people read it: "Ctrl Shift Z", "Shift Left". */
export const keyWords = (chord: string): string =>
  chord.length === 1
    ? (WORDS[chord] ?? chord)
    : chord
        .split('+')
        .map((part) => WORDS[part] ?? part)
        .join(' ')
