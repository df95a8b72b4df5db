import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Wattbench } from '../fixtures/wattbench'

/** What axe finds serious or critical on the screen as it is, in a line each. */
async function serious({ page }: Wattbench, coloursOnly = false): Promise<readonly string[]> {
  // Electron opens no second page, which axe would do otherwise.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (coloursOnly ? axe.withRules(['color-contrast']) : axe).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`))
}

const THEMES = ['dark', 'light'] as const

/** Every screen and dialog of a window that measures, one after the other. */
const SURFACES: Readonly<Record<string, (bench: Wattbench) => Promise<void>>> = {
  Live: (bench) => bench.live.open(),
  'Live with statistics': (bench) => bench.live.select(0.6, 0.9),
  Tree: (bench) => bench.tree.open(),
  Instruments: async (bench) => {
    await bench.page.keyboard.press('Escape')
    await bench.instruments.open()
  },
  'Add meter': (bench) => bench.instruments.openAdd(),
  'Remove instrument': async (bench) => {
    await bench.instruments.cancelAdd()
    await bench.instruments.askRemove()
  },
  'Pair a meter': async (bench) => {
    await bench.closeDialog()
    await bench.pairing.open()
    await expect(bench.pairing.trouble).toBeVisible()
  },
  'Check this computer': async (bench) => {
    await bench.pairing.press('Cancel pairing')
    await bench.workstation.open()
  },
  Sessions: async (bench) => {
    await bench.closeDialog()
    await bench.sessions.open()
    await bench.sessions.choose(bench.sessions.rows.last())
  },
  'Delete session': (bench) => bench.sessions.askDelete(),
  'Rename session': async (bench) => {
    await bench.closeDialog()
    await bench.sessions.askRename()
  },
  Log: async (bench) => {
    await bench.closeDialog()
    await bench.log()
  },
  Settings: (bench) => bench.settings.open(),
  Keys: (bench) => bench.page.keyboard.press('?'),
  Commands: async (bench) => {
    await bench.closeDialog()
    await bench.page.keyboard.press('Control+k')
    await bench.dialog.waitFor()
  },
  'Stop recording': async (bench) => {
    await bench.closeDialog()
    await bench.page.keyboard.press('r')
  },
}

test('no screen and no dialog has a serious finding, in both themes', async ({ launch }) => {
  test.setTimeout(240_000)
  const bench = await launch('--demo')
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.live.record()
  await bench.live.stopRecording()
  await bench.live.record()
  for (const theme of THEMES) {
    await bench.set({ theme })
    for (const [name, open] of Object.entries(SURFACES)) {
      await open(bench)
      // What is not colour is the same in both themes.
      expect.soft(await serious(bench, theme === 'light'), `${name}, ${theme}`).toEqual([])
    }
    await bench.closeDialog()
  }
})

test('the first start has no serious finding, and nothing is cut off at any font scale', async ({ launch }) => {
  const bench = await launch()
  await expect(bench.live.firstStart).toBeVisible()
  for (const theme of THEMES) {
    await bench.set({ theme })
    expect.soft(await serious(bench), theme).toEqual([])
  }
  await bench.live.openDemoBench()
  await expect(bench.live.viewState).toHaveText('Live')
  await bench.live.record()
  await bench.resize(1280, 800)
  for (const fontScale of [80, 130, 200]) {
    await bench.set({ fontScale })
    await bench.page.waitForFunction(
      (scale) => document.documentElement.style.getPropertyValue('--font-scale') === String(scale / 100),
      fontScale,
    )
    for (const screen of ['Live', 'Tree', 'Instruments', 'Sessions', 'Log', 'Settings'] as const) {
      await bench.go(screen)
      expect.soft(await bench.cutOff(), `${screen} at ${fontScale} %`).toEqual([])
    }
  }
})

test('nothing moves when a person asked for less motion', async ({ launch }) => {
  const bench = await launch('--demo', '--force-prefers-reduced-motion')
  // Playwright answers this question for the page unless it is told not to.
  await bench.page.emulateMedia({ reducedMotion: null })
  await expect(bench.live.viewState).toHaveText('Live')
  expect(await bench.page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches)).toBe(true)
  for (const open of ['?', 'Escape', 'Space', 'l', 'r', 'r', 'Escape']) {
    await bench.page.keyboard.press(open)
    expect(await bench.longestMotionMs(), open).toBe(0)
  }
})
