import { openImportFile } from '../adapters/sources/importFile.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { ExitCode, JsonOption } from '../commands.ts';
import { count } from '../domain/report/words.ts';
import { type ImportResult, importFiles } from '../pipeline/importFiles.ts';
import { rejectsOf, type World, withStores } from './world.ts';

/** `import`: every file is looked at before the first is read, so that a typing error costs nothing. */
export async function importCommand(
  world: World,
  paths: readonly string[],
  { json }: JsonOption,
): Promise<ExitCode> {
  const files = await Promise.all(paths.map(openImportFile));
  const result = await withStores(world.config.dbPath, (stores) =>
    importFiles({ ...world, ...stores, rejectsOf: rejectsOf(world.config) }, files),
  );
  if (json) world.output.json(result);
  else printImport(world, result);
  return 0;
}

function printImport({ output }: World, { files, traders, sessions }: ImportResult): void {
  const rows = files.map((file) => [
    file.file,
    ...[file.read, file.inserted, file.duplicates, file.rejected].map((value) =>
      value.toLocaleString('en-US'),
    ),
    file.rejectedFile ?? '',
  ]);
  const numbers = ['READ', 'INSERTED', 'DUPLICATES', 'REJECTED'].map((head) => ({
    head,
    align: 'right' as const,
  }));
  output.line(textTable([{ head: 'FILE' }, ...numbers, { head: 'REJECTED ROWS IN' }], rows));
  output.line(`${count(traders, 'account')}, ${count(sessions, 'session')}; profit and loss is up to date.`);
}
