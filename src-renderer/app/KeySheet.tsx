import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Key } from '../ui/Key'
import { commands, GROUPS, keyWords, type Situation, titleOf } from './commands'

type Row = readonly [keys: readonly string[], words: string]

/** What hands do on the chart, and its own keys while it has the keyboard focus. */
const BY_HAND: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  {
    title: 'Mouse and trackpad',
    rows: [
      [['Wheel', 'Pinch'], 'Zoom about the pointer'],
      [['Shift Wheel', 'Swipe'], 'Pan'],
      [['Ctrl Wheel'], 'Zoom values of the lane'],
      [['Drag'], 'Pan; on A or B, move it'],
      [['Shift Drag'], 'Select a range'],
      [['Ctrl Drag'], 'Zoom to a rectangle'],
      [['Double-click'], 'Fit all, again goes back'],
      [['Right click'], 'Menu of the chart'],
    ],
  },
  {
    title: 'Chart reached with Tab',
    rows: [
      [['Left', 'Right'], 'Move the data cursor'],
      [['Shift Left/Right'], 'Extend the selection'],
      [['Up', 'Down'], 'Read another lane'],
      [['Ctrl Left/Right'], 'Pan 10 %, with Shift 50 %'],
      [['Menu', 'Shift F10'], 'Menu of the chart'],
    ],
  },
]

/** All keys, from the table of commands. */
export function KeySheet({ now, onClose }: { readonly now: Situation; readonly onClose: () => void }) {
  const groups = GROUPS.map((title) => ({
    title: title as string,
    rows: commands
      .filter(({ group, keys }) => group === title && keys.length > 0)
      .map((command): Row => [command.keys.map(keyWords), titleOf(command, now)]),
  })).filter(({ rows }) => rows.length > 0)
  return (
    <Dialog title="Keys" onClose={onClose} wide>
      <div className="key-sheet">
        {[...groups, ...BY_HAND].map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.rows.map(([keys, words]) => (
                <div key={words}>
                  <dt>
                    {keys.map((key) => (
                      <Key key={key}>{key}</Key>
                    ))}
                    <span className="sr-only">{keys.join(', ')}</span>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="label">Single characters are off in text fields and can be switched off in Settings.</p>
      <div className="dialog-actions">
        <Button onClick={onClose} keyHint="Esc">
          Close
        </Button>
      </div>
    </Dialog>
  )
}
