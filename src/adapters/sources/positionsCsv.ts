import { z } from 'zod';
import { didYouMean } from '../../domain/text/closest.ts';
import type { PositionEntry } from '../../ports/corrections.ts';
import {
  currencyCell,
  dateCell,
  numberOrNone,
  SIGNED_PRICE,
  SIGNED_QUANTITY,
  symbolCell,
} from './correctionCells.ts';
import { readTable } from './tableCsv.ts';
import type { TableKind } from './tableKind.ts';
import { checkRows, type ReadRow, refuseProblems, shownCell } from './tableProblems.ts';

const POSITIONS: TableKind = {
  title: 'a table of positions',
  required: ['date', 'account', 'symbol', 'quantity', 'price'],
  optional: ['currency'],
  code: 'bad_corrections',
};

/**
 * Reads positions at the open of a date: `date,account,symbol,quantity,price,currency`. Several rows of one
 * account and symbol are several lots, oldest first; quantity 0 is no position; `none` withdraws what is
 * stored.
 * @param today the last possible date, YYYY-MM-DD.
 * @param accounts the codes of the stored accounts.
 * @throws InputError that lists every bad line; the file is then not used at all.
 */
export async function readPositions(
  path: string,
  today: string,
  accounts: readonly string[],
): Promise<readonly PositionEntry[]> {
  const table = await readTable(path, [POSITIONS]);
  const { rows, problems } = checkRows(table, positionRow(today, accounts));
  const groups = grouped(rows);
  refuseProblems(table, [...problems, ...groups.flatMap(groupProblems)]);
  return groups.map(entryOf);
}

function positionRow(today: string, accounts: readonly string[]) {
  const known = new Set(accounts);
  return z
    .object({
      date: dateCell(today),
      account: z.string().refine((code) => known.has(code), {
        error: ({ input }) => `an account with fills${didYouMean(String(input), accounts)}`,
      }),
      symbol: symbolCell,
      quantity: numberOrNone('a quantity, negative for a short position', SIGNED_QUANTITY),
      price: z.string(),
      currency: currencyCell.default(''),
    })
    .transform((row, context) => {
      const isPrice = SIGNED_PRICE.test(row.price);
      const needsPrice = row.quantity !== null && row.quantity !== 0;
      if (needsPrice ? !isPrice : row.price !== '' && !isPrice)
        context.addIssue({ code: 'custom', path: ['price'], message: 'a plain price of one unit' });
      return { ...row, price: isPrice ? Number(row.price) : 0 };
    });
}

type PositionRow = z.output<ReturnType<typeof positionRow>>;
type Group = readonly [ReadRow<PositionRow>, ...ReadRow<PositionRow>[]];

function grouped(rows: readonly ReadRow<PositionRow>[]): readonly Group[] {
  const groups = new Map<string, [ReadRow<PositionRow>, ...ReadRow<PositionRow>[]]>();
  for (const row of rows) {
    const { date, account, symbol } = row.value;
    const key = JSON.stringify([date, account, symbol]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** A position is on one side, and one that is flat or withdrawn has one row. */
function groupProblems([first, ...others]: Group): readonly string[] {
  const { account, symbol, quantity } = first.value;
  return others.flatMap(({ line, value }) => {
    const isLot = (each: number | null) => each !== null && each !== 0;
    if (
      isLot(quantity) &&
      isLot(value.quantity) &&
      Math.sign(value.quantity ?? 0) === Math.sign(quantity ?? 0)
    )
      return [];
    const found = shownCell(String(value.quantity ?? 'none'));
    return [
      `line ${line}, quantity: found ${found}, expected the same side as line ${first.line}, for one position of ${account} in ${symbol}`,
    ];
  });
}

function entryOf(group: Group): PositionEntry {
  const { date: sessionDate, account, symbol, quantity } = group[0].value;
  if (quantity === null) return { sessionDate, account, symbol, value: null };
  const value = group.map(({ value: row }) => ({
    sessionDate,
    account,
    symbol,
    quantity: row.quantity ?? 0,
    price: row.price,
    currency: row.currency,
  }));
  return { sessionDate, account, symbol, value };
}
