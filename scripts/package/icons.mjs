/** Icons of all sizes, drawn from the two SVGs when a package is made: one source, and no pictures to keep in step. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inProject } from '../project.mjs'
import { runChild } from '../run/child.mjs'
import { Trouble } from '../trouble.mjs'

/** Sizes of the hicolor theme, in pixels. */
const SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512]

const ICONS = [
  { svg: inProject('resources', 'icon.svg'), place: ['apps', 'wattbench'] },
  {
    svg: inProject('scripts', 'package', 'share', 'session.svg'),
    place: ['mimetypes', 'application-vnd.wattbench.session'],
  },
]

/** @param {string} share the tree's usr/share */
export async function drawIcons(share) {
  const theme = join(share, 'icons', 'hicolor')
  for (const { svg, place } of ICONS) {
    const scalable = join(theme, 'scalable', `${join(...place)}.svg`)
    mkdirSync(dirname(scalable), { recursive: true })
    copyFileSync(svg, scalable)
    for (const size of SIZES) {
      const png = join(theme, `${size}x${size}`, `${join(...place)}.png`)
      mkdirSync(dirname(png), { recursive: true })
      const pixels = String(size)
      const { code, output } = await runChild('rsvg-convert', ['-w', pixels, '-h', pixels, '-o', png, svg], {
        output: 'keep',
      })
      if (code !== 0) throw new Trouble('An icon could not be drawn', { because: output })
    }
  }
}
