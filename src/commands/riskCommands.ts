import type { Command } from 'commander';
import { DEFAULT_MAX_RISK } from '../domain/risk/sizing/sizeAnswer.ts';
import { addCommand } from './addCommand.ts';
import type {
  AcceptOptions,
  BacktestOptions,
  CompareOptions,
  ExitCode,
  ExportKind,
  ExportOptions,
  Handlers,
  MorningOptions,
  ReviewOptions,
  SizeOptions,
} from './commandOptions.ts';
import {
  author,
  collectNames,
  exportKind,
  month,
  oneName,
  price,
  STALE_HELP,
  session,
  share,
  wholeUnits,
  writtenText,
} from './optionParsers.ts';

/** The commands that show risk managers and analysts what was decided, and how good it was. */
export function addRiskCommands(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addCommand(program, {
    name: 'preview',
    description: 'write the mail of a morning from stored fills, without asking the source; sends nothing',
    example: 'preview -- --date 2026-03-09',
    group: 'Daily:',
  })
    .option('--date <session>', 'session to decide for (default: the one after the last stored)', session)
    .option('--allow-stale', STALE_HELP, false)
    .action(async (options: Pick<MorningOptions, 'date' | 'json' | 'allowStale'>) =>
      done(await handlers.preview({ ...options, dryRun: true, to: [], force: false })),
    );

  // Commander takes an option --no-X for the negation of --X: the value is under X.
  addCommand(program, {
    name: 'accept',
    description:
      "accept a trader's session whose P&L is not proven as it is, or with --no-trading a missing session",
    example: 'accept -- NET001 2026-03-06 --reason "the source books the fee a day later"',
    group: 'Desk:',
  })
    .argument('[trader]')
    .argument('[session]', 'the session that the mail names', session)
    .option('--session <session>', 'with --no-trading: the session without trading', session)
    .option('--no-trading', 'the desk did not trade on the session')
    .option('--reason <text>', 'why, for the audit trail', writtenText)
    .option('--by <name>', 'who accepts it (default: the operating-system user)', author)
    .action(
      async (
        trader: string | undefined,
        day: string | undefined,
        { trading, ...options }: Omit<AcceptOptions, 'noTrading'> & { readonly trading: boolean },
      ) => done(await handlers.accept(trader, day, { ...options, noTrading: !trading })),
    );

  addCommand(program, {
    name: 'size',
    description: 'how large a trader, or a trader in one symbol, should trade the next session',
    example: 'size -- --trader NET001 --symbol AAPL --price 187.50',
    group: 'Risk:',
  })
    .option('--trader <name>', 'only this trader (default: a table of all)', oneName)
    .option('--symbol <symbol>', 'the largest position in this symbol; with --trader', oneName)
    .option('--price <dollars>', 'price of the symbol (default: the last price of the desk)', price)
    .option(
      '--max-risk <share>',
      'share of risk capital that the worst days may cost on average',
      share,
      DEFAULT_MAX_RISK,
    )
    .option('--lot <units>', 'round sizes down to multiples of so many units', wholeUnits, 1)
    .option('--session <session>', 'session to size for (default: the one after the last stored)', session)
    .option('--out <file>', 'also write a page: sizes.html')
    .option('--demo', 'the demo desk, instead of the desk of DB_PATH', false)
    .action(async (options: SizeOptions) => done(await handlers.size(options)));

  addCommand(program, {
    name: 'review',
    description: 'report the decisions and scores of a month, as a page and by mail',
    example: 'review -- --month 2026-02 --send',
    group: 'Risk:',
  })
    .option('--month <month>', 'YYYY-MM (default: the last full month)', month)
    .option('--send', 'mail the review to EMAIL_RECIPIENTS', false)
    .option('--out <folder>', 'folder of the files (default: reviews/MONTH in the folder of the database)')
    .action(async (options: ReviewOptions) => done(await handlers.review(options)));

  addCommand(program, {
    name: 'export',
    description: 'write stored figures or fills as CSV',
    example: 'export -- decisions --from 2026-03-02 --out decisions.csv',
    group: 'Risk:',
  })
    .argument('<what>', 'trader-days, decisions, indicators or fills', exportKind)
    .option('--from <session>', 'first session', session)
    .option('--to <session>', 'last session', session)
    .option('--trader <name>', 'only this trader', oneName)
    .option('--out <file>', 'write to this file instead of standard output')
    .action(async (kind: ExportKind, options: ExportOptions) => done(await handlers.export(kind, options)));

  addCommand(program, {
    name: 'backtest',
    description:
      'evaluate engines, cuts and forecasts over the stored sessions; writes predictions.csv, summary.json, report.html',
    example: 'backtest -- --start 2026-01-02 --out backtest',
    group: 'Analysis:',
  })
    .option(
      '--start <date>',
      'first session reported (default: the first stored); the model learns from the first stored session in any case',
      session,
    )
    .option('--end <date>', 'last session reported (default: the last stored)', session)
    .option('--out <folder>', 'folder of the files (default: backtest in the folder of the database)')
    .action(async (options: BacktestOptions) => done(await handlers.backtest(options)));

  addCommand(program, {
    name: 'compare',
    description: 'compare the model with other forecasting methods on the same rows; writes compare.json',
    example: 'compare -- --out compare',
    group: 'Analysis:',
  })
    .option(
      '--start <date>',
      'first session compared (default: the first that all methods can forecast)',
      session,
    )
    .option('--end <date>', 'last session compared (default: the last stored)', session)
    .option('--model <name>', 'compare with this model only; may be repeated', collectNames, [])
    .option('--out <folder>', 'folder of the file (default: compare in the folder of the database)')
    .action(async (options: CompareOptions) => done(await handlers.compare(options)));
}
