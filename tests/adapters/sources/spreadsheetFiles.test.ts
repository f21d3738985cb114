import { describe, expect, it } from 'vitest';
import { csv, fillOfRow, HEADER, pieces, readAll, row } from './csvText.ts';

const LINES = [HEADER, row(), row({ Qty: '7', Price: '-0.5' })];
const FILLS = [fillOfRow(), fillOfRow({ quantity: 7, price: -0.5 })];
const withMark = (text: string, encoding: 'utf16le' | 'utf8') => Buffer.from(`\uFEFF${text}`, encoding);
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('the same rows are read from a file', () => {
  const encodings: readonly (readonly [string, (text: string) => Buffer])[] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a byte-order mark', (text) => withMark(text, 'utf8')],
    ['UTF-16 LE with a byte-order mark', (text) => withMark(text, 'utf16le')],
    ['UTF-16 BE with a byte-order mark', (text) => bigEndian(`\uFEFF${text}`)],
    ['UTF-16 LE without one', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16 BE without one', bigEndian],
  ];
  const ends: readonly (readonly [string, string[]])[] = [
    ['LF', ['\n', '\n', '\n']],
    ['CRLF', ['\r\n', '\r\n', '\r\n']],
    ['CR', ['\r', '\r', '\r']],
    ['mixed', ['\r', '\r\n', '\n']],
    ['no last', ['\r', '\r', '']],
  ];
  const separators = [',', '\t', ';', '|'];
  const cases = encodings.flatMap(([encoding, encode]) =>
    ends.flatMap(([end, marks]) =>
      separators.map((separator) => ({ encoding, encode, end, marks, separator })),
    ),
  );

  it.each(cases)('in $encoding with line ends $end and separator $separator', async (each) => {
    const text = LINES.map((line, at) => line.replaceAll(',', each.separator) + each.marks[at]).join('');
    const bytes = each.encode(text);
    const slices = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) =>
      bytes.subarray(7 * n, 7 * n + 7),
    );
    expect(await readAll(bytes)).toEqual({ fills: FILLS, rejected: [] });
    expect(await readAll(pieces(slices))).toEqual({ fills: FILLS, rejected: [] });
  });

  it.each([
    ['sep=,', ','],
    ['sep=;', ';'],
    ['"sep=;"', ';'],
    ['SEP=\t', '\t'],
    ['sep=~', '~'],
  ])('that begins with the line %s', async (first, separator) => {
    const lines = [first, ...LINES.map((line) => line.replaceAll(',', separator))];
    expect(await readAll(lines.join('\r\n'))).toEqual({ fills: FILLS, rejected: [] });
  });

  it('whose empty rows hold only separators, blanks or empty quotes', async () => {
    const lines = [...LINES, ',,,,', ' , ,', '"","",'];
    expect(await readAll(lines.join('\n'))).toEqual({ fills: FILLS, rejected: [] });
  });

  it('with quoted line breaks, also where a return ends the lines', async () => {
    const text = csv(row({ 'Order Id': '"O\n1"' })).replaceAll('\n', '\r');
    expect((await readAll(text)).fills).toEqual([fillOfRow({ orderId: 'O\r\n1' })]);
  });
});

describe('decimal commas', () => {
  const german = (values: Readonly<Record<string, string>>) =>
    row({ Comm: '', 'Ecn Fee': '', ...values })
      .replaceAll(',', ';')
      .replaceAll('_', ',');
  const read = (...rows: string[]) => readAll([HEADER.replaceAll(',', ';'), ...rows].join('\n'));

  it('are read where semicolons separate, once a number proves them', async () => {
    const { fills, rejected } = await read(
      german({ Price: '10_125', Qty: '5' }),
      german({ Price: '10_2', Qty: '1_5', Comm: '-0_25' }),
    );
    expect(rejected).toEqual([]);
    expect(fills.map(({ price, quantity, fees }) => [price, quantity, fees])).toEqual([
      [10.125, 5, 0],
      [10.2, 1.5, -0.25],
    ]);
  });

  it.each([
    ['Qty', '1_500', 'thousands separator'],
    ['Qty', '1_5', 'decimal comma'],
  ])('are rejected after a number with a point: %s %s', async (column, value, reason) => {
    const { fills, rejected } = await read(german({ Price: '10.5' }), german({ [column]: value }));
    expect(fills).toHaveLength(1);
    expect(rejected).toEqual([expect.objectContaining({ column, reason: expect.stringContaining(reason) })]);
  });

  it('reject a number with a point, which may separate thousands', async () => {
    const { fills, rejected } = await read(german({ Price: '10_5' }), german({ Qty: '1.500', Price: '9_5' }));
    expect(fills).toHaveLength(1);
    expect(rejected[0]?.reason).toContain('it has a point, where the file has decimal commas');
  });

  it('are rejected while nothing proves that 1,500 is one and a half', async () => {
    const { fills, rejected } = await read(german({ Price: '10', Qty: '1_500' }));
    expect([fills.length, rejected[0]?.reason]).toEqual([
      0,
      'not a plain number: it has a thousands separator; expected 1500, not 1,500',
    ]);
  });
});

describe('a number that a spreadsheet wrote is rejected with its fault', () => {
  it.each([
    ['"1,000"', 'it has a thousands separator'],
    ['1 000', 'it has a thousands separator'],
    ['"1.000,5"', 'it has a thousands separator'],
    ['(0.35)', 'a negative number in parentheses'],
    ['"1,5"', 'it has a decimal comma'],
    ['12.4-', 'its minus sign is at the end'],
    ['\u22120.5', 'its minus sign is not the character -'],
    ['-', 'a dash'],
    ['1.2E+05', 'abbreviated by a spreadsheet'],
    ['NaN', 'not a finite number'],
    ['#N/A', 'an error of a spreadsheet'],
    ['$5', 'it has a currency sign'],
    ['5%', 'it is a percentage'],
    ['1000000000001', 'of at most 1,000,000,000,000'],
  ])('%s: %s', async (value, fault) => {
    const { rejected } = await readAll(csv(...['Price', 'Comm'].map((column) => row({ [column]: value }))));
    expect(rejected.map(({ column, reason }) => [column, reason.includes(fault)])).toEqual([
      ['Price', true],
      ['Comm', true],
    ]);
  });
});

describe('a line that is no fill', () => {
  it.each([
    ['a total at the end', 'Total,,,2000,,,,,2.50', 'a totals line of a spreadsheet'],
    ['a total of an account', 'DESK01 Total,DESK01,,2000,,', 'a totals line of a spreadsheet'],
    ['a total with a date', '11/24/2025 10:00:00,NET001,Total,2000,,', 'a totals line of a spreadsheet'],
    ['a note', 'Exported by NET001,,,,,', 'not a fill: no date, side or symbol'],
    ['a second header', HEADER.toUpperCase(), 'a second header'],
  ])('is rejected and belongs to no account: %s', async (_, line, reason) => {
    const whole = line + ','.repeat(Math.max(0, 26 - line.split(',').length));
    const { rejected } = await readAll(csv(row(), whole, line === whole ? row() : line));
    for (const each of rejected)
      expect(each).toMatchObject({
        reason: expect.stringContaining(reason),
        account: null,
        sessionDate: null,
      });
    expect(rejected.length).toBeGreaterThan(0);
  });
});

describe('the day of a rejected row', () => {
  it.each([
    ['with a bad number', row({ Qty: '"1,500"' }), 'NET001', '2025-10-31'],
    ['with a field too many', row({ Price: '1,234.50' }), 'NET001', '2025-10-31'],
    ['without a readable date', row({ 'Date/Time': '2025-10-31 09:30:05' }), 'NET001', null],
    ['without an account', row({ Account: '' }), null, '2025-10-31'],
    ['with an account that is not UTF-8', row({ Account: 'N\uFFFDT' }), null, '2025-10-31'],
  ])('%s is named', async (_, bad, account, sessionDate) => {
    expect((await readAll(csv(bad))).rejected).toEqual([expect.objectContaining({ account, sessionDate })]);
  });

  it('is found from the right where a field before it is one too many', async () => {
    const header = 'Price,Qty,Symbol,B/S,Account,Date/Time';
    const { rejected } = await readAll(`${header}\n1,234.50,100,AAPL,B,NET001,10/31/2025 09:30:05\n`);
    expect(rejected).toEqual([expect.objectContaining({ account: 'NET001', sessionDate: '2025-10-31' })]);
  });
});

describe('names in another encoding', () => {
  it('reject their rows, with the encoding that is likely', async () => {
    const bytes = Buffer.from(csv(row(), row({ Account: 'N\u00c9T' }), row({ Route: '\u00c9' })), 'latin1');
    const { fills, rejected } = await readAll(bytes);
    expect(fills).toHaveLength(2);
    expect(rejected[0]?.reason).toBe('not UTF-8 text (Windows-1252?), so the name cannot be read');
  });
});

describe('the currency of a fill', () => {
  it.each([
    ['usd', 'USD'],
    ['CAD', 'CAD'],
    ['', ''],
    ['GBp', 'GBX'],
    ['gbp', 'GBP'],
  ])('%s is read as %s', async (cell, currency) => {
    expect((await readAll(csv(row({ Currency: cell })))).fills[0]?.currency).toBe(currency);
  });

  it.each(['$', 'US', 'DOLLAR', '840', 'U$D'])('%s rejects the row', async (cell) => {
    expect((await readAll(csv(row({ Currency: cell })))).rejected).toEqual([
      expect.objectContaining({ column: 'Currency', value: cell, account: 'NET001' }),
    ]);
  });

  it('is read from a column Ccy', async () => {
    const { fills } = await readAll(csv(row({ Currency: 'CAD' })).replace('Currency', 'Ccy'));
    expect(fills[0]?.currency).toBe('CAD');
  });
});
