import { expect, it } from 'vitest';
import { tradersToDiscuss } from '../../../src/domain/evaluation/tradersToDiscuss.ts';
import { traderMonthOf } from '../../support/backtestResult.ts';

const winner = { netPnl: 5_000, largeLosses: 1 };
const named = (...months: Parameters<typeof tradersToDiscuss>[0]) =>
  tradersToDiscuss(months).map(({ trader }) => trader);

it('names the three most urgent traders: past a limit, critical, many large losses, then the largest loss', () => {
  expect(
    named(
      traderMonthOf('A', winner),
      traderMonthOf('B', { netPnl: -9_000 }),
      traderMonthOf('C', { ...winner, largeLosses: 6 }),
      traderMonthOf('D', { ...winner, criticalMornings: 1 }),
      traderMonthOf('E', { ...winner, ignored: ['2025-11-12'] }),
    ),
  ).toEqual(['E', 'D', 'C']);
  expect(named(traderMonthOf('B', { netPnl: -9_000 }), traderMonthOf('F', { netPnl: -9_500 }))).toEqual([
    'F',
    'B',
  ]);
});

it('names no trader without a reason', () => {
  expect(named(traderMonthOf('A', winner))).toEqual([]);
});

it('takes twice the usual number of large losses as many, and never fewer than three', () => {
  expect(named(traderMonthOf('A', { ...winner, tradedDays: 20, largeLosses: 6 }))).toEqual(['A']);
  expect(named(traderMonthOf('A', { ...winner, tradedDays: 20, largeLosses: 5 }))).toEqual([]);
  expect(named(traderMonthOf('A', { ...winner, tradedDays: 4, largeLosses: 2 }))).toEqual([]);
});
