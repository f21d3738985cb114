import { setImmediate } from 'node:timers/promises';
import Driver from 'better-sqlite3';
import type { Fill } from '../../domain/ledger/fill.ts';
import type { ListedAccount } from '../../ports/files.ts';
import type { FillBatch, RejectedRow } from '../../ports/source.ts';
import { DaybreakError, InputError } from '../../shared/errors.ts';
import { createDateCheck, type DateCheck } from './dateCheck.ts';
import { createFillRowReader } from './fillRow.ts';
import { createIdentityCounter } from './identityCounter.ts';
import { readLegacyAccounts } from './legacyAccounts.ts';
import { type LegacyColumns, legacyColumns } from './legacyColumns.ts';

const BATCH_ROWS = 4_000;
/** `1234.0`: the earlier system wrote whole numbers so when another cell of their column was empty. */
const WHOLE_WITH_POINT = /^(\d+)\.0+$/;

type Cell = string | number | bigint | Buffer | null;

/**
 * Reads the `fills` table of the earlier system's database, row by row. Each cell becomes the text that a
 * fills CSV has for it, so a fill gets the same identity and content from both sources. `line` of a rejected
 * row is its rowid.
 *
 * @throws InputError when the file is damaged, encrypted, locked, or has no such table. The error can
 *   follow batches already yielded: keep them in a transaction until the end.
 */
export async function* readLegacyFills(
  path: string,
  where: string,
  today: string | null,
): AsyncGenerator<FillBatch> {
  const driver = openLegacy(path, where);
  try {
    const table = describeFills(driver, where);
    const dates = createDateCheck({ where, today });
    const reader = createRowReader(table, where, accountCodes(driver, table), dates);
    const names = table.selected.map(quoted).join(', ');
    const rows = driver
      .prepare<[], Cell[]>(`SELECT ${table.line}, ${names} FROM fills`)
      .raw()
      .safeIntegers()
      .iterate();
    for (const batch of inBatches(rows, reader)) {
      yield batch;
      await setImmediate();
    }
    dates.end();
  } catch (error) {
    throw error instanceof DaybreakError ? error : unreadable(where, error);
  } finally {
    driver.close();
  }
}

/**
 * The accounts that the earlier system listed, active or not; empty when it kept no list.
 * @throws InputError when the file cannot be read.
 */
export async function legacyAccounts(path: string, where: string): Promise<readonly ListedAccount[]> {
  const driver = openLegacy(path, where);
  try {
    return readLegacyAccounts(driver);
  } catch (error) {
    throw unreadable(where, error);
  } finally {
    driver.close();
  }
}

/**
 * Checks that the file is an undamaged database with a `fills` table that can be imported.
 * @throws InputError when it is not.
 */
export function requireLegacyDatabase(path: string, where: string): void {
  const driver = openLegacy(path, where);
  try {
    const [found] = driver.pragma('quick_check(1)') as { quick_check: string }[];
    if (found?.quick_check !== 'ok') throw unreadable(where, { code: 'SQLITE_CORRUPT' });
    const table = describeFills(driver, where);
    if (table.accountNumber !== null && readLegacyAccounts(driver).length === 0)
      throw withoutColumns(where, ['account']);
  } catch (error) {
    throw error instanceof DaybreakError ? error : unreadable(where, error);
  } finally {
    driver.close();
  }
}

interface FillsTable extends LegacyColumns {
  /** SQL expression for the number of a row. */
  readonly line: string;
}

function openLegacy(path: string, where: string): Driver.Database {
  try {
    return new Driver(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
  } catch (error) {
    throw unreadable(where, error);
  }
}

function describeFills(driver: Driver.Database, where: string): FillsTable {
  const tables = driver.pragma('table_list') as { schema: string; name: string; type: string; wr: number }[];
  const own = tables.filter(({ schema, name }) => schema === 'main' && !name.startsWith('sqlite_'));
  const fills = own.find(({ name }) => name.toLowerCase() === 'fills');
  if (fills === undefined)
    throw withoutFills(
      where,
      own.map(({ name }) => name),
    );
  const columns = driver.pragma('table_info(fills)') as { name: string }[];
  const found = legacyColumns(
    where,
    columns.map(({ name }) => name),
  );
  if ('missing' in found) throw withoutColumns(where, found.missing);
  return { ...found, line: fills.type === 'table' && fills.wr === 0 ? 'rowid' : 'row_number() OVER ()' };
}

function accountCodes(
  driver: Driver.Database,
  { accountNumber }: LegacyColumns,
): ReadonlyMap<string, string> {
  if (accountNumber === null) return new Map();
  return new Map(readLegacyAccounts(driver).map(({ id, name }) => [id, name]));
}

interface RowReader {
  read(cells: readonly Cell[]): Fill | RejectedRow;
  unreadColumns(): readonly string[];
}

function createRowReader(
  table: LegacyColumns,
  where: string,
  codes: ReadonlyMap<string, string>,
  dates: DateCheck,
): RowReader {
  const { columns } = table;
  const reader = createFillRowReader({ where, columns, identities: createIdentityCounter(), dates });
  function read([line = null, ...cells]: readonly Cell[]): Fill | RejectedRow {
    const fields = cells.map((cell, at) => cellText(cell, table.ids.has(at)));
    const { accountNumber } = table;
    if (accountNumber !== null) fields[accountNumber] = codes.get(fields[accountNumber] ?? '') ?? '';
    const record = {
      line: Number(line),
      fields,
      raw: '',
      separator: ',',
      isPlain: false,
      unclosedQuote: false,
    };
    const read = reader.read(record);
    if ('identity' in read) return read;
    const raw = JSON.stringify(Object.fromEntries(table.selected.map((name, at) => [name, fields[at]])));
    return { ...read, column: table.nameOf(read.column), raw };
  }
  return { read, unreadColumns: () => reader.unreadColumns() };
}

function* inBatches(rows: Iterable<Cell[]>, reader: RowReader): Generator<FillBatch> {
  let fills: Fill[] = [];
  let rejected: RejectedRow[] = [];
  for (const row of rows) {
    const each = reader.read(row);
    if ('identity' in each) fills.push(each);
    else rejected.push(each);
    if (fills.length + rejected.length < BATCH_ROWS) continue;
    yield { fills, rejected, unreadColumns: [...reader.unreadColumns()] };
    fills = [];
    rejected = [];
  }
  if (fills.length + rejected.length > 0)
    yield { fills, rejected, unreadColumns: [...reader.unreadColumns()] };
}

function cellText(cell: Cell, isId: boolean): string {
  if (cell === null) return '';
  if (Buffer.isBuffer(cell)) return '\uFFFD';
  if (!isId || typeof cell === 'bigint') return String(cell);
  if (typeof cell === 'string') return cell.replace(WHOLE_WITH_POINT, '$1');
  // Beyond 2^53 a float has lost digits, and two fills could share one id. In exponential form the id is
  // rejected.
  return Number.isInteger(cell) && !Number.isSafeInteger(cell) ? cell.toExponential() : String(cell);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function withoutFills(where: string, tables: readonly string[]): InputError {
  const found = tables.length > 0 ? `tables ${tables.slice(0, 8).join(', ')}` : 'no tables';
  return new InputError('legacy_without_fills', `${where} · found ${found} · expected a table fills`, {
    hint: 'Import the risk_tool.db of the earlier system, not Daybreak’s own database.',
  });
}

function withoutColumns(where: string, missing: readonly string[]): InputError {
  return new InputError(
    'legacy_columns',
    `${where} · found a table fills without ${missing.join(', ')} · expected these columns`,
    {
      hint: 'Daybreak does not support this version of the earlier system: export its fills as CSV instead.',
    },
  );
}

function unreadable(where: string, cause: unknown): InputError {
  const code = (cause as { code?: string }).code ?? 'unknown error';
  const kind = /^SQLITE_(BUSY|LOCKED|NOTADB|CORRUPT)/.exec(code)?.[1] ?? 'other';
  return new InputError(
    'legacy_unreadable',
    `${where} · found ${code} · expected an undamaged SQLite database`,
    {
      hint: hints[kind] ?? otherHint,
      retryable: kind === 'BUSY' || kind === 'LOCKED',
      cause,
    },
  );
}

const inUse = 'Stop the program that writes to it, or import a copy.';
const damaged = 'The file is damaged, incomplete or encrypted: import an undamaged copy.';
const hints: Readonly<Record<string, string>> = {
  BUSY: inUse,
  LOCKED: inUse,
  NOTADB: damaged,
  CORRUPT: damaged,
};
const otherHint =
  'Check the permissions of the file and its folder, or import a copy from a folder of your own.';
