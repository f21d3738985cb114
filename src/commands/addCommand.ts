import type { Command } from 'commander';

/** Help texts of one command. */
export interface CommandText {
  readonly name: string;
  readonly description: string;
  /** What follows `npm run` in the example. */
  readonly example: string;
  /** Heading under which `--help` lists the command. Omit it for the commands below another one. */
  readonly group?: Group;
}

/** Headings of `--help`, in the order in which commandTable.ts adds their first command. */
export type Group =
  | 'Daily:'
  | 'Desk page and API:'
  | 'Desk:'
  | 'Limits:'
  | 'Risk:'
  | 'Analysis:'
  | 'Maintenance:'
  | 'Audit:';

/** Adds a command with the option `--json`, which every command has, and an example below its help. */
export function addCommand(parent: Command, { name, description, example, group }: CommandText): Command {
  const command = parent
    .command(name)
    .description(description)
    // The text in the list of commands. Commander wraps both lines below the name of the command.
    .summary(`${description}\nnpm run ${example}`)
    .option('--json', 'print one JSON document on standard output', false)
    .addHelpText('after', `\nExample:\n  npm run ${example}`);
  return group === undefined ? command : command.helpGroup(group);
}
