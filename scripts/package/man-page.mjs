/** The manual page, from the command line's own table. Pure. man(7). */

/** @typedef {import('./command-table').CommandRow} CommandRow */

/** @param {string} text @returns {string} as roff shows it unchanged, on one line */
const plain = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1')

/** @param {string} text @returns {string[]} kept as it stands, line by line */
const asItStands = (text) => (text === '' ? [] : ['.PP', '.nf', plain(text), '.fi'])

/** @param {string} term @param {string} text */
const entry = (term, text) => ['.TP', `.B ${plain(term)}`, plain(text || '\u2013')]

/** @param {CommandRow} row @returns {CommandRow[]} every command that does something, in the order of the help */
const leaves = (row) => (row.commands.length > 0 ? row.commands.flatMap(leaves) : [row])

/** @param {CommandRow} row @returns {string[]} */
function section(row) {
  return [
    `.SS ${plain(row.path.join(' '))}`,
    '.PP',
    `.B wattbench ${plain(row.path.join(' '))}`,
    plain(row.usage.replace(row.path.join(' '), '').trim()),
    '.PP',
    plain(`${row.text.charAt(0).toUpperCase()}${row.text.slice(1)}.`.replace(/\.\.$/, '.')),
    ...row.arguments.filter(({ text }) => text !== '').flatMap(({ term, text }) => entry(term, text)),
    ...row.options.flatMap(({ term, text }) => entry(term, text)),
    ...asItStands(row.more),
  ].filter((line) => line !== '')
}

/**
 * @param {{ root: CommandRow, exitCodes: string }} table
 * @param {{ version: string, date: string, summary: string, note?: string }} about date: such as 2026-11-28
 * @returns {string}
 */
export function manPage({ root, exitCodes }, { version, date, summary, note }) {
  const codes = exitCodes.replace(/^[^:]*:\s*/, '').split(/\s*·\s*/)
  return `${[
    `.TH WATTBENCH 1 "${date}" "Wattbench ${plain(version)}" "User Commands"`,
    '.SH NAME',
    `wattbench \\- ${plain(summary)}`,
    '.SH SYNOPSIS',
    '.B wattbench',
    '.RI [ session\\-file ]',
    '.br',
    '.B wattbench \\-\\-demo',
    '.br',
    '.B wattbench',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    plain(
      'Without a command the window is opened; with a session file (*.wattbench) it shows that session, wherever the file lies, and never changes it. With --demo it begins with simulated instruments. A window that is open already shows the file.',
    ),
    '.PP',
    plain(root.text),
    ...(note ? ['.PP', plain(note)] : []),
    '.SH OPTIONS',
    ...root.options.flatMap(({ term, text }) => entry(term, text)),
    '.SH COMMANDS',
    ...leaves(root).flatMap(section),
    '.SH EXIT STATUS',
    ...codes.flatMap((code) => {
      const [number = '', ...words] = code.split(' ')
      return entry(number, words.join(' '))
    }),
    '.SH FILES',
    ...entry(
      '$XDG_DATA_HOME/wattbench/sessions/*.wattbench',
      'Sessions, one SQLite database each (default: ~/.local/share).',
    ),
    ...entry('$XDG_CONFIG_HOME/wattbench/settings.json', 'Settings (default: ~/.config).'),
    ...entry('$XDG_STATE_HOME/wattbench', 'Log and state of the window (default: ~/.local/state).'),
    '.SH ENVIRONMENT',
    ...entry('WATTBENCH_VOLTMETER', 'Address of the voltmeter, where --addr is not given.'),
    ...entry('WATTBENCH_TOKEN', 'Token that callers of "serve" from other computers need.'),
    '.SH SEE ALSO',
    '.BR sqlite3 (1),',
    '.BR socat (1)',
  ].join('\n')}\n`
}
