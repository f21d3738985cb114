import { CommanderError } from 'commander';
import { storeErrorOf } from './adapters/database/sqlite/storeError.ts';
import { loadProfiles } from './adapters/files/profiles/loadProfiles.ts';
import { systemClock } from './adapters/schedule/systemClock.ts';
import { createLog } from './adapters/terminal/log.ts';
import { createOutput } from './adapters/terminal/output.ts';
import { createProgress } from './adapters/terminal/progress.ts';
import type { LogReader } from './adapters/terminal/standardError.ts';
import { readCalendar } from './commands/calendarFile.ts';
import type { ExitCode } from './commands/commandOptions.ts';
import { commandTable } from './commands/commandTable.ts';
import type { World } from './commands/world.ts';
import { loadConfig } from './config/loadConfig.ts';
import { configuredSecrets } from './config/secretFiles.ts';
import { createRedactor } from './config/secrets.ts';
import { readSettingsFile } from './config/settingsFile.ts';
import { terminalText } from './domain/text/outsideText.ts';
import { ConfigurationError, DaybreakError } from './shared/errors.ts';

// Every file contains P&L of traders. Only this user may read it, whatever the umask of the caller.
process.umask(0o077);
// A pipe that is closed early, as by `| head`, is not a failure. Exit without a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await run(process.argv);

async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const world = lazily(() => createWorld());
  const commands = commandTable(
    {
      // Import each command only when it is called: a small command then does not load the libraries of a
      // large one.
      worker: async (options) =>
        (await import('./commands/worker.ts')).workerCommand(createWorld('daemon'), options),
      start: async (options) => (await import('./commands/start.ts')).start(createWorld('daemon'), options),
      morning: async (options) => (await import('./commands/morning.ts')).morning(world(), options),
      preview: async (options) => (await import('./commands/morning.ts')).preview(world(), options),
      import: async (files, options) =>
        (await import('./commands/import.ts')).importCommand(world(), files, options),
      backfill: async (options) => (await import('./commands/backfill.ts')).backfillCommand(world(), options),
      export: async (kind, options) =>
        (await import('./commands/export.ts')).exportCommand(world(), kind, options),
      backtest: async (options) => (await import('./commands/backtest.ts')).backtestCommand(world(), options),
      compare: async (options) => (await import('./commands/compare.ts')).compareCommand(world(), options),
      size: async (options) => (await import('./commands/size.ts')).sizeCommand(world(), options),
      review: async (options) => (await import('./commands/review.ts')).reviewCommand(world(), options),
      stress: async (options) =>
        (await import('./commands/stress/stress.ts')).stressCommand(world(), options),
      drift: async (options) => (await import('./commands/drift.ts')).driftCommand(world(), options),
      rosterList: async (options) => (await import('./commands/rosterList.ts')).rosterList(world(), options),
      rosterSet: async (trader, options) =>
        (await import('./commands/changeRoster.ts')).rosterSet(world(), trader, options),
      rosterMultiplier: async (symbol, multiplier, options) =>
        (await import('./commands/changeRoster.ts')).rosterMultiplier(world(), symbol, multiplier, options),
      rosterImport: async (file, options) =>
        (await import('./commands/changeRoster.ts')).rosterImport(world(), file, options),
      positionsImport: async (file, options) =>
        (await import('./commands/corrections.ts')).positionsImport(world(), file, options),
      actionsImport: async (file, options) =>
        (await import('./commands/corrections.ts')).actionsImport(world(), file, options),
      fxImport: async (file, options) =>
        (await import('./commands/corrections.ts')).fxImport(world(), file, options),
      accept: async (trader, session, options) =>
        (await import('./commands/accept.ts')).acceptCommand(world(), trader, session, options),
      limitsReadback: async (file, options) =>
        (await import('./commands/limitsReadback.ts')).limitsReadback(world(), file, options),
      limitsList: async (options) => (await import('./commands/limits.ts')).limitsList(world(), options),
      limitsSet: async (trader, dollars, options) =>
        (await import('./commands/limits.ts')).limitsSet(world(), trader, dollars, options),
      answer: async (options) => (await import('./commands/answer.ts')).answerCommand(world(), options),
      overrideSet: async (trader, dollars, options) =>
        (await import('./commands/override.ts')).overrideSet(world(), trader, dollars, options),
      overrideApprove: async (id, options) =>
        (await import('./commands/override.ts')).overrideApprove(world(), id, options),
      overrideList: async (options) =>
        (await import('./commands/override.ts')).overrideList(world(), options),
      overrideEnd: async (trader, options) =>
        (await import('./commands/override.ts')).overrideEnd(world(), trader, options),
      serve: async (options) => (await import('./commands/serve.ts')).serveCommand(world(), options),
      keysAdd: async (owner, options) =>
        (await import('./commands/keys.ts')).keysAdd(world(), owner, options),
      keysList: async (options) => (await import('./commands/keys.ts')).keysList(world(), options),
      keysRevoke: async (id, options) =>
        (await import('./commands/keys.ts')).keysRevoke(world(), id, options),
      testEmail: async (options) =>
        (await import('./commands/testEmail.ts')).testEmailCommand(world(), options),
      doctor: async (options) => (await import('./commands/doctor.ts')).doctor(() => createWorld(), options),
      migrate: async (options) => (await import('./commands/migrate.ts')).migrateCommand(world(), options),
      backup: async (file, options) =>
        (await import('./commands/backup.ts')).backupCommand(world(), file, options),
      restore: async (file, options) =>
        (await import('./commands/restore.ts')).restoreCommand(world(), file, options),
      copyStore: async (options) =>
        (await import('./commands/copyStore.ts')).copyStoreCommand(world(), options),
      audit: async (options) => (await import('./commands/audit.ts')).auditCommand(world(), options),
      compliance: async (options) =>
        (await import('./commands/compliance.ts')).complianceCommand(world(), options),
    },
    (code) => {
      exitCode = code;
    },
  );
  try {
    await commands.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return report(storeErrorOf(error) ?? error, argv.includes('--json'));
  }
}

function createWorld(reader: LogReader = 'command'): World {
  readSettingsFile();
  const config = loadConfig(process.env);
  const log = createLog({ level: config.logLevel, secrets: configuredSecrets(process.env), reader });
  for (const warning of config.warnings) log.warn(warning);
  return {
    config,
    calendar: readCalendar(config),
    limitsProfiles: loadProfiles(config),
    clock: systemClock,
    log,
    progress: createProgress(),
    output: createOutput(),
  };
}

/**
 * Creates the value on the first call and returns the same value afterwards. `--help` then works without
 * settings.
 */
function lazily<T>(create: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: create() };
    return made.value;
  };
}

/**
 * Commander has already printed the message on stderr. `--help` and `--version` are not errors: exit code 0.
 */
function reportUsage({ exitCode, code, message }: CommanderError, json: boolean): ExitCode {
  if (exitCode === 0) return 0;
  const found = code === 'commander.help' ? 'no command given' : message.replace(/^error: /, '');
  const hint = 'Add --help to see the commands and options.';
  if (json) createOutput().json({ error: { code: 'bad_usage', message: found, hint } });
  return 2;
}

/**
 * Prints an error: what happened and what to do. Prints a stack only if Daybreak did not expect the error.
 */
function report(error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) return reportUsage(error, json);
  const known = error instanceof DaybreakError;
  const safely = createRedactor(configuredSecrets(process.env));
  const message = safely(error instanceof Error ? error.message : String(error));
  const hint = known
    ? safely(error.hint)
    : 'This is a bug in Daybreak. The lines below show where it happened.';
  if (json) createOutput().json({ error: { code: known ? error.code : 'unexpected', message, hint } });
  const stack = !known && error instanceof Error ? `${safely(error.stack ?? '')}\n` : '';
  process.stderr.write(terminalText(`Error: ${message}\n  → ${hint}\n${stack}`));
  return error instanceof ConfigurationError ? 2 : 1;
}
