import { z } from 'zod';
import type { RateEntry } from '../../ports/corrections.ts';
import { currencyCell, DECIMAL, dateCell, numberOrNone } from './correctionCells.ts';
import { readTable } from './tableCsv.ts';
import type { TableKind } from './tableKind.ts';
import { checkRows, refuseProblems, repeatProblems } from './tableProblems.ts';

const RATES: TableKind = {
  title: 'a table of exchange rates',
  required: ['date', 'currency', 'rate'],
  optional: [],
  code: 'bad_corrections',
};

/**
 * Reads exchange rates: `date,currency,rate`, in base currency for one unit. `none` withdraws a stored rate.
 * @param today the last possible date, YYYY-MM-DD.
 * @throws InputError that lists every bad line; the file is then not used at all.
 */
export async function readRates(
  path: string,
  today: string,
  baseCurrency: string,
): Promise<readonly RateEntry[]> {
  const table = await readTable(path, [RATES]);
  const { rows, problems } = checkRows(table, rateRow(today, baseCurrency));
  const doubled = repeatProblems(
    rows,
    keyOf,
    ({ currency, sessionDate }) => `a rate of ${currency} on ${sessionDate}`,
  );
  refuseProblems(table, [...problems, ...doubled]);
  return rows.map(({ value }) => value);
}

function rateRow(today: string, baseCurrency: string) {
  return z
    .object({
      date: dateCell(today),
      currency: currencyCell
        .refine((code) => code !== '', 'a currency code such as CAD')
        .refine((code) => code !== baseCurrency, `another currency than BASE_CURRENCY, ${baseCurrency}`),
      rate: numberOrNone(`${baseCurrency} for one unit, above 0`, DECIMAL).refine(
        (rate) => rate === null || rate > 0,
        `${baseCurrency} for one unit, above 0`,
      ),
    })
    .transform(({ date, currency, rate }): RateEntry => ({ sessionDate: date, currency, value: rate }));
}

function keyOf({ sessionDate, currency }: RateEntry): string {
  return JSON.stringify([sessionDate, currency]);
}
