import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deskMornings } from '../../../src/domain/indicators/deskMornings.ts';
import { computeIndicators, indicators } from '../../../src/domain/indicators/registry.ts';
import { HISTORY_SESSIONS, TraderSeries } from '../../../src/domain/indicators/traderSeries.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import { facts, factsOf } from '../../support/facts.ts';
import { calendarDaysBetween, morningOf } from '../../support/indicatorInput.ts';
import { indicatorVector } from '../../support/indicatorVector.ts';
import { randomHistory } from '../../support/randomFacts.ts';
import { seriesOf } from '../../support/series.ts';

describe('a trader series', () => {
  const pnls = [...Array(20).fill(100), -296.52, 50];
  const series = seriesOf('NET001', 5_000, factsOf(pnls));

  it('divides a day by the scale through the session before, which excludes the day itself', () => {
    const r = [...series.scaledPnl.last(22)];
    expect(r.slice(0, 20)).toEqual(Array(20).fill(Number.NaN));
    expect(r[20]).toBeCloseTo(-2, 12);
    expect(r[21]).toBeCloseTo(50 / 148.26, 12);
  });

  it('has the length, last session, scale and net P&L', () => {
    expect(series).toMatchObject({ trader: 'NET001', length: 22, lastSession: '2023-01-22' });
    expect(series.scale).toBeCloseTo(148.26, 12);
    expect([...series.netPnl.last(250)]).toEqual(pnls);
    expect(series.netPnl.length).toBe(22);
  });

  it('without sessions has no scale and no values', () => {
    const empty = new TraderSeries('N', 0);
    expect(empty).toMatchObject({ length: 0, lastSession: null, scale: null });
    expect(empty.scaledPnl.length).toBe(0);
  });

  it('keeps 250 sessions of net P&L and r', () => {
    const long = seriesOf('NET001', 5_000, randomHistory(3, 400));
    expect([long.length, long.netPnl.length, long.scaledPnl.length]).toEqual([400, 250, 250]);
  });
});

describe('the checks of a trader series', () => {
  const series = () => seriesOf('A', 5_000, [facts({ trader: 'A', sessionDate: '2023-01-25' })]);

  it.each([
    ['a day before the last', { sessionDate: '2023-01-24' }, 'oldest first'],
    ['a session that is pushed twice', { sessionDate: '2023-01-25' }, 'no day twice'],
    ["another trader's day", { trader: 'B' }, 'of B under A'],
    ['a net P&L that is not a number', { netPnl: Number.NaN }, 'net P&L of 2023-01-26 · NaN'],
  ])('refuse %s', (_, wrong, message) => {
    const day = facts({ trader: 'A', sessionDate: '2023-01-26', ...wrong });
    expect(() => series().push(day)).toThrow(DecisionError);
    expect(() => series().push(day)).toThrow(message);
  });

  it.each([Number.NaN, -1])('refuse a base limit of %d', (baseLimit) => {
    expect(() => new TraderSeries('A', baseLimit)).toThrow('base limit');
  });

  it('refuse a morning whose session decided for is already in the series', () => {
    const grown = series();
    const { morning } = morningOf(grown, '2023-01-25');
    grown.push(facts({ trader: 'A', sessionDate: '2023-01-26' }));
    const refused = 'A on 2023-01-26 · expected no day after 2023-01-25';
    expect(() => computeIndicators(grown, morning)).toThrow(refused);
    expect(() => indicatorVector(grown, morning, new Float64Array(indicators.length))).toThrow(refused);
  });
});

describe('a desk extended day by day', () => {
  it('equals on every morning a desk loaded for that morning, bit for bit', () => {
    const histories = [41, 42, 43, 44, 45].map((seed) => sparse(randomHistory(seed, 460, `T${seed}`), seed));
    const grown = histories.map((days) => new TraderSeries(days[0]?.trader ?? '', 2_000));
    for (const session of sessionsOf(histories)) {
      for (const [place, days] of histories.entries()) {
        for (const day of days.filter(({ sessionDate }) => sessionDate === session)) grown[place]?.push(day);
      }
      if (Number(session.slice(-2)) % 4 !== 0) continue;
      expect(vectors(grown, session)).toStrictEqual(vectors(loaded(histories, session), session));
    }
  });

  it(`does not depend on anything before the last ${HISTORY_SESSIONS} active sessions`, () => {
    const long = randomHistory(11, 520);
    const wild = long.map((day, index) =>
      index < 520 - HISTORY_SESSIONS ? { ...day, netPnl: 1e9 * (index % 2 || -1), notional: 1e15 } : day,
    );
    const session = long.at(-1)?.sessionDate ?? '';
    const [is, should] = [wild, long].map((days) => vectors([seriesOf('NET001', 5_000, days)], session));
    expect(is).toStrictEqual(should);
  });

  it(`depends on all of the last ${HISTORY_SESSIONS} active sessions`, () => {
    const long = randomHistory(11, 520);
    const series = [0, 1].map((fewer) => seriesOf('NET001', 5_000, long.slice(-HISTORY_SESSIONS + fewer)));
    const [enough, tooFew] = series.map(({ scaledPnl }) => scaledPnl.fromEnd(249));
    expect(enough).not.toBe(tooFew);
    expect(enough).toBe(seriesOf('NET001', 5_000, long).scaledPnl.fromEnd(249));
  });
});

describe('the indicator vector', () => {
  it('has the indicators in the order of the registry, NaN for null', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 0, max: 90 }), (seed, sessions) => {
        const series = seriesOf('NET001', 5_000, randomHistory(seed, sessions));
        const { morning } = morningOf(series, series.lastSession ?? '2022-01-01');
        const out = new Float64Array(indicators.length);
        indicatorVector(series, morning, out);
        const named = computeIndicators(series, morning);
        expect([...out]).toStrictEqual(indicators.map(({ id }) => named[id] ?? Number.NaN));
      }),
      { numRuns: 50 },
    );
  });

  it('refuses an indicator that is NaN', () => {
    const series = seriesOf('NET001', 5_000, factsOf(Array(30).fill(1), { giveBack: Number.NaN }));
    const { morning } = morningOf(series, series.lastSession ?? '');
    const out = new Float64Array(indicators.length);
    expect(() => indicatorVector(series, morning, out)).toThrow('indicator give_back of NET001');
  });
});

/** Removes every tenth session of some histories, as if the trader had been idle on it. */
function sparse(days: readonly TraderDayFacts[], seed: number): TraderDayFacts[] {
  return days.filter((_, index) => (index * 7 + seed * index) % 10 < 9);
}

function sessionsOf(histories: readonly (readonly TraderDayFacts[])[]): string[] {
  return [...new Set(histories.flat().map(({ sessionDate }) => sessionDate))].sort();
}

/** The series as loaded from the store: through the session, at most 310 active sessions. */
function loaded(histories: readonly (readonly TraderDayFacts[])[], session: string): TraderSeries[] {
  return histories.map((days) =>
    seriesOf(
      days[0]?.trader ?? '',
      2_000,
      days.filter(({ sessionDate }) => sessionDate <= session).slice(-HISTORY_SESSIONS),
    ),
  );
}

function vectors(desk: readonly TraderSeries[], session: string): number[][] {
  const mornings = deskMornings(desk, session, calendarDaysBetween);
  return desk.map((series, place) => {
    const out = new Float64Array(indicators.length);
    const morning = mornings[place];
    if (morning) indicatorVector(series, morning, out);
    return [...out, series.scale ?? 0];
  });
}
