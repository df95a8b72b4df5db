import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bundle, bundleForNode } from '../testing/bundle'
import type { NodeState } from './device-node'

const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
let bundle: Bundle
let closed = ''

beforeAll(async () => {
  bundle = await bundleForNode({ look: 'transports/device-node.ts' })
  closed = mkdtempSync(join(tmpdir(), 'wattbench-node-'))
})
afterAll(() => {
  bundle.remove()
  rmSync(closed, { recursive: true })
})

/** What an ordinary account is told; null where it cannot read this checkout. */
function seenByNobody(path: string): NodeState | null {
  const file = bundle.file('look')
  if (spawnSync('test', ['-r', file], NOBODY).status !== 0) return null
  const program = `import(${JSON.stringify(pathToFileURL(file).href)}).then(async (m) => console.log(JSON.stringify(await m.lookAt(process.argv[1]))))`
  return JSON.parse(spawnSync(process.execPath, ['-e', program, path], { ...NOBODY, encoding: 'utf8' }).stdout)
}

it.runIf(process.getuid?.() === 0)('offers no command for a path whose folder may not be searched', (context) => {
  const path = join(closed, 'a b')
  const seen = seenByNobody(path) ?? context.skip('user nobody cannot read this checkout')
  expect(seen).toEqual({ is: 'other', why: `${path} lies in a folder that this account may not search.` })
})

it.runIf(process.getuid?.() === 0)('offers no command for a device that is no serial port', (context) => {
  const others = readdirSync('/dev').map((name) => `/dev/${name}`)
  const path = others.find((at) => {
    const node = statSync(at, { throwIfNoEntry: false })
    return node?.isCharacterDevice() && !/tty|rfcomm/.test(at) && (node.mode & 0o006) === 0 && node.gid !== 65_534
  })
  if (path === undefined) return context.skip('every device here may be opened by everybody')
  const seen = seenByNobody(path) ?? context.skip('user nobody cannot read this checkout')
  expect(seen).toEqual({ is: 'other', why: `${path} is no serial port, and this account may not open it.` })
})
