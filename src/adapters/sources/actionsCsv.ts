import { z } from 'zod';
import type { ActionEntry } from '../../ports/corrections.ts';
import { dateCell, NONE, symbolCell } from './correctionCells.ts';
import { readTable } from './tableCsv.ts';
import type { TableKind } from './tableKind.ts';
import { checkRows, type ReadRow, refuseProblems, repeatProblems } from './tableProblems.ts';

const ACTIONS: TableKind = {
  title: 'a table of splits and renames',
  required: ['date', 'symbol', 'action'],
  optional: ['ratio', 'new_symbol'],
  code: 'bad_corrections',
};

/** `10` and `10:1` are ten new shares for one; `1:20` is one new share for twenty. */
const RATIO = /^(\d{1,6}(?:\.\d{1,8})?)(?:\s*:\s*(\d{1,6}(?:\.\d{1,8})?))?$/;

/**
 * Reads splits and renames: `date,symbol,action,ratio,new_symbol`. The action is `split` or `rename`. `none`
 * as ratio or new symbol withdraws the stored one.
 * @param today the last possible date, YYYY-MM-DD.
 * @throws InputError that lists every bad line; the file is then not used at all.
 */
export async function readActions(path: string, today: string): Promise<readonly ActionEntry[]> {
  const table = await readTable(path, [ACTIONS]);
  const { rows, problems } = checkRows(table, actionRow(today));
  const doubled = repeatProblems(rows, keyOf, ({ symbol, action }) => `a ${action} of ${symbol}`);
  refuseProblems(table, [...problems, ...doubled, ...symbolsTaken(rows)]);
  return rows.map(({ value }) => value);
}

function actionRow(today: string) {
  const columns = {
    date: dateCell(today),
    symbol: symbolCell,
    action: z
      .string()
      .toLowerCase()
      .pipe(z.enum(['split', 'rename'], 'split or rename')),
    ratio: z.string().default(''),
    new_symbol: z.string().default(''),
  };
  return z.object(columns).transform((row, context): ActionEntry => {
    const { date: sessionDate, symbol, action } = row;
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (action === 'split') {
      if (row.new_symbol !== '') wrong('new_symbol', 'an empty cell for a split');
      if (row.ratio.toLowerCase() === NONE) return { sessionDate, symbol, action, value: null };
      const ratio = ratioOf(row.ratio);
      if (ratio === null) wrong('ratio', `new shares for old ones, such as 10, 10:1 or 1:20, or ${NONE}`);
      return { sessionDate, symbol, action, value: { action, sessionDate, symbol, ratio: ratio ?? 1 } };
    }
    if (row.new_symbol !== '' && row.ratio !== '') wrong('ratio', 'an empty cell for a rename');
    // A table with one column for both has the new symbol as the ratio.
    const newSymbol = row.new_symbol || row.ratio;
    if (newSymbol.toLowerCase() === NONE) return { sessionDate, symbol, action, value: null };
    if (newSymbol === '' || newSymbol === symbol) wrong('new_symbol', `another symbol, or ${NONE}`);
    return { sessionDate, symbol, action, value: { action, sessionDate, symbol, newSymbol } };
  });
}

/** New shares for one old share; null for a text that is no ratio, and for one that changes nothing. */
function ratioOf(text: string): number | null {
  const [, shares = '', of = '1'] = RATIO.exec(text) ?? [];
  const ratio = shares === '' ? Number.NaN : Number(shares) / Number(of);
  return Number.isFinite(ratio) && ratio > 0 && ratio !== 1 ? ratio : null;
}

function keyOf({ sessionDate, symbol, action }: ActionEntry): string {
  return JSON.stringify([sessionDate, symbol, action]);
}

/** Two symbols cannot become one on one date: the second row is probably a mistake. */
function symbolsTaken(rows: readonly ReadRow<ActionEntry>[]): readonly string[] {
  const newSymbol = ({ value }: ActionEntry) => (value?.action === 'rename' ? value.newSymbol : null);
  const key = (entry: ActionEntry) =>
    newSymbol(entry) === null ? null : JSON.stringify([entry.sessionDate, newSymbol(entry)]);
  return repeatProblems(rows, key, (entry) => `the new symbol ${newSymbol(entry)}`);
}
