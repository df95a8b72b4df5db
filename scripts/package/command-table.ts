import type { Command } from 'commander'
import { EXIT_TABLE } from '../../src-main/cli/exit-codes'
import { createProgram } from '../../src-main/cli/program'

/** A command as its own help tells it. `path`: words after "wattbench". */
export interface CommandRow {
  readonly path: readonly string[]
  /** Without the program's name. */
  readonly usage: string
  readonly text: string
  readonly options: readonly {
    readonly term: string
    readonly text: string
    readonly flags: readonly string[]
    readonly takesValue: boolean
    readonly choices: readonly string[]
  }[]
  readonly arguments: readonly { readonly term: string; readonly text: string; readonly choices: readonly string[] }[]
  /** What stands below the options: examples, grammars. */
  readonly more: string
  readonly commands: readonly CommandRow[]
}

/** The command line as data, read from the very program that runs it. */
export const commandTable = (): { readonly root: CommandRow; readonly exitCodes: string } => ({
  root: rowOf(createProgram(), []),
  exitCodes: EXIT_TABLE,
})

function rowOf(command: Command, path: readonly string[]): CommandRow {
  const help = command.createHelp()
  return {
    path,
    usage: help.commandUsage(command).replace(/^wattbench ?/, ''),
    text: command.description(),
    options: help.visibleOptions(command).map((option) => ({
      term: help.optionTerm(option),
      text: help.optionDescription(option),
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      takesValue: option.required || option.optional,
      choices: option.argChoices ?? [],
    })),
    arguments: help.visibleArguments(command).map((argument) => ({
      term: help.argumentTerm(argument),
      text: help.argumentDescription(argument),
      choices: argument.argChoices ?? [],
    })),
    more: moreOf(command),
    commands: command.commands.map((child) => rowOf(child, [...path, child.name()])),
  }
}

/** What was added to the help of this command alone. */
function moreOf(command: Command): string {
  let said = ''
  const hear = (text: string): void => {
    said += text
  }
  command.configureOutput({ writeOut: hear }).outputHelp()
  return said.replace(command.helpInformation(), '').replace(EXIT_TABLE, '').trim()
}
