import type { Screen } from '../state/shell'
import { Icon, type IconName, Wordmark } from '../ui/icons/Icon'

const TOP: readonly (readonly [Screen, string, IconName])[] = [
  ['live', 'Live', 'live'],
  ['tree', 'Tree', 'tree'],
  ['instruments', 'Instruments', 'instruments'],
  ['import', 'Import', 'import'],
  ['sessions', 'Sessions', 'sessions'],
]
const BOTTOM: readonly (readonly [Screen, string, IconName])[] = [
  ['log', 'Log', 'log'],
  ['settings', 'Settings', 'settings'],
]

export interface RailProps {
  readonly screen: Screen
  readonly onGo: (screen: Screen) => void
}

/** The navigation rail: only screens that exist. */
export function Rail({ screen, onGo }: RailProps) {
  const item = ([id, words, icon]: readonly [Screen, string, IconName]) => (
    <button
      key={id}
      type="button"
      className="rail-item"
      aria-current={id === screen ? 'page' : undefined}
      title={words}
      onClick={() => onGo(id)}
    >
      <Icon name={icon} />
      <span>{words}</span>
    </button>
  )
  return (
    <nav className="rail" aria-label="Screens" data-pane="rail">
      <div className="rail-mark">
        <Wordmark />
      </div>
      {TOP.map(item)}
      <div className="rail-space" />
      {BOTTOM.map(item)}
    </nav>
  )
}
