import { describe, expect, it } from 'vitest';
import type { TraderDayFacts } from '../../../../src/domain/ledger/traderDayFacts.ts';
import { facts } from '../../../support/facts.ts';
import { saveDay, temporaryStores } from '../../../support/stores.ts';

/** A day whose numbers are all different, so that two swapped columns are found. */
function unmistakable(sessionDate: string): TraderDayFacts {
  const day = facts({ trader: 'NET001', sessionDate });
  const numbered = Object.entries(day).map(([name, value], place) => [
    name,
    typeof value === 'number' ? 100 + place : value,
  ]);
  return { ...Object.fromEntries(numbered), firstFillSecond: null, giveBack: -0.25 };
}

async function storesWith(...days: readonly TraderDayFacts[]) {
  const stores = await temporaryStores();
  await stores.roster.set({ trader: 'NET001' });
  for (const day of days)
    await saveDay(stores, 'NET001', day.sessionDate, { facts: day, closingLots: [], findings: [] });
  return stores;
}

const summary = ({ lowWaterMarks: _, openExposure: __, ...rest }: TraderDayFacts) => rest;

describe('trader-days in the store', () => {
  it('are read fact by fact, nulls included', async () => {
    const day = unmistakable('2026-03-02');
    const { ledger } = await storesWith(day);
    expect(await ledger.days('2026-03-02', '2026-03-02')).toEqual([summary(day)]);
    expect(await ledger.recentDays('2026-03-02', 5)).toEqual(new Map([['NET001', [summary(day)]]]));
  });

  it('are read oldest first, no more than asked for, and none after the session', async () => {
    const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'].map(unmistakable);
    const { ledger } = await storesWith(...days);
    const recent = await ledger.recentDays('2026-03-04', 2);
    expect(recent.get('NET001')?.map(({ sessionDate }) => sessionDate)).toEqual(['2026-03-03', '2026-03-04']);
  });

  it('have their low-water marks in a table of their own, to a millionth of a dollar', async () => {
    const mark = { runningPnl: -10.123456789, totalPnl: -12, secondOfDay: 36_000, openNotional: 500 };
    const marked = { ...unmistakable('2026-03-02'), lowWaterMarks: { realised: [mark], total: [] } };
    const { database } = await storesWith(marked);
    const [row] = await database.queries.selectFrom('low_water_marks').select('marks').execute();
    expect(JSON.parse(row?.marks ?? '')).toEqual({
      version: 1,
      realised: [[-10.123457, -12, 36_000, 500]],
      total: [],
    });
  });
});
