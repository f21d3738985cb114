import { Command, InvalidArgumentError, Option } from 'commander';
import { isIsoDate } from '../domain/session/isoDate.ts';
import { isRecipient } from '../shared/mailAddress.ts';
import { codeVersion } from './codeVersion.ts';

/** 0 done · 1 failed · 2 bad usage or configuration. */
export type ExitCode = 0 | 1 | 2;

export interface MorningOptions {
  readonly date?: string;
  readonly dryRun: boolean;
  readonly to: readonly string[];
  readonly force: boolean;
  readonly json: boolean;
}

export interface RangeOptions {
  readonly from?: string;
  readonly to?: string;
  readonly json: boolean;
}

export interface ExportOptions extends RangeOptions {
  readonly out?: string;
}

export type ExportKind = 'trader-days' | 'decisions' | 'indicators';

export interface RosterSetOptions {
  readonly limit?: number;
  readonly riskCapital?: number;
  readonly desk?: string;
  readonly active?: boolean;
  readonly account: readonly string[];
  readonly json: boolean;
}

export interface ImportOptions {
  readonly account?: string;
  readonly json: boolean;
}

export interface BackupOptions {
  readonly verify: boolean;
  readonly json: boolean;
}

export interface RestoreOptions {
  readonly force: boolean;
  readonly json: boolean;
}

export interface AuditOptions extends RangeOptions {
  readonly verify: boolean;
}

export interface BacktestOptions {
  readonly start?: string;
  readonly end?: string;
  readonly out?: string;
  readonly json: boolean;
}

export interface ReviewOptions {
  /** YYYY-MM. */
  readonly month?: string;
  readonly send: boolean;
  readonly out?: string;
  readonly json: boolean;
}

export interface JsonOption {
  readonly json: boolean;
}

export interface TestEmailOptions {
  readonly to: readonly string[];
  readonly json: boolean;
}

/** What each command does; main.ts brings the doers. */
export interface Handlers {
  start(options: JsonOption): Promise<ExitCode>;
  morning(options: MorningOptions): Promise<ExitCode>;
  preview(options: MorningOptions): Promise<ExitCode>;
  import(files: readonly string[], options: ImportOptions): Promise<ExitCode>;
  backfill(options: RangeOptions & { readonly from: string }): Promise<ExitCode>;
  export(kind: ExportKind, options: ExportOptions): Promise<ExitCode>;
  backtest(options: BacktestOptions): Promise<ExitCode>;
  compare(options: BacktestOptions): Promise<ExitCode>;
  review(options: ReviewOptions): Promise<ExitCode>;
  rosterList(options: JsonOption): Promise<ExitCode>;
  rosterSet(trader: string, options: RosterSetOptions): Promise<ExitCode>;
  rosterMultiplier(symbol: string, multiplier: number, options: JsonOption): Promise<ExitCode>;
  rosterImport(file: string, options: JsonOption): Promise<ExitCode>;
  testEmail(options: TestEmailOptions): Promise<ExitCode>;
  doctor(options: JsonOption): Promise<ExitCode>;
  migrate(options: JsonOption): Promise<ExitCode>;
  backup(file: string | undefined, options: BackupOptions): Promise<ExitCode>;
  restore(file: string, options: RestoreOptions): Promise<ExitCode>;
  audit(options: AuditOptions): Promise<ExitCode>;
}

/** The table of commands: what can be said on the command line, and which handler hears it. */
export function commandTable(handlers: Handlers, done: (code: ExitCode) => void): Command {
  const program = new Command('daybreak')
    .description(
      "A trading desk's daily risk morning: from yesterday's fills to today's loss-limit cuts, by mail.",
    )
    .version(codeVersion, '--version', 'print the version')
    .exitOverride()
    .showHelpAfterError('(add --help for what is possible)');

  command('start', 'the daemon: runs every morning by itself until SIGTERM').action(
    async (options: JsonOption) => done(await handlers.start(options)),
  );

  command('morning', 'run one morning: fetch, compute, decide, mail the cuts')
    .option('--date <session>', 'the session decided for (default: the one due now)', session)
    .option('--dry-run', 'send nothing; print the cuts and leave the mail under data/outbox', false)
    .option(
      '--to <address>',
      'mail to this address instead of EMAIL_RECIPIENTS; may be repeated',
      collectRecipient,
      [],
    )
    .option(
      '--force',
      'go ahead although the deadline has passed, or a restored backup left it unknown what was mailed',
      false,
    )
    .action(async (options: MorningOptions) => done(await handlers.morning(options)));

  command('preview', "a morning's mail from what is stored, without asking the source; sends nothing")
    .option('--date <session>', 'the session decided for (default: the one after the last stored)', session)
    .action(async (options: Pick<MorningOptions, 'date' | 'json'>) =>
      done(await handlers.preview({ ...options, dryRun: true, to: [], force: false })),
    );

  command(
    'import',
    'import PropReports fills or totalsByDate CSV, or a legacy risk_tool.db; importing again changes nothing',
  )
    .argument('<file...>', 'files, told apart by what they hold')
    .option('--account <code>', 'whose totals a totalsByDate CSV holds that names no account')
    .action(async (files: string[], options: ImportOptions) => done(await handlers.import(files, options)));

  command('backfill', 'fetch history from the source, session by session; goes on where it stopped')
    .requiredOption('--from <session>', 'first session', session)
    .option('--to <session>', 'last session (default: the last one closed)', session)
    .action(async (options: RangeOptions & { from: string }) => done(await handlers.backfill(options)));

  command('export', 'write stored figures as CSV')
    .argument('<what>', 'trader-days, decisions or indicators', exportKind)
    .option('--from <session>', 'first session', session)
    .option('--to <session>', 'last session', session)
    .option('--out <file>', 'write to this file instead of standard output')
    .action(async (kind: ExportKind, options: ExportOptions) => done(await handlers.export(kind, options)));

  command(
    'backtest',
    'judge engines, cuts and forecasts over the stored sessions; writes predictions.csv, summary.json, report.html',
  )
    .option(
      '--start <date>',
      'first session reported (default: the first stored, where the walk begins in any case: a later start knows no less)',
      session,
    )
    .option('--end <date>', 'last session reported (default: the last stored)', session)
    .option('--out <folder>', 'where the files go (default: backtest beside the database)')
    .action(async (options: BacktestOptions) => done(await handlers.backtest(options)));

  command('compare', 'the model beside other ways to forecast, on the same rows; writes compare.json')
    .option('--start <date>', 'first session that counts (default: the first all can forecast)', session)
    .option('--end <date>', 'last session that counts (default: the last stored)', session)
    .option('--out <folder>', 'where the file goes (default: compare beside the database)')
    .action(async (options: BacktestOptions) => done(await handlers.compare(options)));

  command(
    'review',
    "a month's decisions and scores, as a page and by mail; the walk begins at the first session",
  )
    .option('--month <month>', 'YYYY-MM (default: the last full month)', month)
    .option('--send', 'mail it to EMAIL_RECIPIENTS', false)
    .option('--out <folder>', 'where the files go (default: reviews/MONTH beside the database)')
    .action(async (options: ReviewOptions) => done(await handlers.review(options)));

  const roster = program
    .command('roster')
    .description('the traders: limits, risk capital, desks, accounts, multipliers');
  command('list', 'every trader', roster).action(async (options: JsonOption) =>
    done(await handlers.rosterList(options)),
  );
  command('set', 'create or change one trader', roster)
    .argument('<trader>')
    .option('--limit <dollars>', 'daily loss limit', positive)
    .option('--risk-capital <dollars>', 'what drawdown is measured against', positive)
    .option('--desk <name>', 'desk')
    .addOption(new Option('--active <yes|no>', 'whether the trader is decided about').argParser(yesNo))
    .option('--account <code>', 'an account of the trader, as fills carry it; may be repeated', collect, [])
    .action(async (trader: string, options: RosterSetOptions) =>
      done(await handlers.rosterSet(trader, options)),
    );
  command('multiplier', 'contract multiplier of a symbol, or of every symbol with a prefix: ES*', roster)
    .argument('<symbol>')
    .argument('<multiplier>', 'dollars a point', positive)
    .action(async (symbol: string, multiplier: number, options: JsonOption) =>
      done(await handlers.rosterMultiplier(symbol, multiplier, options)),
    );
  command('import', 'import a roster CSV: trader,desk,base_limit,risk_capital,active,accounts', roster)
    .argument('<file>')
    .action(async (file: string, options: JsonOption) => done(await handlers.rosterImport(file, options)));

  command('test-email', 'send a test mail to each recipient and say what the mail server answers')
    .option(
      '--to <address>',
      'send to this address instead of EMAIL_RECIPIENTS and ALERT_RECIPIENTS; may be repeated',
      collectRecipient,
      [],
    )
    .action(async (options: TestEmailOptions) => done(await handlers.testEmail(options)));

  command('doctor', 'check configuration, database, source, mail server, calendar, disk and clock').action(
    async (options: JsonOption) => done(await handlers.doctor(options)),
  );
  command('migrate', 'bring the database to this version and list its migrations').action(
    async (options: JsonOption) => done(await handlers.migrate(options)),
  );
  command('backup', 'back the database up while it is in use, check the copy, thin out old ones')
    .argument('[file]', 'with --verify: the one backup to check')
    .option('--verify', 'make none; check those that exist', false)
    .action(async (file: string | undefined, options: BackupOptions) =>
      done(await handlers.backup(file, options)),
    );
  command('restore', 'put a backup in place of the database; no mail of its time goes out')
    .argument('<file>', 'a backup, with its .sha256 beside it')
    .option('--force', 'although there is a database, which is kept under another name', false)
    .action(async (file: string, options: RestoreOptions) => done(await handlers.restore(file, options)));
  command('audit', 'what was decided, changed and sent, and proof that nobody rewrote it')
    .option('--verify', 'recompute the chain of hashes instead of listing it', false)
    .option('--from <date>', 'first day (UTC)', session)
    .option('--to <date>', 'last day (UTC)', session)
    .action(async (options: AuditOptions) => done(await handlers.audit(options)));
  return program;

  function command(name: string, description: string, parent: Command = program): Command {
    return parent
      .command(name)
      .description(description)
      .option('--json', 'one JSON document on standard output', false);
  }
}

function session(text: string): string {
  if (isIsoDate(text)) return text;
  throw new InvalidArgumentError('Expected a date as YYYY-MM-DD.');
}

function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a month as YYYY-MM.');
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

function yesNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new InvalidArgumentError('Expected yes or no.');
}

function exportKind(text: string): ExportKind {
  if (text === 'trader-days' || text === 'decisions' || text === 'indicators') return text;
  throw new InvalidArgumentError('Expected trader-days, decisions or indicators.');
}

function collectRecipient(value: string, all: readonly string[]): string[] {
  if (isRecipient(value)) return [...all, value];
  throw new InvalidArgumentError('Expected one address, name@domain.');
}

function collect(value: string, all: readonly string[]): string[] {
  return [...all, value];
}
