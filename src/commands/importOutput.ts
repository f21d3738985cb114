import { textTable } from '../adapters/terminal/table.ts';
import { count } from '../domain/text/words.ts';
import type { ImportedFile } from '../pipeline/importFiles.ts';
import type { RejectKind, Unstored } from './importWatch.ts';

/** An imported file, with what of it was not stored. */
export type FileReport = ImportedFile & Unstored;

/** The table of an import: one line for each file. */
export function importTable(files: readonly FileReport[]): string {
  const numbers = ['READ', 'INSERTED', 'DUPLICATES', 'REJECTED'].map((head) => ({
    head,
    align: 'right' as const,
  }));
  const rows = files.map((file) => [
    file.file,
    file.format,
    ...[file.read, file.inserted, file.duplicates, file.rejected].map((value) =>
      value.toLocaleString('en-US'),
    ),
    file.rejectedFile ?? '',
  ]);
  return textTable([{ head: 'FILE' }, { head: 'FORMAT' }, ...numbers, { head: 'REJECTED ROWS IN' }], rows);
}

/** Whether no row of the file is in the store now: it had none, or each was rejected. */
export function storedNothing({ inserted, duplicates }: ImportedFile): boolean {
  return inserted + duplicates === 0;
}

/** What of a file was not stored, in lines. Empty where all of it was. */
export function unstoredLines(file: FileReport): readonly string[] {
  return [
    ...(storedNothing(file) ? [nothingStored(file)] : []),
    ...file.unreadColumns.map(
      (name) =>
        `${file.file}: the column ${name} holds numbers and is not read. If it is a fee, name it so, for example ${name} Fee.`,
    ),
    ...file.rejects.flatMap((kind) => kindLines(file.file, kind)),
    ...(file.otherRejects > 0
      ? [`${file.file}: and ${count(file.otherRejects, 'row')} rejected for other reasons`]
      : []),
  ];
}

function nothingStored({ file, read }: FileReport): string {
  const all = read === 1 ? 'its only row was rejected' : `each of its ${count(read, 'row')} was rejected`;
  const why = read === 0 ? 'it has a header and no rows' : all;
  return `${file}: nothing was stored: ${why}.`;
}

function kindLines(file: string, { column, reason, rows, examples }: RejectKind): readonly string[] {
  const lines = examples.map(
    ({ line, value }) => `  ${line > 0 ? `line ${line}, ` : ''}${column} “${value}”: ${reason}`,
  );
  const more = rows - examples.length;
  return [
    `${file}: ${count(rows, 'row')} rejected:`,
    ...lines,
    ...(more > 0 ? [`  and ${more.toLocaleString('en-US')} more`] : []),
  ];
}
