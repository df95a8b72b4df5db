/** Step: shared libraries and commands of the system, from Debian packages where apt-get is at hand. */
import { isRoot } from '../project.mjs'
import { withLock } from '../run/lock.mjs'
import { Trouble } from '../trouble.mjs'
import { candidates, commandToCopy, installPackages, updateLists } from './apt.mjs'
import { NEEDS, needName } from './needs.mjs'
import { choosePackages } from './package-choice.mjs'
import { findCommand, missingOf } from './present.mjs'

/** @typedef {import('./needs.mjs').Need} Need */

/** @param {readonly Need[]} needs @returns {string} */
const listed = (needs) => needs.map((need) => `${needName(need)} (for: ${need.for.join(', ')})`).join('\n')

/** @param {string} text @returns {string} */
const tail = (text) => text.trim().split('\n').slice(-12).join('\n')

/** @param {readonly Need[]} missing @returns {never} */
function refuseWithoutApt(missing) {
  throw new Trouble('This system lacks what Wattbench needs, and it is no Debian, so nothing was installed', {
    because: `missing:\n${listed(missing)}`,
    next: `Install them with this system's package program. Debian calls the packages: ${choosePackages(missing, new Set()).packages.join(' ')}`,
  })
}

/** @param {readonly Need[]} missing @returns {never} */
function refuseWithoutRoot(missing) {
  const { packages, unknown } = choosePackages(missing, candidates(missing.flatMap((need) => need.packages)))
  throw new Trouble('Debian packages are missing, and only root may install them', {
    because: `missing:\n${listed(missing)}`,
    next: `Copy this line, then run the command again:\n${commandToCopy(packages, unknown.length > 0)}`,
  })
}

/** @param {import('../report.mjs').Step} step @param {readonly Need[]} missing @returns {Promise<string[]>} what was installed */
async function install(step, missing) {
  const names = missing.flatMap((need) => need.packages)
  let choice = choosePackages(missing, candidates(names))
  let updated = false
  const update = async () => {
    updated = true
    step.doing('reading the package lists with "apt-get update"')
    const { code, output } = await updateLists()
    choice = choosePackages(missing, candidates(names))
    return code === 0 ? '' : tail(output)
  }
  const because = choice.unknown.length > 0 ? await update() : ''
  if (choice.unknown.length > 0) {
    throw new Trouble(`No Debian package is on offer for: ${choice.unknown.join(', ')}`, {
      because: because || "The machine's package sources do not have them.",
      next: 'Check the network and /etc/apt/sources.list, then run the command again.',
    })
  }
  step.doing(`installing ${choice.packages.join(' ')}`)
  let result = await installPackages(choice.packages)
  if (result.code !== 0 && !updated) {
    // Lists older than the mirror name files that are gone.
    await update()
    result = await installPackages(choice.packages)
  }
  if (result.code !== 0) {
    throw new Trouble(`apt-get install ended with exit code ${result.code}`, {
      because: tail(result.output),
      next: `Make this work by hand, then run the command again:\n${commandToCopy(choice.packages, false)}`,
    })
  }
  return choice.packages
}

/**
 * @param {import('../report.mjs').Report} report
 * @param {readonly import('./needs.mjs').Purpose[]} purposes
 */
export function debianPackages(report, purposes) {
  const needs = NEEDS.filter((need) => need.for.some((purpose) => purposes.includes(purpose)))
  return report.step(`system packages for ${purposes.join(', ')}`, async (step) => {
    const missing = missingOf(needs)
    if (missing.length === 0) return { line: 'all there', value: undefined }
    if (!findCommand('apt-get')) refuseWithoutApt(missing)
    if (!isRoot()) refuseWithoutRoot(missing)
    return withLock(step, async () => {
      const stillMissing = missingOf(needs)
      const installed = stillMissing.length > 0 ? await install(step, stillMissing) : []
      const lacking = missingOf(needs)
      if (lacking.length > 0) {
        throw new Trouble('apt-get was content, but this is still missing', {
          because: listed(lacking),
          next: 'Run "ldconfig" as root, then the command again; please report it if that does not help.',
        })
      }
      return { line: `${installed.length} installed`, value: undefined }
    })
  })
}
