import { useCallback } from 'react'
import type { Effect } from '../../lib/gestures'
import type { Range } from '../../lib/x-range'
import { zoomY } from '../../lib/y-domain'
import { useStores } from '../../state/stores'
import { useActions } from '../../state/use-actions'
import { valueAt } from './lane-data'

/** Does what a hand on the plot asks for. */
export function useEffects(range: Range, widthPx: number): (effect: Effect) => void {
  const { view, layout, places } = useStores()
  const actions = useActions()
  return useCallback(
    (effect) => {
      switch (effect.do) {
        case 'show':
          return actions.show(effect.range)
        case 'select':
          return view.select(effect.range)
        case 'clear':
          return view.clearSelection()
        case 'edge':
          if (effect.done) void actions.snap(effect.edge, effect.tUs)
          else view.place(effect.edge, effect.tUs)
          return
        case 'zoom-y': {
          const place = places.at(effect.py)
          if (!place) return
          const about = valueAt(effect.py - place.top, place.domain, place.height)
          return layout.lockY(place.laneId, zoomY(place.domain, about, effect.factor))
        }
        case 'zoom-box': {
          const { left, right, top, bottom } = effect.box
          const place = places.at(top) ?? places.at(bottom)
          const us = (px: number): number =>
            Math.round(range.fromUs + (px / Math.max(1, widthPx)) * (range.toUs - range.fromUs))
          actions.show({ fromUs: us(left), toUs: us(right) })
          if (!place || bottom - top < LEAST_BOX_PX) return
          const value = (py: number): number =>
            valueAt(Math.min(Math.max(py - place.top, 0), place.height), place.domain, place.height)
          layout.lockY(place.laneId, { low: value(bottom), high: value(top) })
        }
      }
    },
    [actions, view, layout, places, range, widthPx],
  )
}

/** A flatter rectangle means time only. */
const LEAST_BOX_PX = 6
