import type { Command } from 'commander';
import { LONGEST_OVERRIDE_SESSIONS, overrideReasons } from '../domain/limits/override.ts';
import { addCommand, type Group } from './addCommand.ts';
import type {
  AnswerOptions,
  ByOption,
  ExitCode,
  Handlers,
  JsonOption,
  LimitsSetOptions,
  OverrideSetOptions,
  ReadbackOptions,
} from './commandOptions.ts';
import { author, limitDollarsOption, oneName, session, wholeNumber, writtenText } from './optionParsers.ts';

const BY = 'who says so (default: the operating-system user)';

/** `limits`, `answer` and `override`: what is in force on the platform, and what should be. */
export function addLimitCommands(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addLimits(program, handlers, done);
  addAnswer(program, handlers, done);
  addOverride(program, handlers, done);
}

function addLimits(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  const limits = group(program, 'limits', 'the limits in force on the trading platform', 'limits -- list');
  addCommand(limits, {
    name: 'list',
    description: 'list the limit in force of every trader, and where it is known from',
    example: 'limits -- list',
  }).action(async (options: JsonOption) => done(await handlers.limitsList(options)));

  addCommand(limits, {
    name: 'set',
    description: 'state what the platform holds for a trader: a fact, not a decision',
    example: 'limits -- set NET001 5,000',
  })
    .argument('<trader>', 'name of the trader', oneName)
    .argument('<dollars>', 'the limit on the platform', limitDollarsOption)
    .option('--session <session>', 'the first session for which it holds (default: the one due now)', session)
    .option('--by <name>', BY, author)
    .action(async (trader: string, dollars: number, options: LimitsSetOptions) =>
      done(await handlers.limitsSet(trader, dollars, options)),
    );

  addReadback(limits, handlers, done);
}

function addReadback(limits: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addCommand(limits, {
    name: 'readback',
    description:
      "read the platform's own export of limits, compare it with the mail, and store what is in force",
    example: 'limits -- readback export.csv --profile generic',
  })
    .argument('<file>', 'CSV of the platform; by default with the columns account and limit')
    .option('--profile <name>', 'limits profile whose columns the file has (default: generic)', oneName)
    .option('--session <session>', 'first session for which it holds (default: the one due now)', session)
    .option('--by <name>', 'who read it back (default: the operating-system user)', author)
    .action(async (file: string, options: ReadbackOptions) =>
      done(await handlers.limitsReadback(file, options)),
    );
}

function addAnswer(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addCommand(program, {
    name: 'answer',
    description: 'say what became of the limits that a mail asked for',
    example: 'answer -- --session 2026-11-27 --all --applied',
    group: 'Limits:' satisfies Group,
  })
    .requiredOption('--session <session>', 'the session of the mail', session)
    .option('--trader <name>', 'the trader', oneName)
    .option('--all', 'every trader whose limit the mail changed', false)
    .option('--applied', 'the platform has the mailed limits', false)
    .option('--limit <dollars>', 'the platform has this limit instead', limitDollarsOption)
    .option('--not-applied', 'the platform has the limit from before the mail', false)
    .option('--reason <text>', 'why it was not applied', writtenText)
    .option('--by <name>', BY, author)
    .action(async (options: AnswerOptions) => done(await handlers.answer(options)));
}

function addOverride(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  const example = 'override -- set NET001 4,000 --reason hedged';
  const override = group(program, 'override', 'limits instead of the recommended ones', example);
  addCommand(override, {
    name: 'set',
    description: `set another limit for at most ${LONGEST_OVERRIDE_SESSIONS} sessions; above the base limit someone else approves it`,
    example,
  })
    .argument('<trader>', 'name of the trader', oneName)
    .argument('<dollars>', 'the limit', limitDollarsOption)
    .requiredOption('--reason <code>', Object.keys(overrideReasons).join(', '))
    .option('--session <session>', 'the first session (default: the one due now)', session)
    .option('--through <session>', 'the last session (default: the first)', session)
    .option('--note <text>', 'a note; `other` needs one', writtenText)
    .option('--by <name>', BY, author)
    .action(async (trader: string, dollars: number, options: OverrideSetOptions) =>
      done(await handlers.overrideSet(trader, dollars, options)),
    );

  addCommand(override, {
    name: 'approve',
    description: 'approve an override above the base limit that someone else gave',
    example: 'override -- approve 7 --by NAME',
  })
    .argument('<id>', 'number of the override', wholeNumber)
    .option('--by <name>', BY, author)
    .action(async (id: number, options: ByOption) => done(await handlers.overrideApprove(id, options)));

  addCommand(override, {
    name: 'list',
    description: 'list the overrides that have not ended',
    example: 'override -- list',
  }).action(async (options: JsonOption) => done(await handlers.overrideList(options)));

  addCommand(override, {
    name: 'end',
    description: "end a trader's overrides from the session due now on",
    example: 'override -- end NET001',
  })
    .argument('<trader>', 'name of the trader', oneName)
    .option('--by <name>', BY, author)
    .action(async (trader: string, options: ByOption) => done(await handlers.overrideEnd(trader, options)));
}

function group(program: Command, name: string, description: string, example: string): Command {
  return program
    .command(name)
    .description(description)
    .summary(`${description}\nnpm run ${example}`)
    .addHelpText('after', `\nExample:\n  npm run ${example}`)
    .helpGroup('Limits:' satisfies Group);
}
