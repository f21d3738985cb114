import { describe, expect, it } from 'vitest';
import { type DeskPlan, simulateDesk, type Truth } from '../../../scripts/simulation/simulatedDesk.ts';
import { scaledPnl, scaleThrough } from '../../../src/domain/indicators/scale.ts';
import type { LimitBasis, TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { lagOneAutocorrelation, mean } from '../../../src/domain/statistics/descriptive.ts';

const plan = (truth: Truth): DeskPlan => ({ traders: 30, sessions: 600, seed: 11, truth });
const known = new Map<Truth, readonly TraderDayFacts[]>();

/** Each desk is generated once; all tests use the same five desks. */
function daysOf(desk: DeskPlan): readonly TraderDayFacts[] {
  const days = known.get(desk.truth) ?? [...simulateDesk(desk)].flatMap((session) => session.days);
  known.set(desk.truth, days);
  return days;
}

describe('the known properties of a simulated desk', () => {
  it.each<[Truth, number, number]>([
    ['noEdge', -0.08, 0.08],
    ['iid', -0.08, 0.08],
    ['tilt', -0.6, -0.2],
    ['meanReversion', 0.3, 0.7],
  ])('%s: the mean r after a losing day lies from %d to %d', (truth, low, high) => {
    const after = afterLosingDays(daysOf(plan(truth)));
    expect(after).toBeGreaterThan(low);
    expect(after).toBeLessThan(high);
  });

  it('regimeChange: nothing follows from losses in the first half, tilt and twice the volatility in the second', () => {
    const days = daysOf(plan('regimeChange'));
    const change = simulateDesk(plan('regimeChange')).sessionDates[300] ?? '';
    const before = days.filter(({ sessionDate }) => sessionDate < change);
    const after = days.filter(({ sessionDate }) => sessionDate >= change);
    expect(Math.abs(afterLosingDays(before))).toBeLessThan(0.12);
    expect(afterLosingDays(after)).toBeLessThan(-0.2);
    const size = (days: readonly TraderDayFacts[]) => mean(days.map((day) => Math.abs(day.netPnl))) ?? 0;
    expect(size(after) / size(before)).toBeGreaterThan(1.8);
  });

  it.each<[Truth, number, number]>([
    ['noEdge', 0.08, 0.4],
    ['iid', -0.03, 0.03],
  ])('%s: days with large results follow each other with a correlation from %d to %d', (truth, low, high) => {
    const clustering = mean(byTrader(daysOf(plan(truth))).map((days) => clusteringOf(days))) ?? 0;
    expect(clustering).toBeGreaterThan(low);
    expect(clustering).toBeLessThan(high);
  });

  it('moves all traders together a little', () => {
    const days = daysOf(plan('iid'));
    const scaleOf = new Map(byTrader(days).map((own) => [own[0]?.trader, rms(own)]));
    const bySession = new Map<string, number[]>();
    for (const { sessionDate, trader, netPnl } of days) {
      const r = netPnl / (scaleOf.get(trader) ?? 1);
      bySession.set(sessionDate, [...(bySession.get(sessionDate) ?? []), r]);
    }
    const unit = [...bySession.values()];
    const pairs = unit.reduce((sum, r) => sum + r.length * (r.length - 1), 0);
    const products = unit.reduce((sum, r) => sum + total(r) ** 2 - total(r.map((x) => x * x)), 0);
    expect(products / pairs).toBeGreaterThan(0.12);
    expect(products / pairs).toBeLessThan(0.24);
  });

  it.each<[Truth, LimitBasis, number, number]>([
    ['noEdge', 'total', -0.015, 0.015],
    ['noEdge', 'realised', -0.015, 0.015],
    ['tilt', 'total', 0.06, 0.2],
    ['tilt', 'realised', 0.06, 0.2],
    ['meanReversion', 'total', -0.1, -0.025],
    ['meanReversion', 'realised', -0.1, -0.025],
  ])(
    '%s: a quarter of the limit (%s) on days after losing ones brings from %d to %d limits a day',
    (truth, basis, low, high) => {
      const gain = mean(gainsOfStopping(plan(truth), basis)) ?? 0;
      expect(gain).toBeGreaterThan(low);
      expect(gain).toBeLessThan(high);
    },
  );
});

/** The gain from stopping at a quarter of the limit on each day after a losing one, in limits. */
function gainsOfStopping(desk: DeskPlan, basis: LimitBasis): number[] {
  const limitOf = new Map(simulateDesk(desk).roster.map(({ trader, baseLimit }) => [trader, baseLimit]));
  return byTrader(daysOf(desk)).flatMap((own) =>
    own.flatMap((day, at) => {
      if ((own[at - 1]?.netPnl ?? 0) >= 0) return [];
      const limit = limitOf.get(day.trader) ?? 1;
      const stop = day.lowWaterMarks[basis].find(({ runningPnl }) => runningPnl <= -limit / 4);
      return [stop === undefined ? 0 : (stop.totalPnl - day.netPnl) / limit];
    }),
  );
}

function byTrader(days: readonly TraderDayFacts[]): TraderDayFacts[][] {
  const own = new Map<string, TraderDayFacts[]>();
  for (const day of days) {
    const earlier = own.get(day.trader);
    if (earlier === undefined) own.set(day.trader, [day]);
    else earlier.push(day);
  }
  return [...own.values()];
}

function scaledOf(days: readonly TraderDayFacts[]): (number | null)[] {
  return scaledPnl(days, scaleThrough(days, 0));
}

function afterLosingDays(days: readonly TraderDayFacts[]): number {
  const after = byTrader(days).flatMap((own) =>
    scaledOf(own).flatMap((r, at) => (r === null || (own[at - 1]?.netPnl ?? 0) >= 0 ? [] : [r])),
  );
  return mean(after) ?? 0;
}

/** Winsorised, because single extreme days would dominate the correlation. */
function clusteringOf(days: readonly TraderDayFacts[]): number {
  const most = 3 * rms(days);
  const sizes = days.map((day) => Math.min(most, Math.abs(day.netPnl)));
  return lagOneAutocorrelation(sizes) ?? 0;
}

function rms(days: readonly TraderDayFacts[]): number {
  return Math.sqrt(mean(days.map((day) => day.netPnl ** 2)) ?? 0);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
