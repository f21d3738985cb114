import type { Command } from 'commander';
import { addCommand, type Group } from './addCommand.ts';
import type { ExitCode, Handlers, ReadbackOptions } from './commandOptions.ts';
import { oneName, session, writtenText } from './optionParsers.ts';

/** `limits` and the commands below it. */
export function addLimitCommands(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  const limits = program
    .command('limits')
    .description('limits that are in force on the trading platform')
    .addHelpText('after', '\nExample:\n  npm run limits -- readback export.csv')
    .helpGroup('Risk managers:' satisfies Group);

  addCommand(limits, {
    name: 'readback',
    description:
      "read the platform's own export of limits, compare it with the mail, and store what is in force",
    example: 'limits -- readback export.csv --profile generic',
  })
    .argument('<file>', 'CSV of the platform; by default with the columns account and limit')
    .option('--profile <name>', 'limits profile whose columns the file has (default: generic)', oneName)
    .option('--session <session>', 'first session for which it holds (default: the one due now)', session)
    .option('--by <name>', 'who read it back (default: the user of the operating system)', writtenText)
    .action(async (file: string, options: ReadbackOptions) =>
      done(await handlers.limitsReadback(file, options)),
    );
}
