import { openImportFile } from '../adapters/sources/importFile.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { Config } from '../config/config.ts';
import type { ClosedDays } from '../domain/ledger/closedDays.ts';
import { closedDaysWords } from '../domain/report/closedDaysWords.ts';
import { count } from '../domain/text/words.ts';
import { type ImportResult, importFiles } from '../pipeline/importFiles.ts';
import type { ImportFile } from '../ports/files.ts';
import { ConfigurationError } from '../shared/errors.ts';
import type { ExitCode, ImportOptions } from './commandTable.ts';
import { rejectsOf, type World, withStores } from './world.ts';

/** `import`: every file is looked at before the first is read, so that a typing error costs nothing. */
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
    world.log.warn(`${file}: ${count(changed, 'row')} known with other content, which is taken over`);
  if (json) world.output.json(importDocument(result));
  else printImport(world, result);
  return 0;
}

function requireTotals(files: readonly ImportFile[]): void {
  if (files.some(({ kind }) => kind === 'totals')) return;
  throw new ConfigurationError(
    'account_without_totals',
    '--account · no file is a totalsByDate report · expected one',
    { hint: 'Fills name their accounts themselves: leave --account out.' },
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

/** Nobody decides for a day that the calendar calls closed: a desk that trades on such days should hear of it at once. */
function closedDaysHint(closedDays: ClosedDays, calendar: Config['calendar']): string {
  const wider = calendar === 'nyse' ? 'CALENDAR=weekdays or CALENDAR=everyday' : 'CALENDAR=everyday';
  const setting =
    calendar === 'everyday'
      ? 'take the days out of CALENDAR_OVERRIDES'
      : `set ${wider}, or add single days to CALENDAR_OVERRIDES`;
  return `${closedDaysWords(closedDays)} (CALENDAR is ${calendar}).\n  → If the desk trades on such days, ${setting}.`;
}
