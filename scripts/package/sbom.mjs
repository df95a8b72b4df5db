/** What the program is made of, for machines: CycloneDX 1.5 (ECMA-424), JSON. */
import { createHash } from 'node:crypto'

/** @typedef {import('./closure.mjs').LockedPackage} LockedPackage */

/** @param {string} name @param {string} [version] @returns {string} package URL: the scope's @ is written %40 */
const purl = (name, version = '') => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`

/** Not every text in a lock is an SPDX id: expressions and names go to other fields. @param {string} [licence] */
function licenses(licence) {
  if (!licence) return {}
  if (/ (OR|AND|WITH) /.test(licence)) return { licenses: [{ expression: licence }] }
  return {
    licenses: [/^[A-Za-z0-9.+-]+$/.test(licence) ? { license: { id: licence } } : { license: { name: licence } }],
  }
}

/** @param {string} [integrity] as npm writes it, base64 */
function hashes(integrity) {
  const [, content] = /^sha512-(\S+)$/.exec(integrity ?? '') ?? []
  return content ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex') }] } : {}
}

/** Installed twice in one version, a package is one component still. @param {LockedPackage} part */
const refOf = ({ name, entry }) => purl(name, entry.version)

/**
 * @param {{ version: string, appVersion: string, electron: string, development: boolean, epoch: number }} facts
 * @param {readonly LockedPackage[]} parts
 * @returns {object}
 */
export function billOfMaterials({ version, appVersion, electron, development, epoch }, parts) {
  const own = `pkg:generic/wattbench@${appVersion}`
  const runtime = purl('electron', electron)
  const byPath = new Map(parts.map((part) => [part.path, refOf(part)]))
  /** @type {Map<string, { part: LockedPackage, needs: Set<string> }>} */
  const byRef = new Map()
  for (const part of parts) {
    const known = byRef.get(refOf(part)) ?? { part, needs: new Set() }
    for (const need of part.needs) known.needs.add(byPath.get(need) ?? '')
    byRef.set(refOf(part), known)
  }
  const components = [...byRef].map(([ref, { part }]) => {
    const [, group, name] = /^(?:(@[^/]+)\/)?(.+)$/.exec(part.name) ?? []
    const { version: release, license, integrity } = part.entry
    return {
      type: 'library',
      'bom-ref': ref,
      ...(group ? { group } : {}),
      name: name ?? part.name,
      version: release ?? '',
      purl: ref,
      ...licenses(license),
      ...hashes(integrity),
    }
  })
  // The same contents, the same number: a serial number by chance would make every build another one.
  const digest = createHash('sha256')
    .update(JSON.stringify([version, electron, components]))
    .digest('hex')
  const serial = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${serial}`,
    version: 1,
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: {
        type: 'application',
        'bom-ref': own,
        name: 'wattbench',
        version,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components: [
      {
        type: 'framework',
        'bom-ref': runtime,
        name: 'electron',
        version: electron,
        purl: runtime,
        licenses: [{ license: { id: 'MIT' } }],
        properties: [{ name: 'wattbench:runtime', value: development ? 'development' : 'official' }],
      },
      ...components,
    ],
    dependencies: [
      { ref: own, dependsOn: [runtime, ...byRef.keys()].sort() },
      { ref: runtime, dependsOn: [] },
      ...[...byRef].map(([ref, { needs }]) => ({ ref, dependsOn: [...needs].filter((need) => need !== '').sort() })),
    ],
  }
}
