import { expect, it } from 'vitest'
import { rfcommBench } from './rfcomm-bench'

it('lets only an unpackaged application have its nodes and its helper from a folder', () => {
  expect(rfcommBench(['electron', '.', '--rfcomm-bench=/tmp/bench'], false)).toEqual({
    sysfs: '/tmp/bench/tty',
    dev: '/tmp/bench/dev',
    programs: ['/tmp/bench/rfcomm'],
    elevate: '/tmp/bench/pkexec',
  })
  expect(rfcommBench(['wattbench', '--rfcomm-bench=/tmp/bench'], true)).toBeUndefined()
  expect(rfcommBench(['electron', '.', '--demo'], false)).toBeUndefined()
})
