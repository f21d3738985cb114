import { nameProblem } from '../../../domain/text/outsideText.ts';
import type { Log } from '../../../ports/runtime.ts';
import type { SourceAccount } from '../../../ports/source.ts';
import { SourceError } from '../../../shared/errors.ts';
import { normalised } from '../columnNames.ts';
import { type CsvRecord, createCsvRecordReader } from '../csvRecords.ts';
import { parseAnyDate } from '../vendorDate.ts';
import type { AnswerPage } from './pages.ts';

interface AccountColumns {
  readonly id: number;
  readonly name: number;
  readonly firstTraded: number;
  readonly lastTraded: number;
}

/**
 * Reads a page of the accounts answer. It skips lines before the header, and skips an account without id or
 * name with a warning.
 * @throws SourceError when the page has no header with Account Id and Account Name.
 */
export function readAccounts(page: AnswerPage, log: Log): SourceAccount[] {
  const accounts: SourceAccount[] = [];
  let columns: AccountColumns | null = null;
  const reader = createCsvRecordReader({
    where: page.where,
    firstLine: 1,
    isHeader: (fields) => readColumns(fields) !== null,
    columnCount: () => null,
    onRecord(record) {
      if (columns === null) columns = readColumns(record.fields);
      else accounts.push(...readAccount(record, columns, page.where, log));
    },
  });
  reader.push(page.body);
  reader.end();
  if (columns === null) throw noHeader(page.where);
  return accounts;
}

function readColumns(fields: readonly string[]): AccountColumns | null {
  const names = fields.map(normalised);
  const [id, name] = [names.indexOf('account id'), names.indexOf('account name')];
  if (id < 0 || name < 0) return null;
  return { id, name, firstTraded: names.indexOf('first traded'), lastTraded: names.indexOf('last traded') };
}

function readAccount(
  { fields, line }: CsvRecord,
  columns: AccountColumns,
  where: string,
  log: Log,
): SourceAccount[] {
  const text = (at: number): string => fields[at]?.trim() ?? '';
  const [id, name] = [text(columns.id), text(columns.name)];
  if (id === '' || name === '') {
    log.warn('Skipped an account without id or name', { where, line });
    return [];
  }
  const problem = nameProblem(fields[columns.name] ?? '');
  if (problem !== null) {
    log.error('Skipped an account whose name cannot be used; its fills are rejected', {
      where,
      line,
      account: name,
      problem,
    });
    return [];
  }
  const date = (at: number): string | null => (text(at) === '' ? null : parseAnyDate(text(at)));
  return [{ id, name, firstTraded: date(columns.firstTraded), lastTraded: date(columns.lastTraded) }];
}

function noHeader(where: string): SourceError {
  return new SourceError(
    'source_columns',
    `${where} · found no header with Account Id, Account Name · expected one`,
    {
      hint: 'This server version sends other columns: check its accounts export, and call the vendor.',
    },
  );
}
