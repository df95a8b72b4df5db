import { bundled as bundledSource, bundleOf as bundleOfSource } from '../run/bundle.mjs'

/** Builds scripts/bench/<name>.ts with what it imports of the product, and loads it. @param {string} name */
export const bundled = (name) => bundledSource(`scripts/bench/${name}.ts`, 'bench')

/** The same without loading it. @param {string} name @returns {Promise<string>} the bundle's path */
export const bundleOf = (name) => bundleOfSource(`scripts/bench/${name}.ts`, 'bench')
