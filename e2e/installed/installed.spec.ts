import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { OrdinaryPerson } from '../fixtures/ordinary-person'
import { expect, test, Wattbench } from '../fixtures/wattbench'

const DEB = process.env.WATTBENCH_DEB ?? ''
const DEVELOPMENT = DEB.includes('~devruntime')
const root = (command: string, ...args: readonly string[]): string => execFileSync(command, args, { encoding: 'utf8' })
/** Waits while another package program is at work: apt-get has the patience that dpkg lacks. */
const apt = (...args: readonly string[]): string =>
  root(
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=60',
    '-o',
    'Dpkg::Use-Pty=0',
    '-q',
    '-y',
    '--no-install-recommends',
    ...args,
  )

/** Files of the package, folders left out: others use those too. */
let files: readonly string[] = []

test.beforeAll(() => {
  // Slim systems leave manuals and documentation out: here they are what is tested.
  apt('-o', 'Dpkg::Options::=--path-include=/usr/share/*', 'install', DEB)
  files = root('dpkg', '-L', 'wattbench')
    .split('\n')
    .filter((path) => path !== '' && !statSync(path).isDirectory())
})
test.afterAll(() => {
  if (existsSync('/usr/bin/wattbench')) apt('remove', 'wattbench')
})

test('installed, used by an ordinary person, and removed without a trace but their data', async ({ home }) => {
  const person = new OrdinaryPerson(home)
  let window: Wattbench | null = null
  try {
    // GIVEN the package: whole, the helper of the sandbox with its rights and nothing else with such
    expect(root('dpkg', '-V', 'wattbench')).toBe('')
    const setuid = files.filter((path) => (statSync(path).mode & 0o6000) !== 0)
    expect(setuid).toEqual(['/usr/lib/wattbench/chrome-sandbox'])
    expect(statSync('/usr/lib/wattbench/chrome-sandbox').mode & 0o7777).toBe(0o4755)

    // WHEN the command line is used THEN it says what runs, and reads an archive in the worker inside app.asar
    expect(person.run('wattbench', '--version').includes('development runtime, not for release')).toBe(DEVELOPMENT)
    const { system } = JSON.parse(person.run('wattbench', 'doctor', '--json'))
    expect(system).toMatchObject({ uid: 65534, developmentRuntime: DEVELOPMENT })
    const archive = person.own('collectd.zip')
    copyFileSync(resolve(import.meta.dirname, '../../src-main/ingest/collectd/fixtures/storerates-false.zip'), archive)
    const imported = JSON.parse(person.run('wattbench', 'import', archive, '--json'))
    expect(imported.units[0].series.length).toBeGreaterThan(5)
    // AND manual, completion and desktop know it
    expect(root('desktop-file-validate', '/usr/share/applications/wattbench.desktop')).toBe('')
    expect(manWarnings()).toBe('')
    expect(person.run('lexgrog', '/usr/share/man/man1/wattbench.1.gz')).toContain('wattbench - power measurement')
    expect(person.run('bash', '-c', COMPLETE, 'wattbench', 'rec')).toBe('record\n')
    expect(person.run('bash', '-c', COMPLETE, 'wattbench', 'record', '3')).toBe('34980a\n')

    // WHEN the window is opened and a meter is measured THEN the page is in the sandbox
    const meter = await person.simulate('--load', 'constant:42')
    window = await Wattbench.of(await person.launch())
    if (process.env.WATTBENCH_NO_SANDBOX === undefined) expect(await secured(window)).toBe('2')
    // AND the desktop can tell whose window it is (StartupWMClass)
    expect(root('xwininfo', '-root', '-tree')).toContain('("wattbench" "Wattbench")')
    await window.instruments.open()
    await window.instruments.add(meter, 'Desk meter', 100)
    await expect(window.instruments.state).toHaveText(/Live/)
    await window.live.open()
    await window.live.record()
    await window.page.waitForFunction(() =>
      /00:00:0[3-9]/.test(document.querySelector('[data-testid="record-state"]')?.textContent ?? ''),
    )
    await window.live.stopRecording()

    // THEN the session is a file that the desktop knows by type
    const [name = ''] = readdirSync(home.sessions)
      .filter((file) => !file.includes(imported.session))
      .sort()
      .reverse()
    const kept = person.own('Messung µ 1.wattbench')
    copyFileSync(join(home.sessions, name), kept)
    const before = readFileSync(kept)
    expect(person.run('xdg-mime', 'query', 'filetype', kept).trim()).toBe('application/vnd.wattbench.session')
    expect(person.run('xdg-mime', 'query', 'default', 'application/vnd.wattbench.session').trim()).toBe(
      'wattbench.desktop',
    )

    // WHEN it is double-clicked while a window is open THEN that window shows it
    person.run('xdg-open', kept)
    await expect(window.live.viewState).toHaveText('Recorded')
    await expect(window.live.lane('power')).toBeVisible()
    // AND a file that is none is told there, and nothing in it is run
    person.run('wattbench', person.write('notes.wattbench', '#!/bin/sh\ntouch "$HOME/run-by-wattbench"\n'))
    await expect(window.page.getByRole('alert', { name: 'notes.wattbench is no session' })).toBeVisible()
    expect(existsSync(person.own('run-by-wattbench'))).toBe(false)
    await window.quit()

    // WHEN the program is started with a file THEN it shows it, and never changes it
    window = await Wattbench.of(await person.launch(kept))
    await expect(window.live.viewState).toHaveText('Recorded')
    expect(await window.page.title()).toMatch(/ – Wattbench$/)
    await window.quit()
    expect(readFileSync(kept).equals(before)).toBe(true)
    expect(readdirSync(home.folder).filter((file) => file.startsWith(basename(kept)))).toEqual([basename(kept)])
    window = null
  } finally {
    await window?.quit().catch(() => undefined)
    person.leave()
  }

  // WHEN the package is removed THEN nothing of it stays, and the sessions do
  apt('remove', 'wattbench')
  expect(files.length).toBeGreaterThan(50)
  expect([...files, '/usr/lib/wattbench', '/etc/apparmor.d/wattbench'].filter((path) => existsSync(path))).toEqual([])
  expect(readdirSync('/var/lib/dpkg/info').filter((file) => file.startsWith('wattbench.'))).toEqual([])
  expect(readdirSync(home.sessions)).toHaveLength(2)
})

/** Prints what bash offers for the words of a line, the last one unfinished. */
const COMPLETE = `. /usr/share/bash-completion/completions/wattbench
COMP_WORDS=("$0" "$@"); COMP_CWORD=$#; _wattbench; printf '%s\\n' "\${COMPREPLY[@]}"`

/** What groff has to say about the manual page. */
function manWarnings(): string {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', MAN_KEEP_STDERR: '1' }
  const args = ['--warnings', '-E', 'UTF-8', '-l', '/usr/share/man/man1/wattbench.1.gz']
  return spawnSync('man', args, { env, encoding: 'utf8' }).stderr
}

/** How the page's process may speak to the kernel; 2 is a filter (proc(5), Seccomp). */
async function secured(window: Wattbench): Promise<string> {
  const pids = await window.electron.evaluate(({ app }) =>
    app.getAppMetrics().flatMap(({ type, pid }) => (type === 'Tab' ? [pid] : [])),
  )
  const status = readFileSync(`/proc/${pids[0]}/status`, 'utf8')
  return /^Seccomp:\s*(\d)/m.exec(status)?.[1] ?? ''
}
