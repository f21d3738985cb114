import { describe, expect, it } from 'vitest';
import { noProgress } from '../../../scripts/simulation/fakes.ts';
import { type SimulatedSession, simulateDesk } from '../../../scripts/simulation/simulatedDesk.ts';
import { createDeskRiskStore } from '../../../src/adapters/database/store/deskRiskStore.ts';
import type { Stores } from '../../../src/commands/world.ts';
import type { NewLimitEvent } from '../../../src/domain/limits/limitEvent.ts';
import { readDeskRisk } from '../../../src/pipeline/screens/deskRisk.ts';
import { updateLedger } from '../../../src/pipeline/updateLedger.ts';
import { storedFill } from '../../support/fill.ts';
import { calendar, forecastsOn, learnPorts, storeDays, storeRoster } from '../../support/learningDesk.ts';
import { limitEvent } from '../../support/limits.ts';
import { stoppedDesk } from '../../support/stoppedDesk.ts';
import { append, temporaryStores } from '../../support/stores.ts';

const slippage = { slippageBasisPoints: 5 };

async function riskOf(stores: Stores, dueSession: string) {
  const ports = {
    ...learnPorts(stores),
    roster: stores.roster,
    limits: stores.limits,
    deskRisk: createDeskRiskStore(stores.database, null),
    pause: async () => undefined,
  };
  const terms = { dueSession, defaultLimit: 5_000, lifetime: 'until-changed' } as const;
  const risk = await readDeskRisk(ports, terms, { basis: 'realised', slippage });
  if (risk === null) throw new Error('nothing is stored');
  return risk;
}

describe('the equity of a desk with cuts', () => {
  const desk = simulateDesk({ traders: 5, sessions: 100, seed: 211, truth: 'tilt' });
  const free = [...desk].map((session) => ({
    ...session,
    days: session.days.map((day) => ({ ...day, lastOpeningSecond: 60_000, lastFillSecond: 60_000 })),
  }));
  const cut = stoppedDesk(desk, free, 60);
  const due = calendar.nextSession(free.at(-1)?.sessionDate ?? '');

  async function stored(sessions: readonly SimulatedSession[], events: readonly NewLimitEvent[]) {
    const stores = await temporaryStores();
    await storeRoster(stores, desk);
    await storeDays(stores, sessions);
    await stores.limits.record(events);
    return stores;
  }

  const asStored = (sessions: readonly SimulatedSession[]) =>
    sessions.map(({ days }) => days.reduce((sum, { netPnl }) => sum + netPnl, 0));

  it('differs by the drawn close of each stopped day, and by nothing else', async () => {
    const stores = await stored(cut.sessions, cut.events);
    await forecastsOn(learnPorts(stores), due);
    const { equity } = await riskOf(stores, due);
    const drawn = await stores.learning.drawnCloses(due);
    expect(cut.stopped.length).toBeGreaterThan(10);
    for (const [place, day] of equity.entries()) {
      const session = cut.sessions[place];
      const closes = drawn.get(day.sessionDate);
      const expected = (session?.days ?? []).reduce((sum, { trader, netPnl }) => {
        return sum + (closes?.get(trader) ?? netPnl);
      }, 0);
      expect(day.sessionDate).toBe(session?.sessionDate);
      expect(day.withoutCuts).toBeCloseTo(expected, 6);
      expect(day.stopped).toBe(cut.stopped.filter((each) => each.sessionDate === day.sessionDate).length);
      expect(day.stopped).toBe(day.estimated + day.notKnown);
      expect(day.cutsKept).toBe(day.asItWas);
    }
    expect(equity.map(({ asItWas }) => Math.round(100 * asItWas))).toEqual(
      asStored(cut.sessions).map((sum) => Math.round(100 * sum)),
    );
    expect(equity.filter(({ estimated }) => estimated > 0).length).toBeGreaterThan(5);
  });

  it('of cuts that every trader ignored ends each such day at its limit', async () => {
    const { equity } = await riskOf(await stored(free, cut.events), due);
    const limits = new Map(
      cut.events.map(({ trader, sessionDate, dollars }) => [`${trader} ${sessionDate}`, dollars ?? 0]),
    );
    for (const [place, { days, sessionDate }] of free.entries()) {
      const kept = days.reduce((sum, { trader, netPnl, lowWaterMarks }) => {
        const limit = limits.get(`${trader} ${sessionDate}`) ?? Infinity;
        const stop = cut.stopped.some((day) => day.trader === trader && day.sessionDate === sessionDate)
          ? lowWaterMarks.realised.find(({ runningPnl }) => runningPnl <= -limit)
          : undefined;
        return sum + (stop === undefined ? netPnl : stop.totalPnl - 0.0005 * stop.openNotional);
      }, 0);
      expect(equity[place]?.cutsKept).toBeCloseTo(kept, 4);
      expect(equity[place]?.withoutCuts).toBe(equity[place]?.asItWas);
    }
    expect(equity.reduce((sum, { ignored }) => sum + ignored, 0)).toBe(cut.stopped.length);
  });

  it('is three times the same without cuts, and has the sums of the whole desk', async () => {
    const risk = await riskOf(await stored(free, []), due);
    for (const { asItWas, withoutCuts, cutsKept } of risk.equity)
      expect([withoutCuts, cutsKept]).toEqual([asItWas, asItWas]);
    expect(risk.pnl.yesterday).toBeCloseTo(asStored(free).at(-1) ?? 0, 6);
    expect(risk.correlations.pairs.length + risk.correlations.notKnown).toBe(10);
  });
});

describe('the exposure of a desk', () => {
  const MONDAY = '2026-03-02';
  const TUESDAY = '2026-03-03';

  async function exposedDesk() {
    const stores = await temporaryStores();
    await stores.roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
    for (const trader of ['NET001', 'NET002'])
      await stores.roster.set({ trader, baseLimit: 5_000, accounts: [trader] });
    await append(stores, [
      storedFill({ quantity: 100, price: 10 }),
      storedFill({ quantity: 50, price: 12, side: 'S' }),
      storedFill({ account: 'NET002', quantity: 2, price: 5_000, symbol: 'ESH6', side: 'T' }),
      storedFill({ account: 'NET002', quantity: 5, price: 80, symbol: 'CLK6' }),
      storedFill({ account: 'NET002', quantity: 10, price: 100, symbol: 'SHOP', currency: 'CAD' }),
    ]);
    await stores.corrections.importRates(
      [{ sessionDate: MONDAY, currency: 'CAD', value: 0.7 }],
      new Date('2026-03-02T23:00:00Z'),
    );
    await updateLedger({ ...stores, progress: noProgress });
    await stores.limits.record([limitEvent({ trader: 'NET001', sessionDate: TUESDAY, dollars: 3_000 })]);
    return riskOf(stores, TUESDAY);
  }

  it('values each lot at the last price with multiplier and rate, and names what has no value', async () => {
    const { exposure, traded } = await exposedDesk();
    expect(exposure.bySymbol).toEqual([
      { name: 'ESH6', long: 0, short: 500_000, grossShare: 500_000 / 501_300 },
      { name: 'SHOP', long: 700, short: 0, grossShare: 700 / 501_300 },
      { name: 'AAPL', long: 600, short: 0, grossShare: 600 / 501_300 },
    ]);
    expect(exposure.unvalued).toEqual(['CLK6']);
    expect(traded.bySymbol).toEqual([
      { name: 'ESH6', weight: 500_000 },
      { name: 'AAPL', weight: 1_600 },
      { name: 'SHOP', weight: 700 },
    ]);
    expect(traded.unvalued).toEqual(['CLK6']);
    expect(traded.notional).toBeCloseTo(502_300, 6);
  });

  it('has the limits of the session due, and how concentrated they are', async () => {
    const { limits, concentrations } = await exposedDesk();
    expect(limits).toEqual([
      { trader: 'NET001', baseLimit: 5_000, inForce: 3_000 },
      { trader: 'NET002', baseLimit: 5_000, inForce: 5_000 },
    ]);
    const ofLimits = concentrations.find(({ of }) => of === 'limits-by-trader')?.found;
    expect(ofLimits?.largestShare).toBe(0.625);
    expect(ofLimits?.effectiveNumber).toBeCloseTo(64 / 34, 12);
  });

  it('agrees with the overnight notional that the ledger keeps', async () => {
    const stores = await temporaryStores();
    await append(stores, [
      storedFill({ quantity: 30, price: 10 }),
      storedFill({ quantity: 10, price: 14 }),
      storedFill({ account: 'NET002', quantity: 20, price: 9, symbol: 'MSFT', side: 'T' }),
    ]);
    await updateLedger({ ...stores, progress: noProgress });
    const { exposure } = await riskOf(stores, TUESDAY);
    const days = await stores.ledger.days(MONDAY, MONDAY);
    const kept = days.map(({ trader, overnightNotional }) => [trader, overnightNotional]);
    expect(exposure.byTrader.map(({ name, long, short }) => [name, long + short])).toEqual(kept);
  });
});
