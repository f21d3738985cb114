import { describe, expect, it } from 'vitest';
import type { LowWaterMark } from '../../../../src/domain/ledger/traderDayFacts.ts';
import { facts } from '../../../support/facts.ts';
import { saveDay, temporaryStores } from '../../../support/stores.ts';

const mark = (runningPnl: number, totalPnl: number): LowWaterMark => ({
  runningPnl,
  totalPnl,
  secondOfDay: 36_000 - runningPnl,
  openNotional: 12_345.678901,
});
const realised = [mark(-10.25, 3.5), mark(-400, -410.123456)];
const total = [mark(-1, -1), mark(-99, -99), mark(-500, -500)];

async function storesWith(...days: readonly (readonly [trader: string, sessionDate: string])[]) {
  const stores = await temporaryStores();
  for (const [trader, sessionDate] of days) {
    await stores.roster.set({ trader });
    const day = facts({ trader, sessionDate, lowWaterMarks: { realised, total } });
    await saveDay(stores, trader, sessionDate, { facts: day, closingLots: [], findings: [] });
  }
  return stores;
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('low-water marks in the store', () => {
  it('are read as they were saved, on the given basis', async () => {
    const { ledger } = await storesWith(['NET001', '2026-03-02']);
    const marks = (basis: 'realised' | 'total') =>
      all(ledger.lowWaterMarks('2026-03-02', '2026-03-02', basis));
    expect(await marks('realised')).toEqual([
      { sessionDate: '2026-03-02', marks: new Map([['NET001', realised]]) },
    ]);
    expect(await marks('total')).toEqual([
      { sessionDate: '2026-03-02', marks: new Map([['NET001', total]]) },
    ]);
  });

  it('are read by session, each session once, none outside the range', async () => {
    const { ledger } = await storesWith(
      ['NET002', '2026-03-04'],
      ['NET001', '2026-03-04'],
      ['NET001', '2026-03-03'],
      ['NET001', '2026-03-02'],
      ['NET001', '2026-03-05'],
    );
    const sessions = await all(ledger.lowWaterMarks('2026-03-03', '2026-03-04', 'total'));
    expect(sessions.map(({ sessionDate, marks }) => [sessionDate, ...marks.keys()])).toEqual([
      ['2026-03-03', 'NET001'],
      ['2026-03-04', 'NET001', 'NET002'],
    ]);
  });

  it('include a trader without a new low: the day was traded', async () => {
    const { ledger, roster } = await storesWith();
    await roster.set({ trader: 'NET001' });
    await saveDay({ ledger }, 'NET001', '2026-03-02', {
      facts: facts({ sessionDate: '2026-03-02' }),
      closingLots: [],
      findings: [],
    });
    expect(await all(ledger.lowWaterMarks('2026-03-02', '2026-03-02', 'realised'))).toEqual([
      { sessionDate: '2026-03-02', marks: new Map([['NET001', []]]) },
    ]);
  });

  it('are removed with their day, and the store can be written while they are read', async () => {
    const { ledger } = await storesWith(
      ['NET001', '2026-03-02'],
      ['NET001', '2026-03-03'],
      ['NET001', '2026-03-04'],
    );
    const seen: string[] = [];
    for await (const { sessionDate, marks } of ledger.lowWaterMarks('2026-03-02', '2026-03-04', 'realised')) {
      if (marks.size > 0) seen.push(sessionDate);
      await saveDay({ ledger }, 'NET001', '2026-03-03', null);
    }
    expect(seen).toEqual(['2026-03-02', '2026-03-04']);
  });
});
