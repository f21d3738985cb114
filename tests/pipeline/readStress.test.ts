import { describe, expect, it } from 'vitest';
import { createDeskRiskStore } from '../../src/adapters/database/store/deskRiskStore.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { readStressInput } from '../../src/pipeline/stress/readStress.ts';
import { facts } from '../support/facts.ts';
import { lot } from '../support/fills.ts';
import { calendar } from '../support/learningDesk.ts';
import { limitEvent } from '../support/limits.ts';
import { saveDay, temporaryStores } from '../support/stores.ts';

const MONDAY = '2026-03-02';

function inputOf(stores: Stores, sessionDate = MONDAY) {
  const deskRisk = createDeskRiskStore(stores.database, 'USD');
  return readStressInput(
    { ...stores, calendar, deskRisk, pause: async () => undefined },
    {
      sessionDate,
      defaultLimit: 5_000,
      lifetime: 'until-changed',
      basis: 'total',
      slippageBasisPoints: 5,
    },
  );
}

/** Sessions before and through Monday, oldest first. */
function sessionsTo(count: number): readonly string[] {
  const sessions = [MONDAY];
  while (sessions.length < count) sessions.unshift(calendar.previousSession(sessions[0] ?? MONDAY));
  return sessions;
}

async function storesWith(days: readonly Partial<TraderDayFacts>[]): Promise<Stores> {
  const stores = await temporaryStores();
  for (const trader of ['NET001', 'NET002']) await stores.roster.set({ trader, baseLimit: 4_000 });
  for (const each of days) {
    const day = facts({ trader: 'NET001', ...each });
    await saveDay(stores, day.trader, day.sessionDate, { facts: day, closingLots: [], findings: [] });
  }
  return stores;
}

describe('what a stress test reads of a desk', () => {
  it("is the present size as a multiple of each worst session's: medians of 20 active sessions", async () => {
    // Notional doubles after the first 20 sessions; the worst session is the 20th.
    const sessions = sessionsTo(40);
    const stores = await storesWith(
      sessions.map((sessionDate, place) => ({
        sessionDate,
        notional: place < 20 ? 100_000 : 200_000,
        netPnl: place === 19 ? -900 : place === 30 ? -100 : 50,
      })),
    );
    const { worstSessions, traders, sessions: recent } = await inputOf(stores);
    expect(worstSessions.map(({ sessionDate, days }) => [sessionDate, days[0]?.sizeFactor])).toEqual([
      [sessions[19], 2],
      // Of the 20 sessions through the 31st, 11 have the present notional: their median is the present one.
      [sessions[30], 1],
    ]);
    expect(recent).toHaveLength(60);
    expect(recent.flatMap(({ days }) => days)).toHaveLength(40);
    expect(traders.map(({ trader, worstDayPnl }) => [trader, worstDayPnl])).toEqual([
      ['NET001', -900],
      ['NET002', null],
    ]);
  });

  it('is the limit in force of the next session, unknown where it is unknown', async () => {
    const stores = await storesWith([{ sessionDate: MONDAY }]);
    const known = limitEvent({ trader: 'NET001', kind: 'set', dollars: 2_500, sessionDate: '2026-03-03' });
    const unknown = limitEvent({
      trader: 'NET002',
      kind: 'unknown',
      dollars: null,
      baseLimit: null,
      sessionDate: '2026-03-03',
    });
    await stores.limits.record([known, unknown]);
    const { traders } = await inputOf(stores);
    expect(traders.map(({ baseLimit, limitInForce }) => [baseLimit, limitInForce])).toEqual([
      [4_000, 2_500],
      [4_000, null],
    ]);
  });

  it('is also what a retired trader still holds, without a limit of its own; unvalued lots are named', async () => {
    const stores = await storesWith([{ sessionDate: MONDAY }]);
    await stores.roster.set({ trader: 'LEFT', active: false });
    const closingLots = [
      lot({ account: 'LEFT', symbol: 'KLMN', quantity: 100, price: 9, lastPrice: 10 }),
      lot({ account: 'LEFT', symbol: 'KLMN', quantity: 50, price: 8, lastPrice: 10 }),
      lot({ account: 'LEFT', symbol: 'CLK6', quantity: 1, price: 80 }),
    ];
    const day = facts({ trader: 'LEFT', sessionDate: '2026-02-20' });
    await saveDay(stores, 'LEFT', day.sessionDate, { facts: day, closingLots, findings: [] });
    const { traders, unvalued } = await inputOf(stores);
    expect(unvalued).toEqual(['CLK6']);
    expect(traders.find(({ trader }) => trader === 'LEFT')).toMatchObject({
      baseLimit: 0,
      limitInForce: 0,
      forecast: null,
      worstDayPnl: null,
      positions: [{ symbol: 'KLMN', notional: 1_500 }],
    });
  });

  it('is the worst and the usual exposure, and the worst step of the netted desk', async () => {
    const at = (net: number, from: number, to: number) => [
      { step: from, net, gross: Math.abs(net) },
      { step: to, net: 0, gross: 0 },
    ];
    const day = (trader: string, sessionDate: string, net: number, from: number) => ({
      trader,
      sessionDate,
      notional: 1_000_000,
      openExposure: {
        largestNetLong: Math.max(0, net),
        largestNetShort: Math.max(0, -net),
        largestGross: Math.abs(net),
        steps: at(net, from, from + 10),
      },
    });
    const stores = await storesWith([
      day('NET001', '2026-02-26', 10_000, 120),
      day('NET001', '2026-02-27', 90_000, 120),
      day('NET001', MONDAY, 20_000, 120),
      day('NET002', '2026-02-27', -60_000, 125),
      day('NET002', MONDAY, 50_000, 125),
    ]);
    const { traders, nettedExposure } = await inputOf(stores);
    expect(traders[0]?.exposure).toEqual({
      worst: { netLong: 90_000, netShort: 0, gross: 90_000 },
      usual: { netLong: 20_000, netShort: 0, gross: 20_000 },
      days: 3,
      tradedNotional: 1_000_000,
    });
    expect(nettedExposure).toEqual({ netLong: 90_000, netShort: 60_000, gross: 150_000 });
  });
});
