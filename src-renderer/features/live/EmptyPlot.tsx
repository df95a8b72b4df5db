import { useSize } from '../../ui/use-size'

const VALUES = [80, 60, 40, 20, 0]
const SECONDS = [60, 50, 40, 30, 20, 10, 0]

/** An empty plot keeps its axes and draws no sample curve. */
export function EmptyPlot() {
  const [ref, { width, height }] = useSize<HTMLDivElement>()
  const [left, top, bottom] = [44, 6, 22]
  const plotHeight = Math.max(0, height - top - bottom)
  const y = (value: number): number => Math.round(top + (1 - value / 80) * plotHeight) + 0.5
  const x = (seconds: number): number => left + (1 - seconds / 60) * Math.max(0, width - left)
  return (
    <div className="empty-plot" ref={ref}>
      <svg width={width} height={height} role="img" aria-label="Empty chart: no samples yet">
        <rect x={left} y={top} width={Math.max(0, width - left)} height={plotHeight} className="empty-ground" />
        {SECONDS.slice(1, -1).map((s) => (
          <path key={s} d={`M${x(s)} ${top}v${plotHeight}`} className="grid" />
        ))}
        {VALUES.map((value) => (
          <g key={value}>
            <path d={`M${left} ${y(value)}H${width}`} className={value === 0 ? 'empty-axis' : 'grid'} />
            <text x={left - 8} y={y(value) + 4} textAnchor="end">
              {value}
            </text>
          </g>
        ))}
        {SECONDS.map((s) => (
          <text key={s} x={x(s)} y={height - 5} textAnchor={s === 60 ? 'start' : s === 0 ? 'end' : 'middle'}>
            {s === 0 ? 'now' : `\u2212${s}\u00a0s`}
          </text>
        ))}
      </svg>
      <p className="plot-note">No samples yet. The first one is drawn within a second after a source connects.</p>
    </div>
  )
}
