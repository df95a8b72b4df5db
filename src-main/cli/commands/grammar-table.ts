/** Forms of an option and what they mean, as lines for `--help`. */
export const grammarTable = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([form, what]) => `  ${form.padEnd(28)} ${what}`).join('\n')
