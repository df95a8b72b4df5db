import '@fontsource-variable/ibm-plex-sans/wght.css'
import '@fontsource/ibm-plex-mono/latin-400.css'
import '@fontsource/ibm-plex-mono/latin-500.css'
import '@mantine/core/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import 'uplot/dist/uPlot.min.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/buttons.css'
import './styles/fields.css'
import './styles/states.css'
import './styles/tables.css'
import './styles/overlays.css'
import './app/frame.css'
import './app/commands.css'
import './features/live/live.css'
import './features/live/readouts.css'
import './features/live/toolbar.css'
import './features/live/lanes.css'
import './features/live/statistics.css'
import './features/live/minimap.css'
import './features/live/marks.css'
import './features/live/first-start.css'
import './features/tree/tree.css'
import './features/tree/tree-cards.css'
import './features/tree/plan.css'
import './features/import/setup-help.css'
import './features/instruments/instruments.css'
import './features/instruments/traffic.css'
import './features/import/import.css'
import './features/import/series-table.css'
import './features/import/report.css'
import './features/align/align.css'
import './features/pairing/pairing.css'
import './features/workstation/workstation.css'
import './features/sessions/sessions.css'
import './features/log/log.css'
import './features/settings/settings.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { findBridge } from './bridge/bridge'
import { createStores } from './state/stores'

const root = document.getElementById('root')
const bridge = findBridge()
if (root && bridge) {
  const stores = createStores(bridge)
  void stores.start()
  window.addEventListener('pagehide', () => stores.stop())
  createRoot(root).render(<App stores={stores} />)
} else if (root) {
  root.textContent = 'This page runs inside the Wattbench application only.'
}
