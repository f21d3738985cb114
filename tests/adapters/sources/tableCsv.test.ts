import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseTable } from '../../../src/adapters/sources/tableCsv.ts';
import type { TableKind, TableKinds } from '../../../src/adapters/sources/tableKind.ts';
import {
  cellProblem,
  checkRows,
  refuseProblems,
  repeatProblems,
  shownCell,
} from '../../../src/adapters/sources/tableProblems.ts';
import { decodeTable } from '../../../src/adapters/sources/tableText.ts';

const roster: TableKind = {
  title: 'a roster',
  required: ['trader'],
  optional: ['desk', 'base_limit', 'accounts'],
  code: 'bad_roster',
};
const multipliers: TableKind = {
  title: 'a list of multipliers',
  required: ['symbol', 'multiplier'],
  optional: [],
  code: 'bad_roster',
};
const kinds: TableKinds<TableKind> = [roster, multipliers];

const table = (text: string) => parseTable(decodeTable(Buffer.from(text), 'x.csv'), 'x.csv', kinds);
const cells = (text: string) => table(text).rows.map((row) => row.cells);
const row = { trader: 'Ann', base_limit: '2500' };

describe('a small table', () => {
  it.each([
    ['commas', 'trader,base_limit\nAnn,2500\n'],
    ['semicolons', 'trader;base_limit\nAnn;2500\n'],
    ['tabs', 'trader\tbase_limit\nAnn\t2500\n'],
    ['bars', 'trader|base_limit\nAnn|2500'],
    ['a declared separator', 'sep=;\ntrader;base_limit\nAnn;2500\n'],
    ['CRLF', 'trader,base_limit\r\nAnn,2500\r\n'],
    ['CR alone', 'trader,base_limit\rAnn,2500\r'],
    ['a byte-order mark', '\uFEFFtrader,base_limit\nAnn,2500\n'],
    ['quotes and blanks', ' "Trader" , "Base Limit" \n "Ann" , 2500 \n'],
    ['other cases and hyphens', 'TRADER,Base-Limit\nAnn,2500\n'],
    ['blank lines and rows of empty cells', '\n\ntrader,base_limit\n\nAnn,2500\n,\n , \n'],
  ])('is read with %s', (_, text) => {
    expect(cells(text)).toEqual([row]);
  });

  const utf16 = Buffer.from('trader,base_limit\nAnn,2500\n', 'utf16le');
  it.each([
    ['UTF-16, little-endian', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['UTF-16, big-endian', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])],
    ['UTF-16, little-endian, without a mark', utf16],
    ['UTF-16, big-endian, without a mark', Buffer.from(utf16).swap16()],
  ])('is read in %s', (_, bytes) => {
    const { rows } = parseTable(decodeTable(bytes, 'x.csv'), 'x.csv', kinds);
    expect(rows.map((each) => each.cells)).toEqual([row]);
  });

  it.each([
    ['Windows-1252', Buffer.from('trader\nZo\xeb\n', 'latin1'), /bytes that are not UTF-8/],
    ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x41]), /bytes that are not UTF-16LE/],
    ['a NUL byte', Buffer.from('trader\nA\0n\n'), /a NUL byte/],
    ['a spreadsheet', Buffer.from('PK\u0003\u0004rest'), /a spreadsheet or zip archive/],
    ['a page', Buffer.from('\n<html>'), /an HTML or XML page/],
  ])('is refused as %s', (_, bytes, message) => {
    expect(() => decodeTable(bytes, 'x.csv')).toThrow(message);
  });

  it.each([
    [
      'trader,limit\nAnn,1',
      'line 1: found the unknown column "limit", expected trader,desk,base_limit,accounts; did you mean base_limit?',
    ],
    ['trader,daily_limit\nAnn,1', 'did you mean base_limit?'],
    [
      '\ntrader,xyz\nAnn,1',
      'line 2: found the unknown column "xyz", expected trader,desk,base_limit,accounts',
    ],
    ['trader,,desk\nAnn,1,', 'line 1, column 2: found a column without a name, expected one'],
    ['trader,desk,Desk\nAnn,A,B', 'line 1: found the column desk twice'],
    ['desk,base_limit\nA,1', 'line 1: found no column trader, expected trader,desk,base_limit,accounts'],
    ['trader,symbol\nAnn,ES', 'found the unknown column "symbol"'],
    ['symbol,multiplyer\nES,50', 'did you mean multiplier?'],
    ['a,b,c,d,e,f,g,h,i\n1,2,3,4,5,6,7,8,9', 'line 1: found 9 unknown columns, expected trader'],
    ['trader,accounts\nAnn,A1,A2', 'line 2: found 3 cells, expected 2, as in the header; put a cell'],
    ['trader,accounts\n"Ann\nB",A1\nBob', 'line 4: found 1 cell, expected 2'],
    ['trader\n"Ann\n', 'expected CSV'],
    ['trader,desk\n', 'found a header and no row · expected a roster or a list of multipliers'],
    ['trader,desk\n,\n', 'found a header and no row'],
    ['', 'found nothing · expected a roster'],
    ['\n \n', 'found'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => table(text)).toThrow(message);
  });

  it('takes the kind whose columns its header has', () => {
    expect(table('multiplier,symbol\n50,ES').kind).toBe(multipliers);
    expect(table('symbol,multiplier\nES,50').rows).toEqual([
      { line: 2, cells: { symbol: 'ES', multiplier: '50' } },
    ]);
  });
});

describe('the problems of a table', () => {
  const schema = z.object({
    trader: z.string().min(1, 'a name'),
    base_limit: z.string().regex(/^\d+$/, 'a number'),
  });

  it('name line, column, cell and what was expected', () => {
    const { rows, problems } = checkRows(table('trader,base_limit\nAnn,5\n"Bob\nC",x\n,7'), schema);
    expect(rows).toEqual([{ line: 2, value: { trader: 'Ann', base_limit: '5' } }]);
    expect(problems).toEqual([
      'line 3, base_limit: found "x", expected a number',
      'line 5, trader: found "", expected a name',
    ]);
    expect(cellProblem({ line: 2, cells: {} }, 'desk', 'a desk')).toBe(
      'line 2, desk: found no such column, expected a desk',
    );
  });

  it('name each row that repeats an earlier one', () => {
    const { rows } = checkRows(table('trader,base_limit\nAnn,5\nBob,6\nann,7\nAnn,8'), schema);
    const repeats = repeatProblems(
      rows,
      ({ trader }) => trader.toLowerCase(),
      ({ trader }) => `trader ${trader}`,
    );
    expect(repeats).toEqual([
      'line 4: found trader ann again, after line 2',
      'line 5: found trader Ann again, after line 2',
    ]);
    expect(repeatProblems(rows, () => null, String)).toEqual([]);
  });

  it('are listed up to 20', () => {
    const problems = Array.from({ length: 23 }, (_, index) => `problem ${index + 1}`);
    expect(() => refuseProblems({ where: 'x.csv', kind: roster }, problems)).toThrow(
      /^x\.csv · problem 1 · .*problem 20 · and 3 more$/,
    );
    expect(() => refuseProblems({ where: 'x.csv', kind: roster }, problems.slice(0, 20))).toThrow(
      /problem 20$/,
    );
    expect(() => refuseProblems({ where: 'x.csv', kind: roster }, [])).not.toThrow();
  });

  it('show invisible characters of a cell, and shorten it', () => {
    expect([shownCell('A\u200bn\u00a0n e'), shownCell('x'.repeat(50))]).toEqual([
      '"A<U+200B>n<U+00A0>n e"',
      `"${'x'.repeat(39)}…"`,
    ]);
  });
});
