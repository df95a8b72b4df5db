import { type ApiServerView, DEFAULT_API_SETTINGS } from '@contract/api-server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { createApiServer, isOpenToOthers } from '../../state/api-server'
import { aFault, createFakeBridge, Refusal } from '../../testing/fake-bridge'
import { show } from '../../testing/show'
import { ApiSection } from './ApiSection'
import { addressProblem, apiMark, networkProblem, portProblem } from './api-words'

const TOKEN = 'abcdefghijklmnopqrstuvwx'
const aServer = (patch: Partial<ApiServerView['settings']> = {}, rest: Partial<ApiServerView> = {}): ApiServerView => ({
  settings: { ...DEFAULT_API_SETTINGS, ...patch },
  addresses: [],
  fault: null,
  warnings: [],
  ...rest,
})

function open(server: ApiServerView, refused: Parameters<typeof ApiSection>[0]['refused'] = null) {
  const did = { onSet: vi.fn(), onNewToken: vi.fn(), onCopy: vi.fn() }
  show(<ApiSection server={server} refused={refused} busy={false} {...did} />)
  return did
}

describe('the section HTTP API', () => {
  it('is off at first and says what its switch opens', async () => {
    const { onSet } = open(aServer())
    expect(screen.getByTestId('api-state').textContent).toBe('Off: no port is open')
    await userEvent.click(screen.getByRole('switch', { name: 'Answer HTTP requests' }))
    await userEvent.click(screen.getByRole('switch', { name: 'Let pages of websites call' }))
    expect(onSet.mock.calls).toEqual([[{ on: true }], [{ cors: true }]])
  })

  it('lists the addresses that answer, each to be copied, and who else is let in', async () => {
    const address = 'http://127.0.0.1:8080/api/v2/'
    const { onCopy } = open(aServer({ on: true }, { addresses: [address], warnings: ['Everybody may.'] }))
    expect(screen.getByTestId('api-state').textContent).toBe('Answers')
    await userEvent.click(screen.getByRole('button', { name: `Copy ${address}` }))
    expect(onCopy).toHaveBeenCalledWith(address)
    expect(within(screen.getByRole('list', { name: 'Who else is let in' })).getByText('Everybody may.')).toBeTruthy()
  })

  it('tells in place why it does not answer, and what main refused', () => {
    open(aServer({ on: true }, { fault: aFault('The HTTP API could not start') }), aFault('The request was refused'))
    expect(screen.getByTestId('api-state').textContent).toBe('Does not answer')
    expect(screen.getAllByRole('alert').map((one) => one.getAttribute('aria-label'))).toEqual([
      'The HTTP API could not start',
      'The request was refused',
    ])
  })

  it('takes a port and an address on Enter, and leads back to this computer', async () => {
    const { onSet } = open(aServer({ bind: '192.168.1.5', token: TOKEN }))
    const port = screen.getByRole('textbox', { name: 'Port' })
    await userEvent.clear(port)
    await userEvent.type(port, '0{Enter}')
    expect(screen.getByRole('alert').textContent).toContain('A port is')
    await userEvent.clear(port)
    await userEvent.type(port, '9090')
    await userEvent.click(screen.getByRole('radio', { name: 'This computer only' }))
    await userEvent.click(screen.getByRole('radio', { name: 'An address' }))
    const address = screen.getByRole('textbox', { name: 'Address to listen on' })
    await userEvent.clear(address)
    await userEvent.type(address, '::{Enter}')
    expect(onSet.mock.calls).toEqual([[{ port: 9090 }], [{ bind: null }], [{ bind: '::' }]])
  })

  it('shows the token on demand, copies it, and renews it after a question', async () => {
    const { onCopy, onNewToken } = open(aServer({ token: TOKEN }))
    const token = screen.getByTestId('api-token')
    expect(token.textContent).not.toContain(TOKEN.slice(0, 4))
    await userEvent.click(screen.getByRole('button', { name: 'Show token' }))
    expect(token.textContent).toBe(TOKEN)
    await userEvent.click(screen.getByRole('button', { name: 'Copy token' }))
    expect(onCopy).toHaveBeenCalledWith(TOKEN)
    await userEvent.click(screen.getByRole('button', { name: 'Renew token' }))
    const question = within(screen.getByRole('dialog'))
    expect(question.getByText(/worth nothing/)).toBeTruthy()
    expect(onNewToken).not.toHaveBeenCalled()
    await userEvent.click(question.getByRole('button', { name: 'Renew token' }))
    expect(onNewToken).toHaveBeenCalledOnce()
  })

  it('adds networks that need no token, refuses what is none, and takes them away', async () => {
    const { onSet } = open(aServer({ allow: ['10.1.0.0/16'] }))
    const field = screen.getByRole('textbox', { name: 'Network that needs no token' })
    await userEvent.type(field, '0.0.0.0/0{Enter}')
    expect(screen.getByRole('alert').textContent).toContain('admit everybody')
    await userEvent.clear(field)
    await userEvent.type(field, 'fd00::/8{Enter}')
    await userEvent.click(screen.getByRole('button', { name: 'Remove 10.1.0.0/16' }))
    expect(onSet.mock.calls).toEqual([[{ allow: ['10.1.0.0/16', 'fd00::/8'] }], [{ allow: [] }]])
  })

  it('knows ports, addresses and networks', () => {
    expect(['1', '65535', ' 80 '].map(portProblem)).toEqual([null, null, null])
    expect(['0', '65536', '', '8e3', '-1'].map(portProblem)).not.toContain(null)
    expect(['127.0.0.1', '::1', 'fe80::1', '255.255.255.255'].map(addressProblem)).toEqual([null, null, null, null])
    expect(['256.1.1.1', '1.2.3', 'bench', ''].map(addressProblem)).not.toContain(null)
    expect(['10.0.0.0/8', '192.168.1.20/32', '::1/128'].map(networkProblem)).toEqual([null, null, null])
    expect(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', 'x/8', '::/0', '1.2.3.4/8/9'].map(networkProblem)).not.toContain(
      null,
    )
    expect(apiMark(aServer({ on: true }), true).words).toBe('Starting')
  })
})

describe('the store of the HTTP API', () => {
  it('takes what main answers and tells, and keeps a refusal until the next change', async () => {
    let refuse = true
    const fake = createFakeBridge({
      'api:get': () => aServer(),
      'api:set': (patch) => {
        if (refuse) throw new Refusal(aFault('The request was refused'))
        return aServer(patch)
      },
      'api:newToken': () => aServer({ token: TOKEN }),
    })
    const api = createApiServer(fake.bridge)
    await api.load()
    expect(api.store.getState().server?.settings.on).toBe(false)
    await api.set({ on: true })
    expect(api.store.getState()).toMatchObject({ refused: { title: 'The request was refused' }, busy: false })
    refuse = false
    await api.set({ on: true })
    expect(api.store.getState()).toMatchObject({ refused: null, server: { settings: { on: true } } })
    await api.newToken()
    expect(api.store.getState().server?.settings.token).toBe(TOKEN)
    fake.tell('api:changed', { seq: 1, server: aServer({ port: 1 }) })
    expect(api.store.getState().server?.settings.port).toBe(1)
    api.stop()
  })

  it('knows when other computers can reach it', () => {
    const addresses = ['http://bench:8080/api/v2/']
    const cases = [
      aServer({ on: true, bind: '0.0.0.0' }, { addresses }),
      aServer({ on: true, bind: '192.168.1.5' }, { addresses }),
      aServer({ on: true, bind: '0.0.0.0' }),
      aServer({ on: true, bind: '127.0.0.1' }, { addresses }),
      aServer({ on: true }, { addresses }),
    ]
    expect(cases.map(isOpenToOthers)).toEqual([true, true, false, false, false])
  })
})
