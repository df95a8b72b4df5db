import type { Fact } from './formula'

export interface TreeTipProps {
  readonly x: number
  readonly y: number
  readonly title: string
  readonly lines: readonly string[]
  readonly facts: readonly Fact[]
}

/** What is behind a card: V, R, I, P, rail, formula and age. */
export function TreeTip({ x, y, title, lines, facts }: TreeTipProps) {
  return (
    <div className="tree-tip" role="tooltip" style={{ left: x, top: y }}>
      <strong>{title}</strong>
      <code>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </code>
      <dl>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
