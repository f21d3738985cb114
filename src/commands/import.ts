import { openImportFile } from '../adapters/sources/importFile.ts';
import type { Config } from '../config/config.ts';
import type { ClosedDays } from '../domain/ledger/closedDays.ts';
import { closedDaysWords } from '../domain/report/backtestWords.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { count } from '../domain/text/words.ts';
import { type ImportResult, importFiles } from '../pipeline/importFiles.ts';
import type { ImportFile } from '../ports/files.ts';
import { ConfigurationError } from '../shared/errors.ts';
import type { ExitCode, ImportOptions } from './commandOptions.ts';
import { type FileReport, importTable, storedNothing, unstoredLines } from './importOutput.ts';
import { ImportWatch } from './importWatch.ts';
import { keepHeapSmall } from './smallHeap.ts';
import { rejectsOf, type World, withStores } from './world.ts';

/**
 * `import`: opens every file before it reads the first, so that a wrong path changes nothing. Fails where
 * nothing of a file is stored; a repeated import of known fills is none.
 */
export async function importCommand(
  world: World,
  paths: readonly string[],
  { json, account }: ImportOptions,
): Promise<ExitCode> {
  keepHeapSmall();
  const today = marketDate(world.clock.now(), world.config.timezone);
  const files = await Promise.all(paths.map((path) => openImportFile(path, today, account ?? null)));
  if (account !== undefined) requireTotals(files);
  const watch = new ImportWatch();
  const result = await importWatched(world, files, watch);
  for (const { file, changed } of result.files.filter(({ changed }) => changed > 0))
    world.log.warn(`${file}: ${count(changed, 'row')} known with other content; the new content is stored`);
  const reports = result.files.map((file, at) => ({ ...file, ...watch.unstored(files[at]?.key ?? '') }));
  if (json) world.output.json(importDocument(result, reports));
  else printImport(world, result, reports);
  return reports.some(storedNothing) ? 1 : 0;
}

async function importWatched(
  world: World,
  files: readonly ImportFile[],
  watch: ImportWatch,
): Promise<ImportResult> {
  const sinkOf = rejectsOf(world.config);
  try {
    return await withStores(world.config, (stores) =>
      importFiles(
        { ...world, ...stores, rejectsOf: (key) => watch.sink(key, sinkOf(key)) },
        files.map((file) => watch.file(file)),
      ),
    );
  } catch (error) {
    const stored = files.filter(({ key }) => watch.isStored(key)).map(({ name }) => name);
    const others = files.filter(({ key }) => !watch.isStored(key)).map(({ name }) => name);
    if (stored.length > 0 && others.length > 0)
      world.log.warn(`Stored: ${stored.join(', ')}. Not imported: ${others.join(', ')}`);
    throw error;
  }
}

function requireTotals(files: readonly ImportFile[]): void {
  if (files.some(({ kind }) => kind === 'totals')) return;
  throw new ConfigurationError(
    'account_without_totals',
    '--account · no file is a totalsByDate report · expected one',
    { hint: 'Fills name their accounts: omit --account.' },
  );
}

function importDocument({ traders, sessions }: ImportResult, reports: readonly FileReport[]) {
  return { files: reports.map(({ changed: _, ...file }) => file), traders, sessions };
}

function printImport(
  { output, config }: World,
  { traders, sessions, closedDays }: ImportResult,
  reports: readonly FileReport[],
): void {
  output.line(importTable(reports));
  for (const line of reports.flatMap(unstoredLines)) output.line(line);
  output.line(`${count(traders, 'account')}, ${count(sessions, 'session')}; profit and loss is up to date.`);
  if (closedDays.traderDays > 0) output.line(closedDaysHint(closedDays, config.calendar));
}

/**
 * No morning decides for a day that the calendar has as closed. A desk that trades on such days must know at
 * once.
 */
function closedDaysHint(closedDays: ClosedDays, calendar: Config['calendar']): string {
  const wider = calendar === 'nyse' ? 'CALENDAR=weekdays or CALENDAR=everyday' : 'CALENDAR=everyday';
  const setting =
    calendar === 'everyday'
      ? 'remove the days from CALENDAR_OVERRIDES'
      : `set ${wider}, or add single days to CALENDAR_OVERRIDES`;
  return `${closedDaysWords(closedDays)} (CALENDAR is ${calendar}).\n  → If the desk trades on such days, ${setting}.`;
}
