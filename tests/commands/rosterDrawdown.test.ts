import { expect, it } from 'vitest';
import { drawdownLines } from '../../src/commands/rosterDrawdown.ts';
import { factsOf } from '../support/facts.ts';

const entry = { trader: 'Ann', desk: '', baseLimit: 5_000, riskCapital: 100_000, active: true, accounts: [] };

/** What a risk capital of 160,000 instead of 100,000 dollars does after these results. */
function linesOf(netPnls: readonly number[]): Promise<readonly string[]> {
  const ledger = { recentDays: async () => new Map([['Ann', factsOf(netPnls)]]) };
  return drawdownLines(
    ledger,
    [{ trader: 'Ann', before: entry, after: { ...entry, riskCapital: 160_000 } }],
    5_000,
  );
}

it('says what another risk capital does to the cut of a fresh drawdown', async () => {
  expect(await linesOf([-20_000])).toEqual([
    'Ann · drawdown 20.0% → 12.5% of the risk capital; the drawdown rule cuts 40% → nothing',
  ]);
});

it('says that no rule cuts for a stale drawdown', async () => {
  expect(await linesOf([-25_000, 5_000, 1_250])).toEqual([
    'Ann · drawdown 18.8% → 11.7% of the risk capital; the drawdown rule cuts nothing → nothing (the drawdown is not fresh)',
  ]);
});
