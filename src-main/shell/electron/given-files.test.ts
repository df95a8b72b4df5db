import { expect, it } from 'vitest'
import { filesFrom, filesOf } from './given-files'

it('finds the file among options, the program and the application folder', () => {
  expect(filesOf(['/usr/lib/wattbench/wattbench', '/home/me/a b.wattbench'], true)).toEqual(['/home/me/a b.wattbench'])
  const dev = ['electron', '--inspect=0', '/src/wattbench', '--no-sandbox', 'run.wattbench', '--demo']
  expect(filesOf(dev, false, '/home/me')).toEqual(['/home/me/run.wattbench'])
  expect(filesOf(['electron', '.', '--demo'], false)).toEqual([])
  expect(filesOf(['wattbench'], true)).toEqual([])
})

it('takes addresses of files as desktops give them, and no others', () => {
  expect(filesOf(['wattbench', 'file:///tmp/%C2%B5%20W.wattbench'], true)).toEqual(['/tmp/µ W.wattbench'])
  expect(filesOf(['wattbench', 'file://elsewhere/tmp/a.wattbench'], true)).toEqual([])
})

it('takes what another process says only when it is a list of texts', () => {
  expect(filesFrom({ files: ['/a', 7, null, '/b'] })).toEqual(['/a', '/b'])
  for (const data of [undefined, null, 'x', { files: 'x' }, {}]) expect(filesFrom(data)).toEqual([])
})
