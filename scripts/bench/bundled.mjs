import { bundled as bundledSource, bundleOf as bundleOfSource } from '../run/bundle.mjs'

/** Builds scripts/<folder>/<name>.ts with what it imports of the product, and loads it. @param {string} name @param {string} [folder] */
export const bundled = (name, folder = 'bench') => bundledSource(`scripts/${folder}/${name}.ts`, 'bench')

/** The same without loading it. @param {string} name @param {string} [folder] @returns {Promise<string>} the bundle's path */
export const bundleOf = (name, folder = 'bench') => bundleOfSource(`scripts/${folder}/${name}.ts`, 'bench')
