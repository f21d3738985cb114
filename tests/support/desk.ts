import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { FillSource, SourceTotals } from '../../src/ports/source.ts';
import { storedFill } from './fill.ts';

/** A closed trade with this profit: 100 shares bought at $10 and sold. */
export function trade(account: string, sessionDate: string, profit: number): readonly Fill[] {
  return [
    storedFill({ account, sessionDate, secondOfDay: 36_000 }),
    storedFill({ account, sessionDate, secondOfDay: 40_000, side: 'S', price: 10 + profit / 100 }),
  ];
}

/** A source in memory; its fills may change between mornings. */
export function fakeSource(
  fills: Fill[],
  totals: SourceTotals[] = [],
): FillSource & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'propreports',
    asked,
    accounts: async () =>
      [...new Set(fills.map(({ account }) => account))].map((name) => ({
        id: name,
        name,
        firstTraded: null,
        lastTraded: null,
      })),
    async *fills(from, to) {
      asked.push(`${from}..${to}`);
      yield {
        fills: fills.filter(({ sessionDate }) => sessionDate >= from && sessionDate <= to),
        rejected: [],
      };
    },
    totals: async () => totals,
    close: async () => undefined,
  };
}
