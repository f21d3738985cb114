import { describe, expect, it } from 'vitest';
import { readFillsCsv } from '../../../src/adapters/sources/fillsCsv.ts';
import { InputError } from '../../../src/shared/errors.ts';
import { pieces } from './csvText.ts';

/** Reads one fill whose columns between price and order id are these, with these cells. */
async function read(names: string, cells: string, after = 'Order Id,Fill Id') {
  const header = `Date/Time,Account,B/S,Qty,Symbol,Price,${names},${after}`;
  const line = `11/24/2025 09:45:00,DESK01,B,100,KLMN,10,${cells},7,8`;
  const found = { fees: [] as number[], unread: [] as string[], reasons: [] as string[] };
  for await (const batch of readFillsCsv(pieces([`${header}\n${line}\n`]), { where: 'fills.csv' })) {
    found.fees.push(...batch.fills.map(({ fees }) => fees));
    found.reasons.push(...batch.rejected.map(({ column, reason }) => `${column}: ${reason}`));
    found.unread.push(...(batch.unreadColumns ?? []));
  }
  return found;
}

describe('fee columns under other names', () => {
  it.each([
    'Comm',
    'Commission',
    'COMMISSIONS',
    'Commission ($)',
    'Comm_USD',
    'Ecn',
    'ECN Fees',
    'ecn_fee',
    'Sec Fee',
    'SEC Fees',
    'NFA',
    'NFA Fee',
    'ORF',
    'OCC Fee',
    'Exchange',
    'Exchange Fee',
    'Clearing',
    'Clearing Fees',
    'Misc Fee',
    'Misc.',
    'Finra Taf',
    'Venue Fee',
    'Ticket Charges',
    'Locate Fee',
    'Fees',
    'Total Fees',
  ])('%s is a fee', async (name) => {
    expect(await read(name, '1.25')).toEqual({ fees: [1.25], unread: [], reasons: [] });
  });

  it('of the upload format of the vendor are all summed', async () => {
    const names = 'Route,Exec Bkr,Contra,Liq,Comm,Ecn,SEC,ORF,TAF,NFA,CAT,NSCC,Acc,Clr,Misc';
    const { fees, unread } = await read(names, 'ARCA,1,2,3,5,3,0.25,0,0.17,0.02,0.03,0.1,0,0.2,0');
    expect([fees[0]?.toFixed(2), unread]).toEqual(['8.77', []]);
  });

  it.each([
    ['Ecn,Ecn Fee', 'the columns Ecn and Ecn Fee, which are names of the same fee'],
    ['Comm,SEC,Commission', 'the columns Comm and Commission'],
    ['SEC,Sec Fee', 'the columns SEC and Sec Fee'],
    ['Comm,comm', 'column comm twice'],
    ['Status,Misc,STATUS', 'column STATUS twice'],
  ])('%s are refused: one of them may repeat the other', async (names, message) => {
    const cells = names.replace(/[^,]+/g, '1');
    const error = await read(names, cells).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(message);
  });

  it.each([
    ['Comm,Fees', [3], []],
    ['SEC,Fees', [1], ['Fees']],
    ['Comm,Total Fees', [1], ['Total Fees']],
    ['Fees,Total Fees', [1], ['Total Fees']],
    ['Comm,Commission and Fees', [1], ['Commission and Fees']],
  ])('of %s a sum of fees counts only where it cannot hold the others', async (names, fees, unread) => {
    expect(await read(names, '1,2')).toEqual({ fees, unread, reasons: [] });
  });

  it.each(['NYSE', 'CBOE2', ''])('Exchange may hold the venue “%s”, which is no fee', async (cell) => {
    expect(await read('Exchange,Comm', `${cell},2`)).toEqual({ fees: [2], unread: [], reasons: [] });
  });

  it.each(['(0.35)', '0.3.5', '$1.00', 'USD 1.00'])('a fee “%s” rejects the row', async (cell) => {
    expect((await read('Exchange', cell)).reasons).toEqual([
      expect.stringContaining('Exchange: not a plain'),
    ]);
  });
});

describe('an unknown column between price and order id', () => {
  it.each([
    ['PQR', '0.25', ['PQR']],
    ['PQR', '(0.25)', ['PQR']],
    ['PQR', '$0.25', ['PQR']],
    ['Ecn Rebate', '-0.25', ['Ecn Rebate']],
    ['Comm Rate', '0.25', ['Comm Rate']],
    ['', '0.25', ['column 7']],
    ['PQR', '', []],
    ['PQR', '0.00', []],
    ['PQR', 'A1', []],
    ['Route', '12', []],
    ['Liq', '1', []],
    ['Exec Bkr', '158', []],
    ['Contra', '158', []],
    ['Trade Id', '158', []],
  ])('%s with “%s” is named where it holds numbers', async (name, cell, unread) => {
    expect(await read(name, cell)).toEqual({ fees: [0], unread, reasons: [] });
  });

  it('is not looked for behind the order id, and everywhere without one', async () => {
    expect((await read('Comm', '1', 'Order Id,PQR')).unread).toEqual([]);
    expect((await read('Comm', '1', 'Misc,PQR')).unread).toEqual(['PQR']);
  });
});
