import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFillsCsv } from '../../../src/adapters/sources/fillsCsv.ts';
import { readLegacyFills } from '../../../src/adapters/sources/legacyDatabase.ts';
import { readTotalsCsv } from '../../../src/adapters/sources/totalsCsv.ts';
import { InputError } from '../../../src/shared/errors.ts';
import { legacyRow, writeLegacyDatabase } from '../../support/legacy.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { totalsDay, totalsLine } from '../../support/totalsReport.ts';
import { csv, pieces, row } from './csvText.ts';

const TODAY = '2025-11-05';
const where = 'file';

async function fillsOf(dates: readonly string[], options = {}) {
  const rows = dates.map((date) => row({ 'Date/Time': `${date} 10:00:00` }));
  const found = { fills: 0, reasons: [] as string[] };
  for await (const batch of readFillsCsv(pieces([csv(...rows)]), { where, today: TODAY, ...options })) {
    found.fills += batch.fills.length;
    found.reasons.push(...batch.rejected.map(({ reason }) => reason));
  }
  return found;
}

async function legacyFillsOf(dates: readonly string[]) {
  const fills = dates.map((date) => legacyRow({ fill_datetime: `${date} 10:00:00` }));
  const path = writeLegacyDatabase(join(temporaryFolder(), 'risk_tool.db'), { fills });
  for await (const _ of readLegacyFills(path, where, TODAY));
}

function totalsOf(dates: readonly string[]) {
  const text = dates.map((date) => totalsDay(date, totalsLine('AAPL', 2, 5, 1))).join('');
  return readTotalsCsv(pieces([text]), { where, account: 'NET001', knownAccounts: new Set(), today: TODAY });
}

async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof InputError ? [error.code, error.message] : error;
}

describe.each([
  ['a fills CSV', fillsOf],
  ['a legacy database', legacyFillsOf],
  ['a totals report', totalsOf],
])('%s', (_, read) => {
  it.each([
    ['a day-first date', ['11/03/2025', '13/10/2025', '14/10/2025'], 'day_first_dates', '“13/10/2025'],
    ['a day-first date and a future one', ['12/03/2025', '13/10/2025'], 'day_first_dates', '“13/10/2025'],
    ['both orders of dates', ['10/13/2025', '13/10/2025'], 'day_first_dates', '“13/10/2025'],
    ['dates after today', ['11/05/2025', '11/06/2025', '12/01/2025'], 'future_fills', '“11/06/2025'],
  ])('with %s is refused whole', async (_name, dates, code, found) => {
    expect(await refusal(read(dates))).toEqual([code, expect.stringContaining(found)]);
  });

  it('with dates up to today is read', async () => {
    expect(await refusal(read(['10/13/2025', '11/05/2025']))).toBeNull();
  });
});

describe('the message of a refused file', () => {
  it('has the first line, its value and the number of rows', async () => {
    expect(await refusal(fillsOf(['09/10/2025', '13/10/2025', '14/10/2025']))).toEqual([
      'day_first_dates',
      'file, line 3 · found “13/10/2025 10:00:00”, which fits only day-first (DD/MM/YYYY), on 2 rows · expected MM/DD/YYYY',
    ]);
    expect(await refusal(fillsOf(['11/06/2025']))).toEqual([
      'future_fills',
      'file, line 2 · found “11/06/2025 10:00:00”, a date after today, on 1 row · expected dates up to 2025-11-05',
    ]);
  });
});

describe('the answer of a source', () => {
  const answer = { isAnswer: true, today: null };

  it('is refused where its dates fit only day-first', async () => {
    expect(await refusal(fillsOf(['09/10/2025', '13/10/2025'], answer))).toEqual([
      'day_first_dates',
      expect.stringContaining('13/10/2025'),
    ]);
  });

  it('loses one row with such a date where another date proves month-first', async () => {
    const { fills, reasons } = await fillsOf(['10/14/2025', '13/10/2025'], answer);
    expect([fills, reasons]).toEqual([1, [expect.stringContaining('it is written day-first')]]);
  });
});

describe('a date in another shape is rejected with its fault', () => {
  it.each([
    ['2025-10-31', 'it is written year first'],
    ['2025/10/31', 'it is written year first'],
    ['31.10.2025', 'it is written without slashes'],
    ['10-31-2025', 'it is written without slashes'],
    ['10/31/25', 'it is written with a year of two digits'],
    ['45961', 'it is written as the number of a spreadsheet'],
  ])('%s: %s', async (date, fault) => {
    expect((await fillsOf([date])).reasons).toEqual([
      `not a calendar date: ${fault}; expected MM/DD/YYYY HH:MM:SS`,
    ]);
  });

  it.each([
    ['10/31/2025 9:45', ': it has no seconds, which a spreadsheet drops'],
    ['10/31/2025', ': there is none'],
    ['10/31/2025 9:45:00 PM', ': it is written with AM or PM'],
  ])('%s is no time of day%s', async (dateTime, fault) => {
    const reasons: string[] = [];
    for await (const { rejected } of readFillsCsv(pieces([csv(row({ 'Date/Time': dateTime }))]), { where }))
      reasons.push(...rejected.map(({ reason }) => reason));
    expect(reasons).toEqual([`not a time of day${fault}; expected MM/DD/YYYY HH:MM:SS`]);
  });
});
