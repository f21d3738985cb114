import type { Command } from 'commander';
import { addCommand } from './addCommand.ts';
import type { DriftOptions, ExitCode, Handlers } from './commandOptions.ts';
import { session } from './optionParsers.ts';

/** Adds `drift`. */
export function addDriftCommand(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addCommand(program, {
    name: 'drift',
    description: "whether the indicators of the desk, or the model's scores, have changed",
    example: 'drift -- --out drift.html',
    group: 'Risk:',
  })
    .option(
      '--date <session>',
      'look on the morning of this session (default: the one after the last stored)',
      session,
    )
    .option('--out <file>', 'also write a page: drift.html')
    .option('--demo', 'the demo desk, instead of the desk of DB_PATH', false)
    .action(async (options: DriftOptions) => done(await handlers.drift(options)));
}
