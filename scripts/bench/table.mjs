/** @typedef {{ what: string, figure: string, note?: string }} Figure */

/** @param {string} title @param {readonly Figure[]} figures @returns {string} aligned columns under a title */
export function table(title, figures) {
  const wide = Math.max(...figures.map((f) => f.what.length))
  const right = Math.max(...figures.map((f) => f.figure.length))
  const lines = figures.map((f) => `  ${f.what.padEnd(wide)}  ${f.figure.padStart(right)}  ${f.note ?? ''}`.trimEnd())
  return [`\n${title}`, ...lines].join('\n')
}
