import { beforeAll, describe, expect, it } from 'vitest';
import { dollars } from '../../../scripts/simulation/runLedger.ts';
import { createDemoDesk, type DatedFill, type DemoDesk } from '../../../src/adapters/demo/demoDesk.ts';
import { demoRoster } from '../../../src/adapters/demo/roster.ts';
import { totalFees } from '../../../src/adapters/demo/simulation/execution.ts';
import { evaluateRules, firedOnMorning } from '../../../src/domain/engines/rules/evaluateRules.ts';
import { proposeByRules } from '../../../src/domain/engines/rules/proposeByRules.ts';
import type { Fill } from '../../../src/domain/ledger/fill.ts';
import { tiesOut } from '../../../src/domain/ledger/reconciliation.ts';
import { closeTraderDay } from '../../../src/domain/ledger/traderDay.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { alwaysEarly, nyse } from './calendars.ts';

const THROUGH = '2026-11-20';
let desk: DemoDesk;
let daysOf: Map<string, TraderDayFacts[]>;

beforeAll(() => {
  desk = createDemoDesk(THROUGH, nyse);
  daysOf = new Map(
    demoRoster().map((entry) => [entry.trader, closeAll(entry.trader, entry.accounts[0] ?? '')]),
  );
});

/** The trader-days that the product's ledger computes from the demo's fills. */
function closeAll(trader: string, account: string): TraderDayFacts[] {
  const fills = desk.fills.filter((fill) => fill.execution.account === account).map(asFill);
  let openingLots: Parameters<typeof closeTraderDay>[0]['openingLots'] = [];
  return [...new Set(fills.map((fill) => fill.sessionDate))].map((sessionDate) => {
    const today = fills.filter((fill) => fill.sessionDate === sessionDate);
    const day = closeTraderDay({ trader, sessionDate, openingLots, fills: today, ...dollars() });
    openingLots = day.closingLots;
    return day.facts;
  });
}

function asFill(fill: DatedFill): Fill {
  const { execution } = fill;
  return {
    account: execution.account,
    sessionDate: fill.sessionDate,
    secondOfDay: fill.secondOfDay === 0 ? null : fill.secondOfDay,
    side: execution.side,
    quantity: execution.quantity,
    symbol: execution.symbol,
    price: execution.price,
    fees: totalFees(execution.fees),
    orderId: String(execution.order),
    currency: '',
    status: '',
    idDigest: 0,
    identity: String(fill.number),
  };
}

const days = (trader: string): TraderDayFacts[] => daysOf.get(trader) ?? [];

describe('the last morning of the demo', () => {
  it('has four cuts for four different reasons, and no other cut', () => {
    const cuts = demoRoster()
      .filter((entry) => entry.active)
      .map(({ trader, baseLimit }) => {
        const riskCapital = 20 * (baseLimit ?? 0);
        const own = days(trader);
        const fired = evaluateRules({ netPnl: own.map(({ netPnl }) => netPnl), riskCapital });
        return proposeByRules({
          trader,
          firedRules: firedOnMorning(fired, own.at(-1)?.sessionDate === THROUGH),
          activeSessions: own.length,
        });
      })
      .filter((proposal) => proposal.reductionPct > 0)
      .map(({ trader, reductionPct, reasons }) => [
        trader,
        reductionPct,
        reasons.map((reason) => reason.code),
      ]);
    expect(cuts).toEqual([
      ['NET002', 50, ['loss_streak']],
      ['NET004', 40, ['drawdown']],
      ['NET008', 25, ['volatility']],
      ['NET010', 20, ['worst_day']],
    ]);
  });

  it('has a new trader, one on leave, one who trades rarely, and one retired', () => {
    const sessions = desk.sessions;
    expect(days('NET012')).toHaveLength(5);
    expect(days('NET013').at(-1)?.sessionDate).toBe(sessions.at(-4));
    expect(days('NET011').length / sessions.length).toBeLessThan(0.6);
    expect(days('NET015').at(-1)?.sessionDate).toBe(sessions.at(-61));
    expect(demoRoster().filter((entry) => !entry.active)).toEqual([
      expect.objectContaining({ trader: 'NET015', accounts: ['NET015_OLD'] }),
    ]);
  });

  it('has limits of 2,000 to 15,000 on three desks, and daily P&L that fits them', () => {
    const roster = demoRoster();
    const limits = roster.map((entry) => entry.baseLimit ?? 0);
    expect([Math.min(...limits), Math.max(...limits)]).toEqual([2_000, 15_000]);
    expect(new Set(roster.map((entry) => entry.desk)).size).toBe(3);
    for (const { trader, baseLimit } of roster) {
      const sizes = days(trader)
        .map((day) => Math.abs(day.netPnl))
        .sort((a, b) => a - b);
      const median = sizes[sizes.length >> 1] ?? 0;
      expect(median / (baseLimit ?? 1), trader).toBeGreaterThan(0.04);
      expect(median / (baseLimit ?? 1), trader).toBeLessThan(0.25);
    }
  });
});

describe('the demo’s history', () => {
  it('spans 140 sessions and about 80,000 to 100,000 fills, at most 150 a trader-day', () => {
    expect(desk.sessions).toHaveLength(140);
    expect(desk.sessions.at(-1)).toBe(THROUGH);
    expect(desk.fills.length).toBeGreaterThan(80_000);
    expect(desk.fills.length).toBeLessThan(100_000);
    expect(Math.max(...[...daysOf.values()].flat().map((day) => day.fills))).toBeLessThanOrEqual(150);
  });

  it('has shorts, overnight positions, partial fills, rebates and unknown times', () => {
    expect(new Set(desk.fills.map((fill) => fill.execution.side))).toEqual(new Set(['B', 'C', 'S', 'T']));
    expect([...daysOf.values()].flat().some((day) => day.overnightNotional > 0)).toBe(true);
    expect([...daysOf.values()].flat().every((day) => day.fills > day.orders)).toBe(true);
    expect(desk.fills.some((fill) => fill.execution.fees.ecn < 0)).toBe(true);
    const unknown = desk.fills.filter((fill) => fill.secondOfDay === 0).length;
    expect(unknown).toBeGreaterThan(20);
    expect(unknown / desk.fills.length).toBeLessThan(0.01);
  });

  it('has larger trades after a loss only for traders with tilt', () => {
    const sizeAfterLoss = (trader: string): number => {
      const gaps = days(trader).flatMap(({ meanLogSizeAfterLoss: loss, meanLogSizeAfterWin: win }) =>
        loss === null || win === null ? [] : [loss - win],
      );
      return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    };
    for (const trader of ['NET002', 'NET004', 'NET010', 'NET015'])
      expect(sizeAfterLoss(trader), trader).toBeGreaterThan(0.2);
    for (const trader of ['NET001', 'NET003', 'NET005', 'NET006', 'NET009', 'NET013'])
      expect(Math.abs(sizeAfterLoss(trader)), trader).toBeLessThan(0.1);
  });

  it('has books that agree with the product’s ledger on every trader-day', () => {
    const accountOf = new Map(demoRoster().map((entry) => [entry.accounts[0], entry.trader]));
    const off = desk.days.filter(({ trader, sessionDate, symbols }) => {
      const ours =
        days(accountOf.get(trader.account) ?? '').find((day) => day.sessionDate === sessionDate) ?? null;
      const netPnl = symbols.reduce((sum, symbol) => sum + symbol.net, 0);
      return ours === null || !tiesOut({ ours, theirs: { netPnl, rows: 0 } });
    });
    expect(desk.days.length).toBe([...daysOf.values()].flat().length);
    expect(off.map((day) => [day.trader.account, day.sessionDate])).toEqual([]);
  });

  it('is the same on all dates, and an early close only compresses its times', () => {
    const other = createDemoDesk('2024-02-29', alwaysEarly);
    const dateless = ({ execution, number }: DatedFill): unknown => ({ execution, number });
    expect(other.fills.map(dateless)).toEqual(desk.fills.map(dateless));
    expect(other.sessions.at(-1)).toBe('2024-02-29');
    const seconds = other.fills.map((fill) => fill.secondOfDay).filter((second) => second > 0);
    expect(Math.min(...new Set(seconds))).toBeGreaterThanOrEqual(9.5 * 3600);
    expect(Math.max(...new Set(seconds))).toBeLessThan(13 * 3600);
  });

  it('differs with another seed', () => {
    expect(createDemoDesk(THROUGH, nyse, 7).fills[0]).not.toEqual(desk.fills[0]);
  });
});
