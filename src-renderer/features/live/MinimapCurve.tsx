import type { Envelope, Gap } from '@contract/model'
import { memo, useMemo } from 'react'
import { Area, ComposedChart, XAxis, YAxis } from 'recharts'
import type { Range } from '../../lib/x-range'
import { MINIMAP_PX } from './minimap-size'

export interface MinimapCurveProps {
  readonly envelope: Envelope | null
  readonly whole: Range
  readonly gaps: readonly Gap[]
  readonly width: number
}

/** The envelope, drawn anew only when it changed: moving the window costs nothing here. */
export const MinimapCurve = memo(function MinimapCurve({ envelope, whole, gaps, width }: MinimapCurveProps) {
  const rows = useMemo(() => (envelope ? rowsOf(envelope, whole, gaps) : []), [envelope, whole, gaps])
  if (rows.length === 0 || width === 0) return null
  return (
    <div className="minimap-curve" aria-hidden="true">
      <ComposedChart width={width} height={MINIMAP_PX} data={rows} margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="t" type="number" domain={[0, 1]} allowDataOverflow hide />
        <YAxis type="number" domain={['dataMin', 'dataMax']} hide width={0} />
        <Area
          dataKey="band"
          type="linear"
          stroke="var(--text-3)"
          strokeWidth={1}
          fill="var(--text-3)"
          fillOpacity={0.8}
          connectNulls={false}
          isAnimationActive={false}
          dot={false}
          activeDot={false}
        />
      </ComposedChart>
    </div>
  )
})

const MARGIN = { top: 3, bottom: 3, left: 0, right: 0 }

interface Row {
  readonly t: number
  readonly band: readonly [number, number] | null
}

/** One row per bucket with samples, t from 0 to 1 over the whole. Only a gap breaks the curve, not a slow source. */
function rowsOf({ startUs, stepUs, n, min, max }: Envelope, whole: Range, gaps: readonly Gap[]): Row[] {
  const length = whole.toUs - whole.fromUs
  const rows: Row[] = []
  for (let i = 0; i < n.length; i++) {
    const tUs = startUs + (i + 0.5) * stepUs
    const t = (tUs - whole.fromUs) / length
    if (n[i]) rows.push({ t, band: [min[i] ?? 0, max[i] ?? 0] })
    else if (gaps.some((gap) => tUs > gap.fromUs && tUs < (gap.toUs ?? whole.toUs))) rows.push({ t, band: null })
  }
  return rows
}
