import { describe, expect, it } from 'vitest';
import { tiesOut } from '../../../src/domain/ledger/reconciliation.ts';

describe('reconciliation with the source', () => {
  it.each([
    { ours: 100, theirs: 100, fills: 10, expected: true },
    { ours: 100, theirs: 100.01, fills: 10, expected: true },
    { ours: 100, theirs: 100.02, fills: 10, expected: false },
    { ours: 100, theirs: 100.02, fills: 1000, expected: true },
    { ours: 100, theirs: 100.04, fills: 2000, expected: false },
    { ours: -100, theirs: 100, fills: 10, expected: false },
  ])(
    'ties out our $ours and their $theirs over $fills fills: $expected',
    ({ ours, theirs, fills, expected }) => {
      expect(tiesOut({ ours: { netPnl: ours, fills }, theirs: { netPnl: theirs } })).toBe(expected);
    },
  );

  it('does not tie out a day that only one side has', () => {
    expect(tiesOut({ ours: null, theirs: { netPnl: 12 } })).toBe(false);
    expect(tiesOut({ ours: { netPnl: 12, fills: 1 }, theirs: null })).toBe(false);
  });

  it('ties out a day with a net P&L of 0 that the source does not have', () => {
    expect(tiesOut({ ours: { netPnl: 0, fills: 2 }, theirs: null })).toBe(true);
  });
});
