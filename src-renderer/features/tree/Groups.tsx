import type { GroupTotal } from '@contract/tree'
import { Button } from '../../ui/Button'
import { Shape } from '../../ui/Shape'
import { deltaWords, wattWords } from './row-words'

export interface GroupsProps {
  readonly groups: readonly GroupTotal[]
  /** Totals at the other moment of a comparison, or null. */
  readonly other: readonly GroupTotal[] | null
  /** Of all watts. */
  readonly decimals: number
  readonly onClose: () => void
}

/** Power by group: plain, and net of rows that lie inside another row of their group. */
export function Groups({ groups, other, decimals, onClose }: GroupsProps) {
  return (
    <aside className="tree-panel" aria-label="Groups">
      <header>
        <h2>Groups</h2>
        <Button small kind="quiet" icon="close" name="Close groups" onClick={onClose} />
      </header>
      <p className="label">
        Plain counts every row of a group; net leaves out rows inside another row of the same group. Rows of group none
        are never totalled.
      </p>
      {groups.length === 0 ? (
        <p className="soft">No row of this file has a group.</p>
      ) : (
        <table className="table tree-groups" aria-label="Groups">
          <thead>
            <tr>
              <th>group</th>
              <th className="num">plain, W</th>
              <th className="num">net, W</th>
              {other && <th className="num">Δ net</th>}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ group, totalW, netW, incomplete }) => {
              const then = other?.find((one) => one.group === group)
              return (
                <tr key={group}>
                  <td>
                    {group}
                    {incomplete && (
                      <span
                        className="state tone-warn"
                        title="A row of this group has no value; the sums leave it out."
                      >
                        <Shape name="triangle" tone="warn" /> incomplete
                      </span>
                    )}
                  </td>
                  <td className="num">{wattWords(totalW, decimals)}</td>
                  <td className="num hero">{wattWords(netW, decimals)}</td>
                  {other && <td className="num">{deltaWords(then ? netW - then.netW : null, decimals)}</td>}
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </aside>
  )
}
