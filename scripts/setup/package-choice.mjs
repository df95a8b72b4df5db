/** Which Debian packages to ask for. Pure. */

/**
 * @param {string} text of `apt-cache policy <names>` in the C locale
 * @returns {Set<string>} the packages that have a version to install
 */
export function candidatesIn(text) {
  const found = new Set()
  let name = ''
  for (const line of text.split('\n')) {
    if (/^\S+:$/.test(line)) name = line.slice(0, -1)
    const [, candidate] = /^ {2}Candidate: (.+)$/.exec(line) ?? []
    if (candidate && candidate !== '(none)') found.add(name)
  }
  return found
}

/**
 * @param {readonly import('./needs.mjs').Need[]} needs
 * @param {ReadonlySet<string>} candidates
 * @returns {{ packages: string[], unknown: string[] }} `packages`: one for each need, its oldest name where none has a
 *   candidate (those are in `unknown` too)
 */
export function choosePackages(needs, candidates) {
  /** @type {Set<string>} */
  const packages = new Set()
  /** @type {Set<string>} */
  const unknown = new Set()
  for (const need of needs) {
    const known = need.packages.find((name) => candidates.has(name))
    // The old name is provided by the renamed package, so apt-get understands it on both.
    const name = known ?? need.packages.at(-1)
    if (!name) continue
    packages.add(name)
    if (!known) unknown.add(name)
  }
  return { packages: [...packages].sort(), unknown: [...unknown].sort() }
}
