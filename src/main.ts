import { existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { CommanderError } from 'commander';
import dotenv from 'dotenv';
import { systemClock } from './adapters/schedule/systemClock.ts';
import { createLog, redact } from './adapters/terminal/log.ts';
import { createOutput } from './adapters/terminal/output.ts';
import { createProgress } from './adapters/terminal/progress.ts';
import type { World } from './commands/world.ts';
import { commandTable, type ExitCode } from './commands.ts';
import { type Config, loadConfig } from './config.ts';
import { createCalendar } from './domain/session/calendar.ts';
import { parseCalendarOverrides } from './domain/session/overrides.ts';
import { ConfigurationError, DaybreakError } from './errors.ts';

// Left alone, the engine lets garbage grow to several times what is in use before it looks; a million fills then take
// twice the memory for no time gained.
setFlagsFromString('--heap-growing-percent=30');
// A reader that has seen enough (`| head`) is no failure; what it does not read is not worth a stack.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
dotenv.config({ quiet: true });
process.exitCode = await run(process.argv);

async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const world = lazily(createWorld);
  const commands = commandTable(
    {
      // Each command brings its own libraries, so that a small one does not wait for those of a large one.
      morning: async (options) => (await import('./commands/morning.ts')).morning(world(), options),
      preview: async (options) => (await import('./commands/morning.ts')).preview(world(), options),
      import: async (files, options) =>
        (await import('./commands/import.ts')).importCommand(world(), files, options),
      backfill: async (options) => (await import('./commands/backfill.ts')).backfillCommand(world(), options),
      export: async (kind, options) =>
        (await import('./commands/export.ts')).exportCommand(world(), kind, options),
      rosterList: async (options) => (await import('./commands/roster.ts')).rosterList(world(), options),
      rosterSet: async (trader, options) =>
        (await import('./commands/roster.ts')).rosterSet(world(), trader, options),
      rosterMultiplier: async (symbol, multiplier, options) =>
        (await import('./commands/roster.ts')).rosterMultiplier(world(), symbol, multiplier, options),
      rosterImport: async (file, options) =>
        (await import('./commands/roster.ts')).rosterImport(world(), file, options),
      doctor: async (options) => (await import('./commands/doctor.ts')).doctor(createWorld, options),
      migrate: async (options) => (await import('./commands/migrate.ts')).migrateCommand(world(), options),
    },
    (code) => {
      exitCode = code;
    },
  );
  try {
    await commands.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return report(error, argv.includes('--json'));
  }
}

function createWorld(): World {
  const config = loadConfig(process.env);
  return {
    config,
    calendar: createCalendar(config.calendar, readOverrides(config)),
    clock: systemClock,
    log: createLog(config.logLevel, secretsOf(config)),
    progress: createProgress(),
    output: createOutput(),
  };
}

function readOverrides({ calendarOverrides }: Config) {
  const text = existsSync(calendarOverrides) ? readFileSync(calendarOverrides, 'utf8') : '';
  return parseCalendarOverrides(text, 'CALENDAR_OVERRIDES');
}

function secretsOf({ source, mail }: Config): readonly string[] {
  return [source?.password, mail?.password].filter((secret) => typeof secret === 'string');
}

/** Settings are read only once a command wants them, so that --help works without any. */
function lazily<T>(create: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: create() };
    return made.value;
  };
}

/** The last word on an error: what happened and what to do, without a stack unless it is a fault of ours. */
function report(error: unknown, json: boolean): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const known = error instanceof DaybreakError;
  const secrets = [process.env['API_PASS'], process.env['EMAIL_PASSWORD']].filter(
    (secret) => secret !== undefined,
  );
  const message = redact(error instanceof Error ? error.message : String(error), secrets);
  const hint = known ? error.hint : 'This is a fault of Daybreak itself; the lines below say where.';
  if (json) createOutput().json({ error: { code: known ? error.code : 'unexpected', message, hint } });
  process.stderr.write(`Error: ${message}\n  → ${hint}\n`);
  if (!known && error instanceof Error) process.stderr.write(`${redact(error.stack ?? '', secrets)}\n`);
  return error instanceof ConfigurationError ? 2 : 1;
}
