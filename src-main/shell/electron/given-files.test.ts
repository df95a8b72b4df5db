import { expect, it } from 'vitest'
import { filesFrom, filesOf } from './given-files'

it('finds the file among options, the program and the application folder', () => {
  expect(filesOf(['/usr/lib/wattbench/wattbench', '/home/me/a b.wattbench'], null)).toEqual(['/home/me/a b.wattbench'])
  const dev = ['electron', '--inspect=0', '/src/wattbench', '--no-sandbox', 'run.wattbench', '--demo']
  expect(filesOf(dev, '/src/wattbench', '/home/me')).toEqual(['/home/me/run.wattbench'])
  const loaded = ['electron', '-r', '/tools/loader.cjs', '/src/wattbench', '--demo']
  expect(filesOf(loaded, '/src/wattbench', '/home/me')).toEqual([])
  expect(filesOf(['electron', '.', '--demo'], '/src/wattbench', '/src/wattbench')).toEqual([])
  expect(filesOf(['wattbench'], null)).toEqual([])
})

it('takes addresses of files as desktops give them, and no others', () => {
  expect(filesOf(['wattbench', 'file:///tmp/%C2%B5%20W.wattbench'], null)).toEqual(['/tmp/µ W.wattbench'])
  expect(filesOf(['wattbench', 'file://elsewhere/tmp/a.wattbench'], null)).toEqual([])
})

it('takes what another process says only when it is a list of texts', () => {
  expect(filesFrom({ files: ['/a', 7, null, '/b'] })).toEqual(['/a', '/b'])
  for (const data of [undefined, null, 'x', { files: 'x' }, {}]) expect(filesFrom(data)).toEqual([])
})
