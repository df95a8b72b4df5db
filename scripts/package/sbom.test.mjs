import { expect, test } from 'vitest'
import { allParts } from './parts.mjs'
import { billOfMaterials } from './sbom.mjs'

const FACTS = {
  version: '1.0.0~devruntime',
  appVersion: '1.0.0',
  electron: '33.2.1',
  development: true,
  epoch: 1_795_000_000,
}

/** What bom-1.5.schema.json (CycloneDX) demands of what is written here: fields, kinds, patterns. @param {any} bom */
function expectValid(bom) {
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
  expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
  expect(new Date(bom.metadata.timestamp).toISOString()).toBe(bom.metadata.timestamp)
  const components = [bom.metadata.component, ...bom.components]
  const refs = components.map((one) => one['bom-ref'])
  expect(new Set(refs).size).toBe(refs.length)
  for (const { type, name, version, purl, licenses, hashes } of components) {
    expect(['application', 'framework', 'library']).toContain(type)
    expect(name).toMatch(/./)
    expect(version).toMatch(/^\d/)
    if (purl) expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@[\w.+-]+$/)
    for (const licence of licenses ?? []) {
      const said = licence.expression ?? licence.license.id ?? licence.license.name
      expect(said).toMatch(/./)
    }
    for (const { alg, content } of hashes ?? []) {
      expect(alg).toBe('SHA-512')
      expect(content).toMatch(/^[a-f0-9]{128}$/)
    }
  }
  for (const { ref, dependsOn } of bom.dependencies) for (const one of [ref, ...dependsOn]) expect(refs).toContain(one)
  expect(bom.dependencies.map((/** @type {any} */ one) => one.ref).sort()).toEqual([...refs].sort())
}

test('the bill of materials of this program is valid, and lists what is loaded and what is bundled', () => {
  /** @type {any} */
  const bom = billOfMaterials(FACTS, allParts())
  expectValid(bom)
  const names = bom.components.map((/** @type {any} */ { group, name }) => (group ? `${group}/${name}` : name))
  expect(names).toEqual(
    expect.arrayContaining([
      'electron',
      'libsql',
      '@libsql/linux-x64-gnu',
      'serialport',
      'react',
      '@mantine/core',
      'uplot',
    ]),
  )
  expect(
    names.filter((/** @type {string} */ name) =>
      /musl|darwin|win32|vitest|biome|playwright|testing-library/.test(name),
    ),
  ).toEqual([])
})

test('the same contents give the same bill', () => {
  const part = {
    name: '@a/b',
    path: 'node_modules/@a/b',
    entry: { version: '1.0.0', license: '(MIT OR Apache-2.0)' },
    needs: [],
  }
  expect(billOfMaterials(FACTS, [part])).toEqual(billOfMaterials(FACTS, [part]))
  expect(billOfMaterials(FACTS, [part])).toMatchObject({
    components: [
      {},
      { group: '@a', name: 'b', purl: 'pkg:npm/%40a/b@1.0.0', licenses: [{ expression: '(MIT OR Apache-2.0)' }] },
    ],
  })
})
