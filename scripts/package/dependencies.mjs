/** What the system must offer to the program, from the same table that sets a checkout up. */
import { NEEDS } from '../setup/needs.mjs'

const libraries = NEEDS.filter(({ library, for: purposes }) => library && purposes.includes('window'))

/** @returns {string} Debian: alternatives newest name first */
export const debianDepends = () =>
  ['libc6 (>= 2.31)', ...libraries.map(({ packages }) => packages.join(' | '))].sort().join(', ')

/** @returns {string[]} rpm: sonames, which every distribution names alike */
export const rpmRequires = () => libraries.map(({ library }) => `${library}()(64bit)`).sort()
