import type { SourceTotals } from '../../../ports/source.ts';
import { SourceError } from '../../../shared/errors.ts';
import { createCsvRecordReader } from '../csvRecords.ts';
import type { Refusal } from '../fillRow.ts';
import { createTotalsReport, type TotalsPlace, type TotalsRow } from '../totalsReport.ts';

/** Reads the pages of a totalsByDate report into one entry per account and day with activity. */
export interface TotalsReader {
  read(where: string, page: Uint8Array | string): void;
  totals(): SourceTotals[];
}

export interface TotalsReaderOptions {
  /** The account that the report is about; null for a report that names each account itself. */
  readonly account: string | null;
  /** Codes that a line of their own, or a column Account, may name. */
  readonly knownAccounts: ReadonlySet<string>;
}

/**
 * Adds up the symbols of each account's day. Dollars.
 *
 * @throws SourceError `source_unattributed` when a day cannot be laid to an account, `source_columns`, `source_row` and
 *   `source_number` when a row cannot be read: a total that is partly read would be a wrong one.
 */
export function createTotalsReader({ account, knownAccounts }: TotalsReaderOptions): TotalsReader {
  const sums = new Map<string, SourceTotals>();
  let where = '';
  const report = createTotalsReport({
    // A name above a date that the accounts do not know is an account all the same: the one before has ended.
    namesAccount: (text, isAboveDate) => account === null && (isAboveDate || knownAccounts.has(text)),
    onRow: (row) => addRow(row),
    onBadRow: (row) => {
      // A line of one text is a title; a row cut short is a page without its trailer, which never comes this far.
      if (row.raw.includes(',')) throw unreadable(where, row);
    },
    onNoHeader: (line) => {
      throw noHeader(where, line);
    },
  });

  function addRow({ line, account: named, sessionDate, grossPnl, netPnl, fills }: TotalsRow): void {
    if (grossPnl === 0 && netPnl === 0 && fills === 0) return;
    const name = account ?? named;
    if (name === null || (account === null && !knownAccounts.has(name))) throw unattributed(where, line);
    if (sessionDate === null) throw undated(where, line);
    const key = `${name} ${sessionDate}`;
    const before = sums.get(key) ?? { account: name, sessionDate, grossPnl: 0, fees: 0, netPnl: 0, fills: 0 };
    sums.set(key, {
      ...before,
      grossPnl: before.grossPnl + grossPnl,
      fees: before.fees + (grossPnl - netPnl),
      netPnl: before.netPnl + netPnl,
      fills: before.fills + fills,
    });
  }

  return {
    read(page, text) {
      where = page;
      const reader = createCsvRecordReader({
        where,
        firstLine: 1,
        columnCount: () => null,
        onRecord: (record) => report.take(record),
      });
      reader.push(text);
      reader.end();
    },
    totals() {
      report.end();
      return [...sums.values()];
    },
  };
}

function unreadable(where: string, { line, column, value, reason }: TotalsPlace & Refusal): SourceError {
  const hint = 'The server’s report has a form that is not known here. Call the vendor.';
  const found = `${where}, line ${line} · found “${value.slice(0, 20)}”`;
  return column === 'row'
    ? new SourceError('source_row', `${found} · ${reason}`, { hint })
    : new SourceError('source_number', `${found} · expected a plain number`, { hint });
}

function noHeader(where: string, line: number): SourceError {
  const expected = 'expected a header with Symbol, Fills, Gross, Net';
  return new SourceError('source_columns', `${where}, line ${line} · found no such columns · ${expected}`, {
    hint: 'The server’s version sends other columns: check its totalsByDate report, and call the vendor.',
  });
}

function undated(where: string, line: number): SourceError {
  return new SourceError(
    'source_undated',
    `${where}, line ${line} · found a row under no date · expected one`,
    {
      hint: 'The server’s report has a form that is not known here. Call the vendor.',
    },
  );
}

function unattributed(where: string, line: number): SourceError {
  return new SourceError(
    'source_unattributed',
    `${where}, line ${line} · found a day under no known account · expected one`,
    {
      hint: 'Ask for the report one account at a time.',
    },
  );
}
