import { openImportFile } from '../adapters/sources/importFile.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { Config } from '../config/config.ts';
import type { ClosedDays } from '../domain/ledger/closedDays.ts';
import { closedDaysWords } from '../domain/report/backtestWords.ts';
import { count } from '../domain/text/words.ts';
import { type ImportResult, importFiles } from '../pipeline/importFiles.ts';
import type { ImportFile } from '../ports/files.ts';
import { ConfigurationError } from '../shared/errors.ts';
import type { ExitCode, ImportOptions } from './commandOptions.ts';
import { rejectsOf, type World, withStores } from './world.ts';

/** `import`: opens every file before it reads the first, so that a wrong path changes nothing. */
export async function importCommand(
  world: World,
  paths: readonly string[],
  { json, account }: ImportOptions,
): Promise<ExitCode> {
  const files = await Promise.all(paths.map((path) => openImportFile(path, account ?? null)));
  if (account !== undefined) requireTotals(files);
  const result = await withStores(world.config.dbPath, (stores) =>
    importFiles({ ...world, ...stores, rejectsOf: rejectsOf(world.config) }, files),
  );
  for (const { file, changed } of result.files.filter(({ changed }) => changed > 0))
    world.log.warn(`${file}: ${count(changed, 'row')} known with other content; the new content is stored`);
  if (json) world.output.json(importDocument(result));
  else printImport(world, result);
  return 0;
}

function requireTotals(files: readonly ImportFile[]): void {
  if (files.some(({ kind }) => kind === 'totals')) return;
  throw new ConfigurationError(
    'account_without_totals',
    '--account · no file is a totalsByDate report · expected one',
    { hint: 'Fills name their accounts: omit --account.' },
  );
}

function importDocument({ files, traders, sessions }: ImportResult) {
  return { files: files.map(({ changed: _, ...file }) => file), traders, sessions };
}

function printImport(
  { output, config }: World,
  { files, traders, sessions, closedDays }: ImportResult,
): void {
  const rows = files.map((file) => [
    file.file,
    file.format,
    ...[file.read, file.inserted, file.duplicates, file.rejected].map((value) =>
      value.toLocaleString('en-US'),
    ),
    file.rejectedFile ?? '',
  ]);
  const numbers = ['READ', 'INSERTED', 'DUPLICATES', 'REJECTED'].map((head) => ({
    head,
    align: 'right' as const,
  }));
  output.line(
    textTable([{ head: 'FILE' }, { head: 'FORMAT' }, ...numbers, { head: 'REJECTED ROWS IN' }], rows),
  );
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
