import type { Command } from 'commander';
import { addCommand } from './addCommand.ts';
import type {
  ExitCode,
  Handlers,
  ImportOptions,
  JsonOption,
  MorningOptions,
  RangeOptions,
} from './commandOptions.ts';
import { collectRecipient, STALE_HELP, session } from './optionParsers.ts';

/** The commands that run mornings and bring in fills. */
export function addDailyCommands(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addCommand(program, {
    name: 'start',
    description: 'run as a daemon: do every morning at its time, until SIGTERM',
    example: 'start',
    group: 'Daily:',
  }).action(async (options: JsonOption) => done(await handlers.start(options)));

  addCommand(program, {
    name: 'worker',
    description: 'take part in the mornings of a desk on Postgres, on any host, until SIGTERM',
    example: 'worker',
    group: 'Daily:',
  }).action(async (options: JsonOption) => done(await handlers.worker(options)));

  addCommand(program, {
    name: 'morning',
    description: 'run one morning: fetch fills, compute, decide, mail the cuts',
    example: 'morning -- --dry-run',
    group: 'Daily:',
  })
    .option('--date <session>', 'session to decide for (default: the one due now)', session)
    .option('--dry-run', 'send nothing; print the cuts and write the mail to data/outbox', false)
    .option(
      '--to <address>',
      'mail to this address instead of EMAIL_RECIPIENTS; may be repeated',
      collectRecipient,
      [],
    )
    .option(
      '--force',
      'run although the deadline has passed, or although it is unknown after a restore what was mailed',
      false,
    )
    .option('--allow-stale', STALE_HELP, false)
    .action(async (options: MorningOptions) => done(await handlers.morning(options)));

  addCommand(program, {
    name: 'import',
    description:
      'import PropReports fills or totalsByDate CSV, or a legacy risk_tool.db; a second import changes nothing',
    example: 'import -- fills-2026-03.csv',
    group: 'Daily:',
  })
    .argument('<file...>', 'files; the content decides the format')
    .option('--account <code>', 'account of a totalsByDate CSV that does not name one')
    .action(async (files: string[], options: ImportOptions) => done(await handlers.import(files, options)));

  addCommand(program, {
    name: 'backfill',
    description: 'fetch history from the source, session by session; continues where an earlier run stopped',
    example: 'backfill -- --from 2025-01-02',
    group: 'Daily:',
  })
    .requiredOption('--from <session>', 'first session', session)
    .option('--to <session>', 'last session (default: the last one closed)', session)
    .action(async (options: RangeOptions & { from: string }) => done(await handlers.backfill(options)));
}
