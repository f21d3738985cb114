import { beforeAll, describe, expect, it } from 'vitest';
import { dollars } from '../../../scripts/simulation/runLedger.ts';
import {
  baseLimitOf,
  createDemoDesk,
  type DemoDesk,
  TradingDesk,
} from '../../../src/adapters/demo/demoDesk.ts';
import { demoRoster } from '../../../src/adapters/demo/roster.ts';
import { totalFees } from '../../../src/adapters/demo/simulation/execution.ts';
import type { DatedFill } from '../../../src/adapters/demo/tradedMonth.ts';
import { evaluateRules, firedOnMorning } from '../../../src/domain/engines/rules/evaluateRules.ts';
import type { Fill } from '../../../src/domain/ledger/fill.ts';
import { tiesOut } from '../../../src/domain/ledger/reconciliation.ts';
import { closeTraderDay } from '../../../src/domain/ledger/traderDay.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import type { RosterEntry } from '../../../src/domain/roster/roster.ts';
import { alwaysEarly, nyse } from './calendars.ts';

const THROUGH = '2026-11-20';
let desk: DemoDesk;
let roster: readonly RosterEntry[];
let daysOf: Map<string, TraderDayFacts[]>;

beforeAll(() => {
  desk = createDemoDesk(THROUGH, nyse);
  roster = demoRoster([...desk.attendance.keys()], THROUGH);
  daysOf = new Map(roster.map((entry) => [entry.trader, closeAll(entry.trader, entry.accounts[0] ?? '')]));
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

/** The cuts of the rules on the morning after a session, by trader. */
function cutsAfter(sessionDate: string): ReadonlyMap<string, readonly string[]> {
  const cuts = roster.map(({ trader, baseLimit }): [string, readonly string[]] => {
    const own = days(trader).filter((day) => day.sessionDate <= sessionDate);
    const fired = evaluateRules({
      netPnl: own.map(({ netPnl }) => netPnl),
      riskCapital: 20 * (baseLimit ?? 0),
    });
    const counted = firedOnMorning(fired, own.at(-1)?.sessionDate === sessionDate);
    return [trader, own.length < 20 ? [] : counted.map(({ code }) => code)];
  });
  return new Map(cuts.filter(([, codes]) => codes.length > 0));
}

describe('the mornings of the demo', () => {
  it('differ from day to day, and show every kind of cut within a month', () => {
    const mornings = desk.sessions.slice(-21).map((session) => cutsAfter(session));
    const texts = mornings.map((cuts) => JSON.stringify([...cuts]));
    expect(texts.filter((text, at) => text === texts[at + 1])).toEqual([]);
    expect(new Set(mornings.flatMap((cuts) => [...cuts.values()].flat()))).toEqual(
      new Set(['loss_streak', 'drawdown', 'volatility', 'worst_day']),
    );
  });

  it('cut some traders and leave most alone', () => {
    const cut = desk.sessions.slice(-60).map((session) => cutsAfter(session).size);
    expect(Math.max(...cut)).toBeLessThan(11);
    expect(cut.filter((count) => count > 0).length).toBeGreaterThan(50);
    expect(cut.reduce((sum, count) => sum + count, 0) / cut.length).toBeLessThan(5);
  });
});

describe('the traders of the demo', () => {
  it('are a new trader, one who trades rarely, retired ones, and some on leave', () => {
    expect(days('NET014').length).toBeLessThan(20);
    expect(days('NET011').length / desk.sessions.length).toBeLessThan(0.6);
    expect(roster.filter(({ active }) => !active).map(({ trader }) => trader)).toEqual([
      'NET015',
      'NET016',
      'NET017',
    ]);
    const gaps = roster.map(({ trader }) => longestGap(days(trader).map((day) => day.sessionDate)));
    expect(gaps.filter((gap) => gap >= 3 && gap <= 7).length).toBeGreaterThanOrEqual(2);
  });

  it('have limits of 2,000 to 15,000 on three desks, each two to four ordinary bad days', () => {
    const limits = roster.map((entry) => entry.baseLimit ?? 0);
    expect([Math.min(...limits), Math.max(...limits)]).toEqual([2_000, 15_000]);
    expect(new Set(roster.map((entry) => entry.desk)).size).toBe(3);
    for (const { trader, baseLimit } of roster) {
      const results = days(trader)
        .map((day) => day.netPnl)
        .sort((a, b) => a - b);
      if (results.length < 60) continue;
      const bad = results.slice(0, Math.floor(0.15 * results.length));
      const ratio = -(baseLimit ?? 0) / (bad.reduce((sum, day) => sum + day, 0) / bad.length);
      expect(ratio, trader).toBeGreaterThan(1.9);
      expect(ratio, trader).toBeLessThan(4);
    }
  });
});

/** The longest run of the desk's sessions without a fill, between the first and the last with one. */
function longestGap(traded: readonly string[]): number {
  const places = traded.map((session) => desk.sessions.indexOf(session));
  return Math.max(0, ...places.slice(1).map((place, at) => place - (places[at] ?? place) - 1));
}

describe('the demo’s history', () => {
  it('begins six months before the month of the mailed mornings, with about 90,000 fills', () => {
    expect(desk.sessions[0]).toBe('2026-05-01');
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
    for (const trader of ['NET002', 'NET004', 'NET008', 'NET010'])
      expect(sizeAfterLoss(trader), trader).toBeGreaterThan(0.12);
    for (const trader of ['NET001', 'NET003', 'NET005', 'NET006', 'NET009', 'NET011'])
      expect(Math.abs(sizeAfterLoss(trader)), trader).toBeLessThan(0.1);
  });

  it('has books that agree with the product’s ledger on every trader-day', () => {
    const accountOf = new Map(roster.map((entry) => [entry.accounts[0], entry.trader]));
    const off = desk.days.filter(({ trader, sessionDate, symbols }) => {
      const ours =
        days(accountOf.get(trader.account) ?? '').find((day) => day.sessionDate === sessionDate) ?? null;
      const netPnl = symbols.reduce((sum, symbol) => sum + symbol.net, 0);
      return ours === null || !tiesOut({ ours, theirs: { netPnl, rows: 0 } });
    });
    expect(desk.days.length).toBe([...daysOf.values()].flat().length);
    expect(off.map((day) => [day.trader.account, day.sessionDate])).toEqual([]);
  });

  it('contains the history of the day before, and one more session', () => {
    const before = createDemoDesk('2026-11-19', nyse);
    const earlier = ({ sessionDate }: { readonly sessionDate: string }) => sessionDate < THROUGH;
    expect(desk.sessions).toEqual([...before.sessions, THROUGH]);
    expect(desk.fills.filter(earlier)).toEqual(before.fills);
    expect(desk.days.filter(earlier)).toEqual(before.days);
  });

  it('keeps each session when it begins a month later', () => {
    const later = createDemoDesk('2026-12-21', nyse);
    const from = later.sessions[0] ?? '';
    expect(from).toBe('2026-06-01');
    expect(later.fills.filter(({ sessionDate }) => sessionDate <= THROUGH)).toEqual(
      desk.fills.filter(({ sessionDate }) => sessionDate >= from),
    );
  });

  it.each([1, 0.3])('needs no month before another, with limits of %f times the base limit', (share) => {
    const limitOf = (trader: string) => share * (baseLimitOf(trader, THROUGH) ?? 0);
    const whole = createDemoDesk(THROUGH, nyse, { limitOf });
    const trading = new TradingDesk(nyse);
    trading.trade(whole.sessions, limitOf);
    const part = trading.desk(THROUGH);
    const isInPart = ({ sessionDate }: { readonly sessionDate: string }) => sessionDate >= '2026-11-01';
    expect(part.fills).toEqual(whole.fills.filter(isInPart));
    expect(part.days).toEqual(whole.days.filter(isInPart));
    // The months before it, after it.
    expect(trading.desk()).toEqual(whole);
    const ends = whole.sessions.filter(
      (date, at) => whole.sessions[at + 1]?.startsWith(date.slice(0, 7)) === false,
    );
    const held = whole.days.filter(
      ({ sessionDate, symbols }) =>
        ends.includes(sessionDate) && symbols.some(({ unrealized }) => unrealized !== 0),
    );
    expect(held).toEqual([]);
  });

  it('knows who trades on a session before it is traded', () => {
    for (const [trader, dates] of desk.attendance) {
      const own = desk.fills.filter(({ execution }) => execution.account === trader.account);
      expect(new Set(own.map(({ sessionDate }) => sessionDate)), trader.account).toEqual(new Set(dates));
    }
  });

  it('has the same fills on a day with an early close, in compressed times', () => {
    const other = createDemoDesk(THROUGH, alwaysEarly);
    const timeless = ({ execution, number }: DatedFill): unknown => ({ execution, number });
    expect(other.fills.map(timeless)).toEqual(desk.fills.map(timeless));
    const seconds = other.fills.map((fill) => fill.secondOfDay).filter((second) => second > 0);
    expect(Math.min(...new Set(seconds))).toBeGreaterThanOrEqual(9.5 * 3600);
    expect(Math.max(...new Set(seconds))).toBeLessThan(13 * 3600);
  });

  it('differs with another seed', () => {
    expect(createDemoDesk(THROUGH, nyse, { seed: 7 }).fills[0]).not.toEqual(desk.fills[0]);
  });
});
