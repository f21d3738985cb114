import { describe, expect, it } from 'vitest';
import { readTotalsCsv } from '../../../src/adapters/sources/totalsCsv.ts';
import { InputError } from '../../../src/shared/errors.ts';
import { TOTALS_HEADER, totalsDay, totalsLine } from '../../support/totalsReport.ts';
import { pieces } from './csvText.ts';

const AAPL = totalsLine('AAPL', 4, 100, 1.5);
const MSFT = totalsLine('MSFT', 2, -30, 0.5);

function read(text: string, account: string | null = null, known: readonly string[] = []) {
  const options = { where: 'totals.csv', account, knownAccounts: new Set(known), today: '2026-11-28' };
  return readTotalsCsv(pieces([text]), options);
}

const entries = async (...args: Parameters<typeof read>) =>
  (await read(...args)).days.map(({ totals }) => [totals.account, totals.sessionDate, totals.netPnl]);

async function refusal(...args: Parameters<typeof read>): Promise<InputError> {
  const error = await read(...args).catch((reason: unknown) => reason);
  if (error instanceof InputError) return error;
  throw new Error('expected an InputError');
}

describe('a saved totalsByDate report', () => {
  it('gives one total per account and day, the sum of its rows', async () => {
    expect(await read(`Totals by Date\n\n${totalsDay('9/2/2025', AAPL, MSFT)}`, 'NET001')).toEqual({
      days: [
        {
          totals: {
            account: 'NET001',
            sessionDate: '2025-09-02',
            grossPnl: 70,
            fees: 2,
            netPnl: 68,
            fills: 6,
            rows: 2,
          },
          rows: 2,
          repeatedRows: 0,
        },
      ],
      rejected: [],
    });
  });

  const first = ['NET001', '2025-09-02', 98.5];
  const second = ['NET001', '2025-09-03', -30.5];
  const other = ['NET002', '2025-09-02', -30.5];
  it.each([
    [
      'a line above its days',
      `NET001\n${totalsDay('9/2/2025', AAPL)}${totalsDay('9/3/2025', MSFT)}`,
      [first, second],
    ],
    [
      'a line above each block',
      `NET001\n${totalsDay('9/2/2025', AAPL)}NET002\n${totalsDay('9/2/2025', MSFT)}`,
      [first, other],
    ],
    [
      'a line above a block without summary',
      `NET001\n9/2/2025\n${TOTALS_HEADER}\n${AAPL}\nNET002\n9/2/2025\n${TOTALS_HEADER}\n${MSFT}\n`,
      [first, other],
    ],
    [
      'a line that begins with Account',
      `Account: NET001\n${totalsDay('9/2/2025', AAPL)}Account Name,NET002\n${totalsDay('9/2/2025', MSFT)}`,
      [first, other],
    ],
    [
      'a line below the date',
      `9/2/2025\nAccount: NET001\n${TOTALS_HEADER}\n${AAPL}\nCash: 1\nAccount: NET002\n${TOTALS_HEADER}\n${MSFT}\n`,
      [first, other],
    ],
    ['a column', `9/2/2025\nAccount,${TOTALS_HEADER}\nNET001,${AAPL}\nNET002,${MSFT}\n`, [first, other]],
  ])('names its accounts by %s', async (_, text, expected) => {
    expect(await entries(text)).toEqual(expected);
  });

  it('accepts the name of a known account even when it does not look like a code', async () => {
    const text = `Net 001, old\n${totalsDay('9/2/2025', AAPL)}`.replace('Net 001, old', '"Net 001, old"');
    expect(await entries(text, null, ['Net 001, old'])).toEqual([['Net 001, old', '2025-09-02', 98.5]]);
  });

  it.each(['Totals', 'totalsByDate', 'Summary', 'All accounts', 'Page 1/1'])(
    'does not read the title “%s” as an account',
    async (title) => {
      expect((await refusal(`${title}\n${totalsDay('9/2/2025', AAPL)}`)).code).toBe('totals_without_account');
    },
  );

  it('counts a repeated row once', async () => {
    const day = totalsDay('9/2/2025', AAPL);
    const { days } = await read(day + day, 'NET001');
    expect(days.map(({ totals, rows, repeatedRows }) => [totals.netPnl, rows, repeatedRows])).toEqual([
      [98.5, 1, 1],
    ]);
  });

  it('keeps a day without fills as a total of 0', async () => {
    expect(await entries(totalsDay('9/2/2025', totalsLine('AAPL', 0, 0, 0)), 'NET001')).toEqual([
      ['NET001', '2025-09-02', 0],
    ]);
  });
});

describe('a day with a bad row', () => {
  it.each([
    ['Gross', AAPL.replace(',100,1.5', ',x,1.5')],
    ['Net', AAPL.replace('98.5', '$98.5')],
    ['Fills', AAPL.replace('AAPL,1,4', 'AAPL,1,4.5')],
    ['Fills', AAPL.replace('AAPL,1,4', 'AAPL,1,-4')],
    ['Symbol', AAPL.replace('AAPL', '')],
    ['row', AAPL.slice(0, 12)],
    ['row', 'AAPL'],
    ['row', `${AAPL},7`],
    ['row', AAPL.replace('100,100', '100,1,100')],
    ['Symbol', totalsLine('MSFT', 2, -31, 0.5)],
  ])('is rejected with all its rows because of its %s: %s', async (column, bad) => {
    const text = totalsDay('9/2/2025', MSFT, bad) + totalsDay('9/3/2025', AAPL);
    const { days, rejected } = await read(text, 'NET001');
    expect(days.map(({ totals }) => totals.sessionDate)).toEqual(['2025-09-03']);
    expect(rejected.map((row) => [row.line, row.column, row.raw])).toEqual([
      [3, 'row', MSFT],
      [4, column, bad],
    ]);
    expect(rejected[0]?.reason).toBe('the total of NET001 on 2025-09-02 would be wrong without line 4');
  });

  it.each([
    ['an impossible date', totalsDay('2/30/2025', AAPL), 3],
    ['no date after a summary', `${totalsDay('9/2/2025', MSFT)}${TOTALS_HEADER}\n${AAPL}\n`, 8],
    ['no date at all', `${TOTALS_HEADER}\n${AAPL}\n`, 2],
    ['no account in the column', `9/2/2025\nAccount,${TOTALS_HEADER}\nNET001,${MSFT}\n,${AAPL}\n`, 4],
  ])('with %s never counts for another day', async (_, text, line) => {
    const { days, rejected } = await read(text, text.includes('Account') ? null : 'NET001');
    expect(days.every(({ totals }) => totals.netPnl === -30.5)).toBe(true);
    expect(rejected.map((row) => row.line)).toEqual([line]);
  });

  it('is read, and the missing pages of the report are rejected', async () => {
    const { rejected } = await read(`${totalsDay('9/2/2025', AAPL)}Page 1/2\n`, 'NET001');
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'page 1 of 2: the other pages are not in this file',
    ]);
  });
});

describe('a report that cannot be used is refused as a whole', () => {
  it.each([
    ['totals_without_account', null, totalsDay('9/2/2025', AAPL)],
    ['totals_of_other_account', 'NET009', `NET001\n${totalsDay('9/2/2025', AAPL)}`],
    ['not_totals_csv', 'NET001', totalsDay('9/2/2025', AAPL).replace(',Net,', ',Nett,')],
    ['not_totals_csv', 'NET001', `9/2/2025\n${AAPL}\n`],
    ['not_text', 'NET001', `${totalsDay('9/2/2025', AAPL)}\0`],
  ])('with the error %s', async (code, account, text) => {
    const error = await refusal(text, account);
    expect([error.code, error.hint !== '']).toEqual([code, true]);
  });
});

describe('a totals report that a spreadsheet saved', () => {
  const text = `NET001\n${totalsDay('9/2/2025', AAPL, MSFT)}`;
  const german = text.replaceAll(',', ';').replaceAll('98.5', '98,5').replaceAll('-30.5', '-30,5');

  it.each([
    ['semicolons', text.replaceAll(',', ';')],
    ['decimal commas', german],
    ['tabs and CRLF', text.replaceAll(',', '\t').replaceAll('\n', '\r\n')],
    ['CR only', text.replaceAll('\n', '\r')],
    ['a line sep=;', `sep=;\n${text.replaceAll(',', ';')}`],
    ['a totals line', text.replace('Fee: Software', 'Total,2,6,200,70,2,,,,,,,,,,,68,0,0,0\nFee: Software')],
  ])('with %s gives the same totals', async (_, saved) => {
    expect(saved).not.toBe(text);
    expect(await entries(saved)).toEqual([['NET001', '2025-09-02', 68]]);
  });

  it.each(['utf16le', 'utf8'] as const)('is read in %s', async (encoding) => {
    const bytes = Buffer.from(`\uFEFF${text}`, encoding);
    const options = { where: 'totals.csv', account: null, knownAccounts: new Set<string>(), today: null };
    const { days } = await readTotalsCsv(pieces([bytes]), options);
    expect(days.map(({ totals }) => totals.netPnl)).toEqual([68]);
  });

  it('rejects the day of a number with a thousands separator', async () => {
    const { days, rejected } = await read(text.replace(',100,1.5', ',"1,100",1.5'));
    expect(days).toEqual([]);
    expect(rejected[0]).toMatchObject({ account: 'NET001', sessionDate: '2025-09-02', column: 'Gross' });
    expect(rejected[0]?.reason).toContain('it has a thousands separator');
  });
});
