import type { CollectdSetup } from '@contract/collectd-setup'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { createCollectdSetup } from '../../state/collectd-setup'
import { createFakeBridge } from '../../testing/fake-bridge'
import { show } from '../../testing/show'
import { SetupHelp } from './SetupHelp'
import { folderProblem, withoutToken } from './setup-words'

const TOKEN = "to'ken-of-some-length"
const WISH = { rapl: true, nvml: false, dataDir: null }
const SETUP: CollectdSetup = {
  wish: WISH,
  host: `wattbench:${TOKEN}@bench:8080`,
  token: TOKEN,
  warnings: ['The HTTP API is switched off.'],
  steps: [
    {
      title: 'Check',
      texts: [{ id: 'check', title: 'Check', file: null, text: 'collectd -T\n', notes: ['Reads everything once.'] }],
    },
    {
      title: 'Run and upload',
      texts: [
        {
          id: 'upload',
          title: 'Upload script',
          file: 'upload.sh',
          text: `#!/bin/sh\nOUR_HOST='wattbench:to'\\''ken-of-some-length@bench:8080'\n`,
          notes: [],
        },
      ],
    },
  ],
}

const open = (setup: CollectdSetup | null = SETUP) => {
  const onWish = vi.fn()
  const onCopy = vi.fn()
  show(<SetupHelp wish={WISH} setup={setup} fault={null} onWish={onWish} onCopy={onCopy} />)
  return { onWish, onCopy }
}

it('shows the steps in order, with what is in the way', () => {
  open()
  expect(screen.getAllByRole('heading').map((one) => one.textContent)).toEqual(['1Check', '2Run and upload'])
  expect(screen.getByLabelText('In the way of an upload').textContent).toContain('switched off')
})

it('copies a text as it is, and shows the token only when asked', async () => {
  const { onCopy } = open()
  const script = within(screen.getByRole('article', { name: 'Upload script' }))
  const block = script.getByLabelText('upload.sh')
  expect(block.textContent).not.toContain('ken-of')
  await userEvent.click(script.getByRole('button', { name: 'Copy upload.sh' }))
  expect(onCopy).toHaveBeenCalledWith(SETUP.steps[1]!.texts[0]!.text)
  await userEvent.click(script.getByRole('button', { name: 'Show token' }))
  expect(block.textContent).toContain("to'\\''ken-of-some-length@bench")
  expect(
    within(screen.getByRole('article', { name: 'Check' })).queryByRole('button', { name: 'Show token' }),
  ).toBeNull()
})

it('asks for what is wanted, and refuses a folder that is none', async () => {
  const { onWish } = open()
  await userEvent.click(screen.getByRole('switch', { name: /RAPL/ }))
  await userEvent.click(screen.getByRole('switch', { name: /NVML/ }))
  const folder = screen.getByRole('textbox', { name: 'Data folder on that machine' })
  await userEvent.clear(folder)
  await userEvent.type(folder, 'here{Enter}')
  expect(screen.getByRole('alert').textContent).toContain('absolute path')
  await userEvent.clear(folder)
  await userEvent.type(folder, '/dev/shm/cd{Enter}')
  expect(onWish.mock.calls.map(([patch]) => patch)).toEqual([
    { rapl: false },
    { nvml: true },
    { dataDir: '/dev/shm/cd' },
  ])
  expect(['/tmp/a b', '/x'].map(folderProblem)).toEqual([null, null])
  expect(['', '/', 'tmp', '/tmp/', '/a\nb', `/${'x'.repeat(300)}`].map(folderProblem)).not.toContain(null)
  expect(withoutToken('a', null)).toBe('a')
})

it('keeps only the answer to the newest wish, and asks again when the API changes', async () => {
  const fake = createFakeBridge({ 'collectd:setup': (wish) => ({ ...SETUP, wish }) })
  const setup = createCollectdSetup(fake.bridge)
  await Promise.all([setup.ask({ nvml: true }), setup.ask({ rapl: false })])
  expect(setup.store.getState().setup?.wish).toEqual({ rapl: false, nvml: true, dataDir: null })
  fake.tell('api:changed', {
    seq: 1,
    server: {
      settings: { on: true, port: 1, bind: null, token: null, allow: [], cors: false },
      addresses: [],
      fault: null,
      warnings: [],
    },
  })
  expect(fake.of('collectd:setup')).toHaveLength(3)
  setup.stop()
})
