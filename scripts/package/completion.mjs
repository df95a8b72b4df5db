/** Completion for bash, from the command line's own table. Pure. */

/** @typedef {import('./command-table').CommandRow} CommandRow */

/** @param {CommandRow} row @returns {CommandRow[]} it and all below it */
const every = (row) => [row, ...row.commands.flatMap(every)]

/** @param {readonly string[]} words @returns {string} for a place inside single quotes */
const quoted = (words) => `'${words.join(' ').replaceAll("'", "'\\''")}'`

/** @param {CommandRow} row @returns {string} "record powerspy2", '' for the program */
const nameOf = ({ path }) => path.join(' ')

/** @param {CommandRow} row @returns {string[]} cases: what may follow it */
function wordsCase(row) {
  const words = [
    ...row.commands.map(({ path }) => path.at(-1) ?? ''),
    ...row.arguments.flatMap(({ choices }) => choices),
    ...row.options.flatMap(({ flags }) => flags),
    ...(row.path.length === 0 ? ['--demo'] : []),
  ]
  return [`    ${quoted([nameOf(row)])}) words=${quoted(words)} ;;`]
}

/** @param {CommandRow} row @returns {string[]} cases: what may follow an option that takes a value; files where nothing is known */
function valueCases(row) {
  return row.options
    .filter(({ takesValue, flags }) => takesValue && flags.length > 0)
    .map(({ flags, choices }) => {
      const patterns = flags.map((flag) => quoted([`${nameOf(row)}:${flag}`])).join(' | ')
      return `    ${patterns}) values=${quoted(choices)}; takes=1 ;;`
    })
}

/** @param {{ root: CommandRow }} table @returns {string} */
export function bashCompletion({ root }) {
  const rows = every(root)
  const below = rows
    .filter(({ path }) => path.length > 0)
    .map((row) => `        ${quoted([nameOf(row)])}) at="$next" ;;`)
  return `# bash completion for wattbench; made from its command table
_wattbench() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  local at='' next word words='' values='' takes=''
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${at:+$at }$word"
    case "$next" in
${below.join('\n')}
    esac
  done
  case "$at:$prev" in
${rows.flatMap(valueCases).join('\n')}
  esac
  if [ -n "$takes" ]; then
    [ -n "$values" ] && COMPREPLY=($(compgen -W "$values" -- "$cur"))
    return
  fi
  case "$at" in
${rows.flatMap(wordsCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
} &&
complete -o bashdefault -o default -F _wattbench wattbench
`
}
