import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { appImageTool, makeAppImage } from './appimage.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wattbench-appimage-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the tool gets a folder that starts, with desktop file and icon at its top', async () => {
  const tree = join(folder, 'tree', 'usr')
  for (const path of ['bin', 'lib/wattbench', 'share/applications', 'share/icons/hicolor/256x256/apps']) {
    mkdirSync(join(tree, path), { recursive: true })
  }
  writeFileSync(join(tree, 'lib/wattbench/launch'), '#!/bin/sh\necho started "$@"\n', { mode: 0o755 })
  symlinkSync('../lib/wattbench/launch', join(tree, 'bin', 'wattbench'))
  writeFileSync(join(tree, 'share/applications/wattbench.desktop'), '[Desktop Entry]\n')
  writeFileSync(join(tree, 'share/icons/hicolor/256x256/apps/wattbench.png'), 'png')
  const tool = join(folder, 'tool')
  writeFileSync(tool, '#!/bin/sh\n{ ls "$2"; "$2/AppRun" --demo; echo "$ARCH"; } > "$3"\n', { mode: 0o755 })
  const facts = {
    version: '1.0.0',
    appVersion: '1.0.0',
    epoch: 0,
    summary: '',
    description: '',
    maintainer: '',
    electron: '',
    development: false,
    dist: '',
  }
  const image = await makeAppImage(facts, join(folder, 'tree'), { work: join(folder, 'work'), out: folder, tool })
  expect(image).toBe(join(folder, 'Wattbench-1.0.0-x86_64.AppImage'))
  expect(readFileSync(image, 'utf8').split('\n')).toEqual([
    'AppRun',
    'usr',
    'wattbench.desktop',
    'wattbench.png',
    'started --demo',
    'x86_64',
    '',
  ])
})

test('a tool that was named and is not there is said, not passed over', () => {
  const before = process.env.APPIMAGETOOL
  process.env.APPIMAGETOOL = '/nowhere/appimagetool'
  try {
    expect(() => appImageTool()).toThrow('APPIMAGETOOL names no file')
  } finally {
    if (before === undefined) delete process.env.APPIMAGETOOL
    else process.env.APPIMAGETOOL = before
  }
})
