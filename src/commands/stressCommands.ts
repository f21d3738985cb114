import type { Command } from 'commander';
import { addCommand } from './addCommand.ts';
import type { ExitCode, Handlers, StressOptions } from './commandOptions.ts';
import { session } from './optionParsers.ts';

/** Adds `stress`. */
export function addStressCommand(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addCommand(program, {
    name: 'stress',
    description: "what crashes and other scenarios would cost the desk, with today's limits and base limits",
    example: 'stress -- --scenario market_crash',
    group: 'Risk:',
  })
    .option('--scenario <name>', 'only this scenario (default: all)')
    .option('--file <file>', 'a JSON file with scenarios of your own: docs/stress.md')
    .option(
      '--session <session>',
      'stress the desk at the close of this session (default: the last)',
      session,
    )
    .option('--out <file>', 'write an HTML page to this file too')
    .option('--demo', 'stress the demo desk', false)
    .action(async (options: StressOptions) => done(await handlers.stress(options)));
}
