import { spawnSync } from 'node:child_process'
import { DEFAULT_API_SETTINGS } from '@contract/api-server'
import type { CollectdSetup } from '@contract/collectd-setup'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeSetup, SETUP_FILES, type SetupFiles } from '../engine/collectd/setup-texts'
import { testApp } from '../testing/test-app'
import { serverOf } from './collectd-setup'

const TOKEN = 'abcdefghijklmnop'
const at = (bind: string | null, token: string | null = TOKEN, on = true) =>
  serverOf({ ...DEFAULT_API_SETTINGS, on, bind, token }, 'bench')

describe('where uploads go', () => {
  it('is the name of this computer with the token where the network is let in, else localhost without one', () => {
    expect(at(null)).toMatchObject({ host: 'localhost:8080', token: null })
    expect(at('0.0.0.0')).toEqual({ host: `wattbench:${TOKEN}@bench:8080`, token: TOKEN, warnings: [] })
    expect(at('192.168.1.5').host).toBe(`wattbench:${TOKEN}@192.168.1.5:8080`)
    expect(at('fd00::1').host).toBe(`wattbench:${TOKEN}@[fd00::1]:8080`)
    expect(at('127.0.0.1')).toMatchObject({ host: '127.0.0.1:8080', token: null })
  })

  it('says what is in the way', () => {
    expect(at(null, null, false).warnings).toHaveLength(2)
    expect(at('127.0.0.1').warnings).toEqual([expect.stringContaining('this computer only')])
    expect(at('0.0.0.0', TOKEN, false).warnings).toEqual([expect.stringContaining('switched off')])
  })
})

it('quotes server and folder so that a shell takes them as they are', () => {
  const files = Object.fromEntries(SETUP_FILES.map((name) => [name, ''])) as SetupFiles
  const printing = { ...files, 'upload.sh': "printf '%s\\n%s' @HOST@ @DATA_DIR@" }
  const line = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 30 }).filter((text) => !/\p{Cc}/u.test(text))
  fc.assert(
    fc.property(line, line, (host, dataDir) => {
      const wish = { rapl: true, nvml: true, dataDir }
      const script = textIn(composeSetup(printing, wish, { host, token: null, warnings: [] }), 'upload')
      expect(spawnSync('dash', ['-c', script], { encoding: 'utf8' }).stdout).toBe(`${host}\n${dataDir}`)
    }),
    { numRuns: 50 },
  )
})

const textIn = ({ steps }: CollectdSetup, id: string): string =>
  steps.flatMap(({ texts }) => texts).find((one) => one.id === id)?.text ?? ''

describe('the request collectd:setup', () => {
  it('reads the texts that ship with the program and fills in what the settings say', async () => {
    const { app, files } = await testApp()
    for (const name of SETUP_FILES) files.put(`/texts/${name}`, `${name} @HOST@ @DATA_DIR@\n`)
    await app.handlers['api:set']({ bind: '0.0.0.0' })
    const setup = await app.handlers['collectd:setup']({ rapl: true, nvml: true, dataDir: '/data' })
    expect(setup.token).toMatch(/^token-/)
    expect(textIn(setup, 'upload')).toBe(`upload.sh '${setup.host}' '/data'\n`)
    expect(textIn(setup, 'config')).toContain('rapl.conf @HOST@ /data\nnvml.conf')
    expect(textIn(setup, 'plugin')).toBe('wattbench_rapl.py @HOST@ @DATA_DIR@\n')
    await app.stop()
  })

  it('refuses folders that are none', async () => {
    const { app } = await testApp()
    for (const dataDir of ['', 'data', '/', '/a/', '/a\nb', `/${'x'.repeat(200)}`])
      await expect(app.handlers['collectd:setup']({ rapl: true, nvml: false, dataDir })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      })
    await app.stop()
  })
})
