import type { LoadEdge } from '@contract/alignment'
import { formatFixed } from '@contract/quantity'
import { useRem, useSize } from '../../ui/use-size'
import { msWords } from './select-align'

const LEFT = 44

/** How far every load edge of the recording is off under the clock that is tried. */
export function EdgeResiduals({
  edges,
  residualUs,
}: {
  readonly edges: readonly LoadEdge[]
  readonly residualUs: number | null
}) {
  const [box, size] = useSize<HTMLDivElement>()
  const rem = useRem(size)
  const known = edges.filter((edge): edge is LoadEdge & { readonly offUs: number } => edge.offUs !== null)
  const most = Math.max(10_000, residualUs ?? 0, ...known.map(({ offUs }) => Math.abs(offUs))) * 1.15
  const [fromUs, toUs] = [edges[0]?.atUs ?? 0, edges.at(-1)?.atUs ?? 1]
  const width = Math.max(0, size.width - LEFT * rem)
  const x = (tUs: number): number =>
    LEFT * rem + 8 + ((tUs - fromUs) / Math.max(1, toUs - fromUs)) * Math.max(0, width - 16)
  const y = (us: number): number => size.height / 2 - (us / most) * (size.height / 2 - 4)
  return (
    <section className="align-residuals" aria-label="Residual error over the recording">
      <h3>Residual error over the recording</h3>
      <div ref={box} className="align-residual-plot">
        <svg width={size.width} height={size.height} role="img" aria-label={residualWords(known.length, edges.length)}>
          <rect className="align-ground" x={LEFT * rem} y={0} width={width} height={size.height} />
          {residualUs !== null && (
            <rect
              className="align-tint"
              x={LEFT * rem}
              y={y(residualUs)}
              width={width}
              height={Math.max(1, y(-residualUs) - y(residualUs))}
            />
          )}
          {[most / 1.15, 0, -most / 1.15].map((us) => (
            <g key={us}>
              <path className="align-grid" d={`M${LEFT * rem} ${y(us)}h${width}`} />
              <text
                className="align-tick"
                x={(LEFT - 8) * rem}
                y={Math.min(size.height - 2, Math.max(10 * rem, y(us) + 4 * rem))}
                textAnchor="end"
              >
                {formatFixed(us / 1_000, most < 20_000 ? 1 : 0)}
              </text>
            </g>
          ))}
          {known.map(({ atUs, offUs }) => (
            <circle key={atUs} className="align-residual" cx={x(atUs)} cy={y(offUs)} r="3">
              <title>{`${offUs < 0 ? '−' : '+'}${msWords(offUs)}`}</title>
            </circle>
          ))}
        </svg>
      </div>
      <p className="label">{residualWords(known.length, edges.length)}; how much later the machine steps, in ms</p>
    </section>
  )
}

const residualWords = (found: number, all: number): string =>
  all === 0 ? 'No load edges in common' : `${found} of ${all} load edges of the wall have one of the machine within 2 s`
