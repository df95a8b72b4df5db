import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { show } from '../../testing/show'
import { Minimap } from './Minimap'

const BOUNDS = { fromUs: 0, toUs: 4_326e6, shortestUs: 20_000 }
const open = () => {
  const [onShow, onKey, onHold, onFit] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()]
  show(
    <Minimap
      title="Session"
      clock="01:12:06"
      whole={BOUNDS}
      bounds={BOUNDS}
      envelope={null}
      gaps={[]}
      marks={{ points: [], spans: [] }}
      window={{ fromUs: 1_000e6, toUs: 1_600e6 }}
      windowWords="14:02:07 to 14:12:07"
      onSize={() => {}}
      {...{ onShow, onKey, onHold, onFit }}
    />,
  )
  return { onShow, onKey, onHold, onFit, strip: screen.getByRole('slider', { name: 'Shown part of all data' }) }
}

describe('the minimap', () => {
  it('tells what is shown of what', () => {
    const { strip } = open()
    expect(screen.getByText('01:12:06')).toBeTruthy()
    expect(strip.getAttribute('aria-valuetext')).toBe('14:02:07 to 14:12:07')
    expect(strip.getAttribute('aria-valuemax')).toBe('4326')
    expect(strip.getAttribute('aria-valuenow')).toBe('1300')
  })

  it('moves and resizes by key', () => {
    const { strip, onKey } = open()
    fireEvent.keyDown(strip, { key: 'ArrowRight' })
    fireEvent.keyDown(strip, { key: 'ArrowLeft', shiftKey: true })
    fireEvent.keyDown(strip, { key: 'Home' })
    expect(onKey.mock.calls).toEqual([[{ does: 'move', direction: 1 }], [{ does: 'resize', direction: -1 }]])
  })

  it('holds from pressing to letting go, and shows all on a double click', () => {
    const { strip, onHold, onFit } = open()
    fireEvent.pointerDown(strip, { button: 0, clientX: 0 })
    fireEvent.pointerUp(strip)
    expect(onHold.mock.calls).toEqual([[true], [false]])
    fireEvent.doubleClick(strip)
    expect(onFit).toHaveBeenCalledOnce()
  })
})
