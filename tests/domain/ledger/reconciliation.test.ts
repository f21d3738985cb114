import { describe, expect, it } from 'vitest';
import { tieOutTolerance, tiesOut } from '../../../src/domain/ledger/reconciliation.ts';

const ours = (netPnl: number, fills: number, symbols = 1) => ({ netPnl, fills, symbols });

describe('reconciliation with the source', () => {
  it.each([
    { net: 100, theirs: 100, fills: 10, rows: 0, expected: true },
    { net: 100, theirs: 100.01, fills: 10, rows: 0, expected: true },
    { net: 100, theirs: 100.02, fills: 10, rows: 0, expected: false },
    { net: 100, theirs: 100.02, fills: 1000, rows: 0, expected: true },
    { net: 100, theirs: 100.04, fills: 2000, rows: 0, expected: false },
    { net: 100, theirs: 100.02, fills: 1000, rows: 1, expected: true },
    { net: 100, theirs: 100.03, fills: 1000, rows: 1, expected: false },
    { net: 100, theirs: 100.41, fills: 160, rows: 80, expected: true },
    { net: 100, theirs: 100.42, fills: 160, rows: 80, expected: false },
    { net: -100, theirs: 100, fills: 10, rows: 80, expected: false },
  ])(
    'ties out our $net and their $theirs over $fills fills in $rows rows: $expected',
    ({ net, theirs, fills, rows, expected }) => {
      expect(tiesOut({ ours: ours(net, fills), theirs: { netPnl: theirs, rows } })).toBe(expected);
    },
  );

  it('takes the symbols of our day for the rows of a total that was stored without them', () => {
    expect(tieOutTolerance({ ours: ours(0, 0, 80), theirs: { netPnl: 0, rows: null } })).toBeCloseTo(0.41, 9);
    expect(tieOutTolerance({ ours: ours(0, 0, 80), theirs: { netPnl: 0, rows: 2 } })).toBeCloseTo(0.02, 9);
  });

  it('does not tie out a day that only one side has', () => {
    expect(tiesOut({ ours: null, theirs: { netPnl: 12, rows: 1 } })).toBe(false);
    expect(tiesOut({ ours: ours(12, 1), theirs: null })).toBe(false);
  });

  it('ties out a day with a net P&L of 0 that the source does not have', () => {
    expect(tiesOut({ ours: ours(0, 2), theirs: null })).toBe(true);
  });
});
