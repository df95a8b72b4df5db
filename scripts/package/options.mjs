/** The words after `npm run package --`. Pure. */
import { Trouble } from '../trouble.mjs'

/**
 * @typedef {'deb' | 'rpm' | 'tar' | 'appimage'} Target
 * @typedef {'zstd' | 'xz'} Compression of deb and rpm
 * @typedef {{ targets: Target[], compress: Compression }} Options
 */

/** @type {readonly Target[]} */
const TARGETS = ['deb', 'rpm', 'tar', 'appimage']

/** @param {readonly string[]} args @returns {Options} without a target: the .deb */
export function optionsOf(args) {
  /** @type {Set<Target>} */
  const targets = new Set()
  /** @type {Compression} */
  let compress = 'zstd'
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? ''
    const target = TARGETS.find((one) => arg === `--${one}`)
    const value = arg === '--compress' ? (args[++i] ?? '') : arg.startsWith('--compress=') ? arg.slice(11) : null
    if (target) targets.add(target)
    else if (arg === '--all') for (const one of TARGETS) targets.add(one)
    else if (value === 'zstd' || value === 'xz') compress = value
    else {
      throw new Trouble(`npm run package does not know "${value === null ? arg : `--compress ${value}`}"`, {
        next: 'npm run package -- [--deb] [--rpm] [--tar] [--appimage] [--all] [--compress zstd|xz]',
        code: 2,
      })
    }
  }
  return { targets: targets.size > 0 ? TARGETS.filter((one) => targets.has(one)) : ['deb'], compress }
}
