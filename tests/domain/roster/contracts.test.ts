import { describe, expect, it } from 'vitest';
import { contractLookup } from '../../../src/domain/roster/contracts.ts';
import { symbolKind } from '../../../src/domain/roster/symbolKind.ts';

describe('the kind of a symbol', () => {
  it.each([
    // Option notations: the clearing house's, with a mark or none, with the strike in thousandths or plain.
    ['KLMN  261120P00090000', 'option'],
    ['KLMN261120P00090000', 'option'],
    ['O:KLMN261120P00090000', 'option'],
    ['+KLMN261120C100', 'option'],
    ['.KLMN261120C102.5', 'option'],
    ['-KLMN261120C100', 'option'],
    ['KLMN261120C100', 'option'],
    ['KLMN1 261120C00100000', 'option'],
    ['BRK.B261120C400', 'option'],
    ['KLMN_112026C100', 'option'],
    ['KLMN 11/20/26 C100', 'option'],
    ['KLMN 11/20/2026 100 C', 'option'],
    ['KLMN 20NOV26 100 P', 'option'],
    ['KLMN 20 NOV 2026 100 Put', 'option'],
    ['KLMN 2026-11-20 C 100', 'option'],
    ['KLMN Nov 20 2026 100 Call', 'option'],
    ['KLMN US 11/20/26 C100 Equity', 'option'],
    // A strike and a put or call mark in another notation, or on a future or a coin.
    ['KLMN NOV26 100 C', 'unknown'],
    ['KLMN.261120.C.100', 'unknown'],
    ['KLMN 100C', 'unknown'],
    ['KLMN100C', 'unknown'],
    ['KLMN Call 100', 'unknown'],
    ['ESZ6 C5000', 'unknown'],
    ['/ESZ6C5000', 'unknown'],
    ['./ESZ6C5000', 'unknown'],
    ['LO1X6 P45', 'unknown'],
    ['BTC-27NOV26-100000-C', 'unknown'],
    // Futures: any symbol with a mark, and root, month and year where the root is in the table.
    ['\\CLK6', 'future'],
    ['/ESZ6', 'future'],
    ['/ES', 'future'],
    ['\\QQQQZ6', 'future'],
    ['ESZ6', 'future'],
    ['NQH26', 'future'],
    ['ESZ2026', 'future'],
    ['6EZ6', 'future'],
    ['VXX6', 'future'],
    ['BRNF27', 'future'],
    ['FDAXZ6', 'future'],
    ['@ESZ6', 'future'],
    ['ES 12-26', 'future'],
    ['ES DEC26', 'future'],
    ['ES=F', 'future'],
    ['ES1!', 'future'],
    ['CLZ6 Comdty', 'future'],
    ['ESZ6-ESH7', 'future'],
    // Shares, also those whose letters are a root, or a root and a month without a year.
    ['CLF', 'share'],
    ['ESZ', 'share'],
    ['Z', 'share'],
    ['F', 'share'],
    ['GCX', 'share'],
    ['ES', 'share'],
    ['VXX', 'share'],
    ['BRK.B', 'share'],
    ['BRK/B', 'share'],
    ['BAC-PC', 'share'],
    ['BAC PR C', 'share'],
    ['QRST.TO', 'share'],
    ['7777.T', 'share'],
    ['C6L.SI', 'share'],
    ['QQQQZ6', 'share'],
    ['C98USDT', 'share'],
    ['BTC-PERP', 'share'],
    ['EUR/USD', 'share'],
  ])('of %s is %s', (symbol, kind) => {
    expect(symbolKind(symbol)).toBe(kind);
  });
});

describe('the multiplier', () => {
  const contractOf = contractLookup([
    { pattern: 'ES*', multiplier: 50 },
    { pattern: 'ESTM', multiplier: 1 },
    { pattern: 'ESM*', multiplier: 5 },
    { pattern: '\\CL*', multiplier: 1000 },
    { pattern: '/NQH26', multiplier: 20 },
    { pattern: 'KLMN261120C100', multiplier: 10 },
    { pattern: 'XYZ*', multiplier: 2 },
  ]);

  it.each([
    ['AAPL', 1],
    ['ESZ6', 50],
    ['\\ESZ6', 50],
    ['/ESZ6', 50],
    ['ESM5', 5],
    ['ESTM', 1],
    ['\\CLK6', 1000],
    ['/CLK6', 1000],
    ['CLK6', 1000],
    ['CLF', 1],
    ['CL', 1],
    ['NQH26', 20],
    ['\\NQH26', 20],
    ['NQM26', null],
    ['ESZ6 C5000', 50],
    ['XYZA', 2],
    ['KLMN261120C100', 10],
    ['KLMN NOV26 100 C', null],
    // ES* is meant for the future: a share that begins with ES needs its own rule.
    ['ESTC', null],
    ['ES', null],
  ])('of %s is %s', (symbol, multiplier) => {
    expect(contractOf(symbol)).toMatchObject({ multiplier, isAssumed: false });
  });

  it('of an option without a rule is assumed', () => {
    expect(contractOf('+KLMN261120C105')).toEqual({ kind: 'option', multiplier: 100, isAssumed: true });
  });
});
