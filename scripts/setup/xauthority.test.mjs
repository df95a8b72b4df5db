import { expect, test } from 'vitest'
import { xauthorityOf } from './xauthority.mjs'

test('one entry: wild family, no address, no number, the cookie', () => {
  expect(xauthorityOf(Buffer.alloc(16, 0xab)).toString('hex')).toBe(
    `ffff${'0000'}${'0000'}0012${Buffer.from('MIT-MAGIC-COOKIE-1').toString('hex')}0010${'ab'.repeat(16)}`,
  )
})

test('every cookie is another', () => {
  expect(xauthorityOf().equals(xauthorityOf())).toBe(false)
})
