import { openImportFile } from '../adapters/sources/importFile.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { ExitCode, ImportOptions } from '../commands.ts';
import { count } from '../domain/report/words.ts';
import { ConfigurationError } from '../errors.ts';
import { type ImportResult, importFiles } from '../pipeline/importFiles.ts';
import type { ImportFile } from '../ports/files.ts';
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

function importDocument({ files, ...touched }: ImportResult) {
  return { files: files.map(({ changed: _, ...file }) => file), ...touched };
}

function printImport({ output }: World, { files, traders, sessions }: ImportResult): void {
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
}
