import { readFileSync } from 'node:fs'
import { photograph } from '../fixtures/photos'
import { expect, test } from '../fixtures/wattbench'

const METER = '00:0B:CE:2A:41:7F'
const NAME = 'PowerSpy #2614'

test('from the adapter to the first live value, then found again under another number', async ({
  home,
  launch,
  simulate,
  room,
  rfcomm,
}) => {
  test.setTimeout(150_000)
  // GIVEN a meter in the room, behind a real pseudo-terminal, and an adapter that is off
  const meter = await simulate('--load', 'constant:42', '--serial', '2614')
  rfcomm.put(METER, meter.path)
  await room.addDevice('11:22:33:44:55:66', 'Headset')
  await room.power(false)
  const bench = await launch(rfcomm.argument)
  const { pairing, instruments, live } = bench

  // WHEN pairing begins THEN the step says what is wrong, and one button mends it
  await pairing.open()
  await expect(pairing.trouble).toContainText('The Bluetooth adapter is off')
  await photograph(bench, 'pairing-adapter-off')
  await pairing.press('Switch on')

  // THEN meters are looked for: only what looks like one is listed, the rest on demand
  await expect(pairing.current).toContainText('Find meter')
  await expect(pairing.step('adapter')).toContainText('hci0 on, not blocked')
  await photograph(bench, 'pairing-find-none')
  await room.addMeter(METER, NAME)
  await room.signal(METER, -58)
  await expect(pairing.device(NAME)).toContainText(/−58\sdBm, good/)
  await expect(pairing.devices).toHaveCount(2)
  await pairing.showAll()
  await expect(pairing.device('Headset')).toBeVisible()
  await photograph(bench, 'pairing-find')

  // WHEN it is chosen THEN the rest goes by itself, up to the first value
  await pairing.press('Next')
  await expect(pairing.firstValue).toHaveText(/4[12]\.\d\dW/)
  await expect(pairing.panel).toContainText('#2614')
  await expect(pairing.panel).toContainText('yes, trusted')
  await expect(pairing.log).toContainText('Paired with PIN 0000, marked as trusted')
  await photograph(bench, 'pairing-live')

  // WHEN it gets a name THEN it is an instrument like any other, saved by address and serial number
  await pairing.nickname('Desk meter')
  await pairing.press('Save meter')
  await expect(instruments.detail).toHaveAccessibleName('Desk meter')
  await expect(instruments.state).toHaveText(/Live/)
  await expect(instruments.list).toContainText(METER)
  const saved = () => JSON.parse(readFileSync(home.settingsFile, 'utf8')).instruments[0]
  await expect
    .poll(saved)
    .toMatchObject({ name: 'Desk meter', bluetooth: METER, address: rfcomm.node(0), serial: '2614' })

  // WHEN the link dies and the meter comes back under another number THEN it is found there
  await meter.stop()
  await expect(instruments.state).toHaveText(/Reconnecting/)
  const back = await simulate('--load', 'constant:42', '--serial', '2614')
  rfcomm.unbind(0)
  rfcomm.put(METER, back.path)
  rfcomm.bindByHand(4, METER)
  await expect(instruments.state).toHaveText(/Live/, { timeout: 40_000 })
  await expect.poll(saved).toMatchObject({ address: rfcomm.node(4) })
  await live.open()
  await expect(live.viewState).toHaveText('Live')

  // WHEN the computer was restarted, which takes the node away THEN one button binds it again
  await bench.quit()
  rfcomm.unbind(4)
  const morning = await launch(rfcomm.argument)
  await morning.instruments.open()
  await morning.instruments.connect()
  await expect(morning.instruments.detail).toContainText('No port leads to Desk meter')
  await photograph(morning, 'instrument-unbound')
  await morning.instruments.bindPort()
  await expect(morning.instruments.state).toHaveText(/Live/, { timeout: 20_000 })
  await expect.poll(saved).toMatchObject({ address: rfcomm.node(0) })
})

test('a refused PIN is asked for, and every step can be cancelled', async ({ launch, simulate, room, rfcomm }) => {
  // GIVEN a meter with a PIN of its own
  const meter = await simulate('--load', 'constant:42')
  rfcomm.put(METER, meter.path)
  await room.addMeter(METER, NAME, '4711')
  const bench = await launch(rfcomm.argument)
  const { pairing, instruments } = bench

  // WHEN it refuses 0000 THEN that is said in place, and another PIN is asked for
  await pairing.open()
  await expect(pairing.device(NAME)).toBeVisible()
  await pairing.press('Next')
  await expect(pairing.trouble).toContainText('The PIN 0000 was refused')
  await photograph(bench, 'pairing-pin')

  // WHEN pairing is cancelled THEN nothing is left of it, and it can begin again
  await pairing.press('Cancel pairing')
  await expect(instruments.list).toContainText('No instrument is saved.')
  await pairing.open()
  await pairing.press('Next')
  await expect(pairing.trouble).toContainText('The PIN 0000 was refused')

  // WHEN the right PIN is given THEN the way goes on to the first value
  await pairing.givePin('4711')
  await expect(pairing.firstValue).toHaveText(/4[12]\.\d\dW/)
  await expect(pairing.step('pair')).toContainText('your PIN accepted, trusted')
  await pairing.press('Cancel pairing')
  await expect(instruments.list).toContainText('No instrument is saved.')
})

test('without a password window the command is shown, and the page goes on when the port appears', async ({
  launch,
  simulate,
  room,
  rfcomm,
}) => {
  // GIVEN a desktop without a polkit agent, and a foreign device on rfcomm0
  const meter = await simulate('--load', 'constant:42')
  rfcomm.put(METER, meter.path)
  rfcomm.put('00:0B:CE:00:00:01', '/dev/null')
  rfcomm.bindByHand(0, '00:0B:CE:00:00:01')
  rfcomm.withoutAgent()
  await room.addMeter(METER, NAME)
  const bench = await launch(rfcomm.argument)
  const { pairing } = bench

  // WHEN the port is to be bound THEN the exact command is there, with the focus on its button
  await pairing.open()
  await expect(pairing.device(NAME)).toBeVisible()
  await pairing.press('Next')
  await expect(pairing.current).toContainText('Bind serial port')
  await expect(pairing.trouble).toContainText('There is no polkit agent in this desktop session.')
  await expect(pairing.body).toContainText(`sudo rfcomm bind 1 ${METER} 1`)
  await expect(pairing.copyCommand).toBeFocused()
  await expect(pairing.wait).toContainText(/0:0\d of 2:00/)
  await photograph(bench, 'pairing-bind')
  await pairing.copyCommand.click()
  expect(await bench.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(`sudo rfcomm bind 1 ${METER} 1`)

  // WHEN the person runs it, even under another number THEN the page goes on by itself
  rfcomm.bindByHand(3, METER)
  await expect(pairing.firstValue).toHaveText(/4[12]\.\d\dW/)
  await expect(pairing.step('bind')).toContainText('rfcomm3')
})

test('the checks of this computer say what is wrong with Bluetooth, and can be made again', async ({
  launch,
  room,
  rfcomm,
}) => {
  await room.stopService()
  const bench = await launch(rfcomm.argument)
  const { workstation } = bench
  await workstation.openFromFirstStart()
  await expect(workstation.line('Service')).toContainText(/bluetoothd (does not run|is not installed)/)
  await photograph(bench, 'workstation')
  await room.startService()
  await workstation.again()
  await expect(workstation.line('Service')).toContainText('bluetoothd answers')
  await expect(workstation.line('Adapter')).toContainText('hci0 is on')
  await workstation.copy()
  expect(await bench.electron.evaluate(({ clipboard }) => clipboard.readText())).toMatch(
    /^Wattbench [\s\S]*Adapter +hci0 is on/,
  )
})
