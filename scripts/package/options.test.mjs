import { expect, test } from 'vitest'
import { optionsOf } from './options.mjs'

test.each([
  [[], { targets: ['deb'], compress: 'zstd' }],
  [['--tar', '--deb'], { targets: ['deb', 'tar'], compress: 'zstd' }],
  [['--all', '--compress', 'xz'], { targets: ['deb', 'rpm', 'tar', 'appimage'], compress: 'xz' }],
  [['--rpm', '--compress=zstd'], { targets: ['rpm'], compress: 'zstd' }],
])('%j', (args, options) => expect(optionsOf(args)).toEqual(options))

test.each([[['--snap']], [['deb']], [['--compress', 'brotli']], [['--compress']]])(
  'refuses %j and says what is possible',
  (args) =>
    expect(() => optionsOf(args)).toThrow(expect.objectContaining({ code: 2, next: expect.stringContaining('--deb') })),
)
