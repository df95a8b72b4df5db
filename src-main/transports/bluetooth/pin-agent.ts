import type { Answer, Asked, SystemBus } from './system-bus'

const MANAGER = { destination: 'org.bluez', path: '/org/bluez', interface: 'org.bluez.AgentManager1' }
const AGENT = 'org.bluez.Agent1'
const PATH = '/app/wattbench/agent'
const REJECTED = 'org.bluez.Error.Rejected'

/**
 * Answers for one device what BlueZ asks while it is paired: the PIN, and yes to what needs no PIN. It is the agent of
 * our own connection only, so the desktop's agent stays in charge of everything else. Returns what takes it away again.
 */
export async function registerPinAgent(bus: SystemBus, device: string, pin: string): Promise<() => void> {
  bus.answer(AGENT, (asked) => answerTo(asked, device, pin))
  await bus.call({ ...MANAGER, member: 'RegisterAgent' }, 'os', [PATH, 'KeyboardDisplay'])
  return () => bus.post({ ...MANAGER, member: 'UnregisterAgent' }, 'o', [PATH])
}

function answerTo({ member, body }: Asked, device: string, pin: string): Answer {
  if (member === 'Release' || member === 'Cancel') return {}
  if (body[0] !== device) return REJECTED
  switch (member) {
    case 'RequestPinCode':
      return { signature: 's', body: [pin] }
    case 'RequestPasskey':
      return /^\d{1,6}$/.test(pin) ? { signature: 'u', body: [Number(pin)] } : REJECTED
    case 'RequestConfirmation':
    case 'RequestAuthorization':
    case 'AuthorizeService':
    case 'DisplayPinCode':
    case 'DisplayPasskey':
      return {}
    default:
      return REJECTED
  }
}
