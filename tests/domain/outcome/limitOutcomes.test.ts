import { describe, expect, it } from 'vitest';
import type { LimitDuring } from '../../../src/domain/outcome/classifiedDay.ts';
import { outcomeUnderLimit } from '../../../src/domain/outcome/counterfactual.ts';
import { type LimitedDay, LimitOutcomes } from '../../../src/domain/outcome/limitOutcomes.ts';
import { dateAfter, facts } from '../../support/facts.ts';

const BASE: LimitDuring = { dollars: 5_000, source: 'base', baseLimit: 5_000 };
const CUT: LimitDuring = { dollars: 3_000, source: 'answered', baseLimit: 5_000 };
const session = (place: number) => dateAfter('2025-01-01', place);

/** A day of a trader with S $1,000 whose path falls to the marks and ends at the net P&L. */
function day(
  place: number,
  netPnl: number,
  lows: readonly number[],
  parts: Partial<LimitedDay> = {},
): LimitedDay {
  const marks = lows.map((low, at) => ({
    runningPnl: low,
    totalPnl: low,
    secondOfDay: 40_000 + at,
    openNotional: 100,
  }));
  const trader = parts.summary?.trader ?? 'NET001';
  const summary = facts({ trader, sessionDate: session(place), netPnl, lastOpeningSecond: 39_000 });
  return { marks, limit: BASE, scale: 1_000, ...parts, summary };
}
const of = (trader: string) => ({ summary: facts({ trader }) });
const stopped = (place: number, parts: Partial<LimitedDay> = {}) =>
  day(place, -3_100, [-1_000, -3_100], { limit: CUT, ...parts });

/** Adds one day a session, then the last days in one session. */
function judgedAfter(days: readonly LimitedDay[], ...last: readonly LimitedDay[]) {
  const outcomes = new LimitOutcomes();
  for (const one of days) outcomes.add(one.summary.sessionDate, [one]);
  return { outcomes, judged: outcomes.add(session(days.length), last) };
}

describe('a stopped day', () => {
  it('goes on like the day of a donor, from the total P&L at its first mark', () => {
    const donor = day(0, -1_500, [-900, -1_600, -1_900], { ...of('NET002'), scale: 500 });
    const { judged } = judgedAfter([donor], stopped(1));
    // The level is 3,000/1,000 of S: −1,500 for the donor. It then lost 300 more, and ended 100 higher.
    expect(judged[0]).toMatchObject({ kind: 'stopped', stop: { runningPnl: -3_100 } });
    expect(judged[0]?.drawn).toMatchObject({ netPnl: -3_100 + 200, untimedPnl: 0 });
    expect(judged[0]?.drawn?.marks.map(({ runningPnl }) => runningPnl)).toEqual([-1_000, -3_100, -3_700]);
  });

  it('is stopped at its own marks by a deeper cut, and at those of the donor by a shallower one', () => {
    const { judged } = judgedAfter([day(0, -1_000, [-3_000, -4_500])], stopped(1));
    const drawn = judged[0]?.drawn;
    const under = (limit: number) => drawn && outcomeUnderLimit(drawn, limit, { slippageBasisPoints: 0 });
    expect([500, 3_000, 4_000, 5_000].map(under)).toEqual([-1_000, -3_100, -4_600, -1_100]);
  });

  it('uses no day of its own session or a later one', () => {
    const { outcomes, judged } = judgedAfter([], stopped(0), day(0, -3_500, [-3_200], of('NET002')));
    expect(judged[0]).toMatchObject({ kind: 'stopped', drawn: null });
    // What the stop did may be estimated from any day.
    expect(judged.map((one) => outcomes.continuations(one).continuations)).toEqual([[-300], []]);
  });

  it('draws from days at the base limit only', () => {
    const deep = (limit: LimitDuring) => day(0, -9_000, [-3_000, -9_000], { limit });
    for (const limit of [CUT, { dollars: null, source: 'unknown', baseLimit: null } as const])
      expect(judgedAfter([deep(limit)], stopped(1)).judged[0]?.drawn).toBeNull();
    expect(judgedAfter([deep(BASE)], stopped(1)).judged[0]?.drawn?.netPnl).toBe(-9_100);
  });

  it('draws from its own days where there are 20, else from those of the desk', () => {
    const own = (count: number) => Array.from({ length: count }, (_, place) => day(place, -3_000, [-3_000]));
    const other = (count: number) => day(count, -4_000, [-3_000], of('NET002'));
    const continuations = (count: number) => {
      const { outcomes, judged } = judgedAfter([...own(count), other(count)], stopped(count + 1));
      return outcomes.continuations(judged[0]!).continuations;
    };
    expect(continuations(19)).toEqual([...Array(19).fill(0), -1_000]);
    expect(continuations(20)).toEqual(Array(20).fill(0));
  });

  it('draws from the last 250 sessions', () => {
    const quiet = (count: number) => Array.from({ length: count }, (_, place) => day(place + 1, 100, []));
    const days = (count: number) => [day(0, -4_000, [-3_000]), ...quiet(count)];
    expect(judgedAfter(days(249), stopped(250)).judged[0]?.drawn).not.toBeNull();
    expect(judgedAfter(days(250), stopped(251)).judged[0]?.drawn).toBeNull();
  });

  it('counts as seen without S', () => {
    const donor = day(0, -4_000, [-3_000]);
    expect(judgedAfter([donor], stopped(1, { scale: null })).judged[0]).toMatchObject({
      kind: 'stopped',
      drawn: null,
    });
  });

  it('draws the same donor again, and different donors on different days', () => {
    const donors = Array.from({ length: 40 }, (_, place) => day(place, -3_000 - 10 * place, [-3_000]));
    const closes = Array.from({ length: 12 }, (_, more) => {
      const quiet = Array.from({ length: more }, (_, place) => day(40 + place, 0, []));
      return judgedAfter([...donors, ...quiet], stopped(40 + more)).judged[0]?.drawn?.netPnl;
    });
    expect(new Set(closes).size).toBeGreaterThan(6);
    expect(judgedAfter(donors, stopped(40)).judged[0]?.drawn?.netPnl).toBe(closes[0]);
  });
});

describe('the assumed limits of a trader', () => {
  const assumed = { limit: { ...CUT, source: 'assumed' as const } };
  const ignored = (place: number) => ({
    ...day(place, -3_100, [-3_100], assumed),
    summary: facts({ sessionDate: session(place), netPnl: -3_100, lastOpeningSecond: 50_000 }),
  });
  const donor = day(0, -4_000, [-3_000]);

  it('count as not applied where more were ignored than stopped at', () => {
    const { outcomes, judged } = judgedAfter([donor, ignored(1), ignored(2)], stopped(3, assumed));
    expect(judged[0]).toMatchObject({ kind: 'free', isAssumedNotApplied: true, drawn: null });
    expect(outcomes.areNotApplied('NET001')).toBe(true);
    expect(outcomes.areNotApplied('NET002')).toBe(false);
  });

  it('count as applied with as many stopped days, and 60 sessions later', () => {
    expect(judgedAfter([donor, ignored(1)], stopped(2, assumed)).judged[0]?.kind).toBe('stopped');
    const quiet = (count: number) => Array.from({ length: count }, (_, place) => day(3 + place, 0, []));
    const later = (count: number) =>
      judgedAfter([donor, ignored(1), ignored(2), ...quiet(count)], stopped(3 + count, assumed)).judged[0]
        ?.kind;
    expect([57, 59].map(later)).toEqual(['free', 'stopped']);
  });

  it('do not weaken a limit that was confirmed', () => {
    expect(judgedAfter([donor, ignored(1), ignored(2)], stopped(3)).judged[0]).toMatchObject({
      kind: 'stopped',
    });
  });
});
