import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFillsCsv } from '../../../src/adapters/sources/fillsCsv.ts';
import { InputError } from '../../../src/shared/errors.ts';
import { csv, fillOfRow, HEADER, pieces, readAll, row } from './csvText.ts';

const REAL_FILLS = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
if (!existsSync(REAL_FILLS))
  process.stderr.write('SKIPPED: ../shared/data does not exist, so real fills were not read\n');

describe('a valid fills CSV', () => {
  it('is read by column name', async () => {
    const read = await readAll(
      csv(row(), row({ 'B/S': 'T', Price: '0.00000001', Qty: '0.5', 'PropReports Id': '2' })),
    );
    expect(read).toEqual({
      fills: [fillOfRow(), fillOfRow({ side: 'T', price: 1e-8, quantity: 0.5, identity: 'P:2' })],
      rejected: [],
    });
  });

  it('is read with columns in any order, case and padding, after a byte-order mark and title lines', async () => {
    const text =
      '\uFEFFFills of "all" accounts\r\n\r\nPRICE, symbol ,qty,b/s,account,DATE/TIME,acc\r\n10.25,AAPL,100,B,NET001,10/31/2025 09:30:05,0.15\r\n';
    const { fills, rejected } = await readAll(new TextEncoder().encode(text));
    expect(rejected).toEqual([]);
    expect(fills).toEqual([
      fillOfRow({
        fees: 0.15,
        orderId: '',
        currency: '',
        idDigest: 0,
        identity: 'N:10.25,AAPL,100,B,NET001,10/31/2025 09:30:05,0.15:1',
      }),
    ]);
  });

  it.each([
    [{ Qty: '0' }, { quantity: 0 }],
    [{ Qty: '' }, { quantity: 0 }],
    [{ Price: '' }, { price: 0 }],
    [
      { Qty: '', Price: '' },
      { quantity: 0, price: 0 },
    ],
  ])('may leave out %j where the source cancelled the fill', async (cells, content) => {
    const cancelled = await readAll(csv(row({ ...cells, Status: ' Cancelled' })));
    expect(cancelled).toEqual({ fills: [fillOfRow({ ...content, status: 'Cancelled' })], rejected: [] });
    expect((await readAll(csv(row({ ...cells, Status: 'PENDING' })))).rejected).toHaveLength(1);
    expect((await readAll(csv(row({ Qty: '1x', Status: 'Cancelled' })))).rejected).toHaveLength(1);
    const withoutIds = row({ ...cells, Status: 'Cancelled', 'PropReports Id': '', 'Fill Id': '' });
    expect((await readAll(csv(withoutIds))).rejected).toHaveLength(1);
  });

  it('gives the sum of all fee columns, charges and rebates, with 0 for an empty one', async () => {
    const names = ['Comm', 'Ecn Fee', 'SEC', 'ORF', 'CAT', 'TAF', 'FTT', 'NSCC', 'Acc', 'Clr'];
    const fees = Object.fromEntries(names.map((name, at) => [name, String(2 ** at)]));
    const { fills } = await readAll(csv(row({ ...fees, Misc: '-0.5' })));
    expect(fills[0]?.fees).toBe(1022.5);
  });

  it.each([
    ['0', 0],
    ['0.00', 0],
    ['-0', 0],
    ['-12.4', -12.4],
    ['-0.00000001', -1e-8],
  ])(
    'may contain the price %s: expired options are booked at 0, and spreads trade below it',
    async (text, price) => {
      const { fills } = await readAll(csv(row({ Price: text })));
      expect(fills[0]?.price).toBe(price);
    },
  );

  it('reads 00:00:00 as an unknown time, and 9:05:07 as 32707 seconds', async () => {
    const { fills } = await readAll(
      csv(row({ 'Date/Time': '10/31/2025 00:00:00' }), row({ 'Date/Time': '2/29/2024 9:05:07' })),
    );
    expect(fills).toEqual([
      fillOfRow({ secondOfDay: null }),
      fillOfRow({ sessionDate: '2024-02-29', secondOfDay: 32707 }),
    ]);
  });

  it('keeps quotes, commas and control characters inside names, and trims blanks around them', async () => {
    const { fills, rejected } = await readAll(
      csv(row({ Account: '"  NET0""0,1 "', Symbol: ' BRK\u0007B ' })),
    );
    expect(rejected).toEqual([]);
    expect(fills).toEqual([fillOfRow({ account: 'NET0"0,1', symbol: 'BRK\u0007B' })]);
  });

  it.each([
    ['Account', { Account: '"NET\r\n001"' }],
    ['Account', { Account: '"NET001\n"' }],
    ['Account', { Account: 'NET\u2028001' }],
    ['Symbol', { Symbol: '"AA\nPL"' }],
  ])('rejects a row whose %s has a line break, and makes no account of it', async (column, change) => {
    const { fills, rejected } = await readAll(csv(row(change), row()));
    expect(fills).toEqual([fillOfRow()]);
    expect(rejected.map((each) => [each.column, each.reason])).toEqual([
      [column, 'a name with a line break; expected one line'],
    ]);
  });

  it('has no rows when only the header is there', async () => {
    expect(await readAll(csv())).toEqual({ fills: [], rejected: [] });
  });

  it('ignores the trailer of a single page and rejects a trailer that counts other pages', async () => {
    expect((await readAll(`${csv(row())}Page 1/1`)).rejected).toEqual([]);
    expect((await readAll(`${csv(row())}Page 1/3\n`)).rejected).toEqual([
      {
        where: 'fills.csv',
        line: 3,
        column: 'row',
        value: 'Page 1/3',
        reason: 'page 1 of 3: the other pages are not in this file',
        raw: 'Page 1/3',
        account: null,
        sessionDate: null,
      },
    ]);
  });
});

describe('the identity of a fill', () => {
  it.each([
    [{ 'PropReports Id': '77', 'Fill Id': 'F1' }, 'P:77'],
    [{ 'PropReports Id': '', 'Fill Id': 'F1' }, 'F:2025-10-31:F1'],
    [{ 'PropReports Id': '0', 'Fill Id': ' F9 ' }, 'F:2025-10-31:F9'],
  ])('for %o is %s', async (values, identity) => {
    expect((await readAll(csv(row(values)))).fills[0]?.identity).toBe(identity);
  });

  it('numbers identical rows over the whole stream, also with other rows between them', async () => {
    const bare = row({ 'PropReports Id': '', 'Fill Id': '' });
    const other = row({ 'PropReports Id': '', 'Fill Id': '', Qty: '7' });
    const { fills } = await readAll(csv(bare, other, bare, bare.replace('AAPL', '"AAPL"')));
    expect(fills.map((fill) => fill.identity)).toEqual([
      `N:${bare}:1`,
      `N:${other}:1`,
      `N:${bare}:2`,
      `N:${bare}:3`,
    ]);
  });
});

describe('a bad row is rejected and the rows around it are kept', () => {
  it.each([
    ['Date/Time', '02/30/2025 09:30:00', 'not a calendar date'],
    ['Date/Time', '02/29/2025 09:30:00', 'not a calendar date'],
    ['Date/Time', '13/32/2025 09:30:00', 'not a calendar date'],
    ['Date/Time', '00/10/2025 09:30:00', 'not a calendar date'],
    ['Date/Time', '10/31/25 09:30:00', 'not a calendar date'],
    ['Date/Time', '10/31/0025 09:30:00', 'not a calendar date'],
    ['Date/Time', '2025-10-31 09:30:00', 'not a calendar date'],
    ['Date/Time', '', 'not a calendar date'],
    ['Date/Time', '10/31/2025', 'not a time of day'],
    ['Date/Time', '10/31/2025 25:61:00', 'not a time of day'],
    ['Date/Time', '10/31/2025 24:00:00', 'not a time of day'],
    ['Date/Time', '10/31/2025 09:30:60', 'not a time of day'],
    ['Date/Time', '10/31/2025 09:30', 'not a time of day'],
    ['Date/Time', '10/31/2025 9:30:05 PM', 'not a time of day'],
    ['Account', '', 'empty'],
    ['Account', '   ', 'empty'],
    ['Account', 'NET\uFFFD01', 'not UTF-8'],
    ['Symbol', '', 'empty'],
    ['B/S', '', 'unknown side'],
    ['B/S', 'X', 'unknown side'],
    ['B/S', 'BUY', 'unknown side'],
    ['Qty', '', 'not a plain number'],
    ['Qty', '0', 'not a plain number'],
    ['Qty', '-100', 'not a plain number'],
    ['Qty', '0x64', 'not a plain number'],
    ['Qty', '1e5', 'not a plain number'],
    ['Qty', 'NaN', 'not a plain number'],
    ['Qty', 'Infinity', 'not a plain number'],
    ['Qty', '1e-20', 'not a plain number'],
    ['Qty', '9999999999999999', 'not a plain number'],
    ['Qty', '"1,000"', 'not a plain number'],
    ['Price', '', 'not a plain number'],
    ['Price', '$10', 'not a plain number'],
    ['Price', '10.2.5', 'not a plain number'],
    ['Comm', 'free', 'not a plain number'],
    ['Misc', '0,5'.replace(',', ';'), 'not a plain number'],
    ['PropReports Id', '2.02505E+11', 'abbreviated by a spreadsheet'],
  ])('rejects %s “%s”: %s', async (column, value, reason) => {
    const bad = row({ [column]: value });
    const { fills, rejected } = await readAll(csv(row(), bad, row()));
    const text = value.replaceAll('"', '').trim();
    expect(fills).toEqual([fillOfRow(), fillOfRow()]);
    expect(rejected).toEqual([
      {
        where: 'fills.csv',
        line: 3,
        column,
        value: text,
        reason: expect.stringContaining(reason),
        raw: bad,
        account: column === 'Account' ? null : 'NET001',
        sessionDate: reason === 'not a calendar date' ? null : '2025-10-31',
      },
    ]);
  });

  it('rejects an abbreviated Fill Id only when it would be the identity', async () => {
    const { fills, rejected } = await readAll(
      csv(row({ 'Fill Id': '1E+05' }), row({ 'Fill Id': '1E+05', 'PropReports Id': '' })),
    );
    expect([fills.length, rejected.map((each) => each.column)]).toEqual([1, ['Fill Id']]);
  });

  it.each([
    ['too few columns: 5 where the header has 26', '10/31/2025 09:30:05,NET001,B,100,AAPL'],
    ['too many columns: 27 where the header has 26', row({ Price: '1,234.50' })],
    ['a second header', HEADER],
    ['a quote is opened and never closed', row({ Symbol: '"AAPL' })],
  ])('rejects a row: %s', async (reason, bad) => {
    const { fills, rejected } = await readAll(csv(row(), bad, row(), row({ Account: '"NET001"' })));
    expect(fills).toEqual([fillOfRow(), fillOfRow(), fillOfRow()]);
    const place = {
      account: bad === HEADER ? null : 'NET001',
      sessionDate: bad === HEADER ? null : '2025-10-31',
    };
    expect(rejected).toEqual([
      { where: 'fills.csv', line: 3, column: 'row', value: bad, reason, raw: bad, ...place },
    ]);
  });

  it('keeps the valid row between two rows with stray quotes', async () => {
    const { fills, rejected } = await readAll(csv(row({ Symbol: '"AAPL' }), row(), row({ Symbol: 'MSFT"' })));
    expect(fills).toEqual([fillOfRow(), fillOfRow({ symbol: 'MSFT"' })]);
    expect(rejected.map((each) => each.line)).toEqual([2]);
  });

  it('accepts a comma at the end of a row', async () => {
    expect((await readAll(csv(`${row()},`))).fills).toEqual([fillOfRow()]);
  });

  it('counts lines correctly after quoted line breaks, blank lines and unclosed quotes', async () => {
    const broken = row({ 'Order Id': '"NET\n001"' });
    const open = row({ Symbol: '"AAPL' });
    const bad = row({ 'B/S': '?' });
    const { rejected } = await readAll(csv(broken, '', bad, open, bad, row(), open, bad));
    expect(rejected.map((each) => [each.line, each.column])).toEqual([
      [5, 'B/S'],
      [6, 'row'],
      [7, 'B/S'],
      [9, 'row'],
      [10, 'B/S'],
    ]);
  });

  it('counts lines from firstLine', async () => {
    const lines: unknown[] = [];
    const stream = pieces([csv(row({ 'B/S': '?' }))]);
    for await (const { rejected } of readFillsCsv(stream, { where: 'page 2', firstLine: 11 }))
      lines.push(...rejected.map((each) => [each.where, each.line]));
    expect(lines).toEqual([['page 2', 12]]);
  });
});

describe('a stream that is not a fills CSV is refused as a whole', () => {
  it.each([
    [
      '',
      'fills.csv · found nothing: the file is empty or has only blank lines · expected a header with Date/Time, Account, B/S, Qty, Symbol, Price',
    ],
    ['\n\n', 'found nothing'],
    ['<!DOCTYPE html><html><body>Login</body></html>', 'found an HTML page'],
    ['a,b,c\n1,2,3\n', 'found “a,b,c” on line 1'],
    [csv(row()).replace('Price', 'Px'), 'found a header without Price on line 1'],
    [csv(row()).replace('Symbol,Price', 'Ticker,Px'), 'found a header without Symbol, Price on line 1'],
    [csv(row()).replace('Misc', 'Comm'), 'found column Comm twice'],
    ['PK\u0003\u0004\0\0', 'found a NUL byte'],
    [`${csv(row())}${row()}\0`, 'found a NUL byte'],
    ['note\n'.repeat(60) + csv(row()), 'found “note” on line 1'],
    ['x'.repeat(65_537), 'line 1 · found a line of more than 65536 characters'],
    [`${csv(row())}${row()}${'x'.repeat(65_537)}\n`, 'line 3 · found a line of more than 65536'],
  ])('%#: the error states what was found', async (text, message) => {
    const error = await readAll(text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(message);
    expect((error as InputError).hint).not.toBe('');
  });
});

describe('a fills CSV read as a stream', () => {
  it('gives the same rows for every way to split the bytes into chunks', async () => {
    const text = csv(
      row({ Account: '"NÉT\n00""1"' }),
      row({ 'B/S': '?' }),
      '',
      row({ Symbol: '"A' }),
      row({ Qty: '7' }),
    );
    const bytes = new TextEncoder().encode(text);
    const whole = await readAll(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (at) => {
        const cuts = [0, ...at.sort((a, b) => a - b), bytes.length];
        const parts = cuts.slice(1).map((end, n) => bytes.subarray(cuts[n], end));
        expect(await readAll(pieces(parts))).toEqual(whole);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('yields every line of a random text as a fill or a rejected row', async () => {
    const cell = fc.constantFrom('', 'B', '10/31/2025 09:30:05', '100', 'x', '"', 'a"b', '1e5', ' ');
    const line = fc.array(cell, { minLength: 2, maxLength: 27 }).map((cells) => cells.join(','));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 15 }), async (lines) => {
        const { fills, rejected } = await readAll(csv(...lines));
        const kept = rejected.map((each) => each.raw).join('\n');
        for (const each of lines)
          if (each.replaceAll(',', '').trim() !== '' && fills.length === 0) expect(kept).toContain(each);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('yields batches before the stream has ended and never holds more than 6,000 rows', async () => {
    let produced = 0;
    async function* endless(): AsyncIterable<string> {
      yield `${HEADER}\n`;
      for (produced = 0; produced < 50; produced += 1) yield `${row()}\n`.repeat(1_000);
    }
    const sizes: number[] = [];
    for await (const batch of readFillsCsv(endless(), { where: 'big' })) {
      sizes.push(batch.fills.length);
      expect(sizes.reduce((a, b) => a + b, 0)).toBeGreaterThan(produced * 1_000 - 5_000);
    }
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(50_000);
    expect(Math.max(...sizes)).toBeLessThan(6_000);
  });
});

describe.skipIf(!existsSync(REAL_FILLS))('real fills', () => {
  it.each(['propreports-trader/fills.csv', 'perp-accounts/fills.csv'])(
    'every row of %s is a fill with its own identity',
    async (file) => {
      const { fills, rejected } = await readAll(createReadStream(REAL_FILLS + file));
      expect(rejected).toEqual([]);
      expect(fills.length).toBe(
        readFileSync(REAL_FILLS + file, 'utf8')
          .trim()
          .split('\n').length - 1,
      );
      expect(new Set(fills.map((fill) => fill.identity)).size).toBe(fills.length);
    },
  );
});
