import { beforeEach, expect, it, vi } from 'vitest'

beforeEach(() => vi.resetModules())

const listeners = () => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')

it('keeps a signal that comes before the command listens, and gives it to the command', async () => {
  const before = listeners()
  await import('./early-signals')
  process.emit('SIGTERM', 'SIGTERM')
  const { onInterrupt } = await import('./say')
  const stop = vi.fn()
  const forget = onInterrupt(stop)
  expect(stop).not.toHaveBeenCalled()
  await Promise.resolve()
  expect(stop).toHaveBeenCalledTimes(1)
  process.emit('SIGTERM', 'SIGTERM')
  expect(stop).toHaveBeenCalledTimes(1)
  forget()
  expect(listeners()).toBe(before)
})

it('leaves nothing behind for a command that does not listen', async () => {
  const before = listeners()
  const { claimEarlySignal } = await import('./early-signals')
  expect(listeners()).toBe(before + 2)
  process.emit('SIGINT', 'SIGINT')
  process.emit('SIGTERM', 'SIGTERM')
  expect(claimEarlySignal()).toBe('SIGINT')
  expect(claimEarlySignal()).toBeNull()
  expect(listeners()).toBe(before)
})
