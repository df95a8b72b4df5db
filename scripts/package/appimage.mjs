/** The AppImage, where its tool is at hand: neither Debian nor the npm registry has it. */
import { copyFileSync, cpSync, existsSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from '../run/child.mjs'
import { findCommand } from '../setup/present.mjs'
import { Trouble } from '../trouble.mjs'

/** Why there is none here, for people. */
export const NO_TOOL =
  'there is no "appimagetool" here, and neither Debian nor the npm registry has one. Where its project\'s releases can be reached, put it into PATH, or name it in APPIMAGETOOL'

/** @returns {string | null} path of the tool */
export function appImageTool() {
  const named = process.env.APPIMAGETOOL
  if (!named) return findCommand('appimagetool') ?? null
  if (existsSync(named)) return named
  throw new Trouble('APPIMAGETOOL names no file', { because: named, next: 'Correct the variable or unset it.' })
}

/**
 * @param {import('./facts.mjs').Facts} facts
 * @param {string} tree holds usr/
 * @param {{ work: string, out: string, tool: string }} places
 * @returns {Promise<string>} the image's path
 */
export async function makeAppImage(facts, tree, { work, out, tool }) {
  rmSync(work, { recursive: true, force: true })
  cpSync(tree, work, { recursive: true, verbatimSymlinks: true })
  symlinkSync('usr/bin/wattbench', join(work, 'AppRun'))
  const share = join(work, 'usr', 'share')
  copyFileSync(join(share, 'applications', 'wattbench.desktop'), join(work, 'wattbench.desktop'))
  copyFileSync(join(share, 'icons/hicolor/256x256/apps/wattbench.png'), join(work, 'wattbench.png'))
  const file = join(out, `Wattbench-${facts.version}-x86_64.AppImage`)
  const { code, output } = await runChild(tool, ['--no-appstream', work, file], {
    output: 'keep',
    // The second lets the tool, itself an AppImage, run where there is no FUSE.
    env: { ...process.env, ARCH: 'x86_64', APPIMAGE_EXTRACT_AND_RUN: '1', SOURCE_DATE_EPOCH: String(facts.epoch) },
  })
  if (code !== 0)
    throw new Trouble(`appimagetool ended with exit code ${code}`, { because: output.trim().slice(-2000) })
  rmSync(work, { recursive: true, force: true })
  return file
}
