import { describe, expect, it } from 'vitest';
import type { ClassifiedDay } from '../../../src/domain/outcome/classifiedDay.ts';
import { type SavedByStops, savedByStops } from '../../../src/domain/outcome/savedByStops.ts';
import { type TraderYesterday, yesterday } from '../../../src/domain/report/yesterday.ts';
import { fallingMarks } from '../../support/evaluatedDays.ts';

const NOTHING: SavedByStops = { estimated: 0, notKnown: 0, saved: 0, cost: 0, interval: null };
const NO_SLIPPAGE = { slippageBasisPoints: 0 };
const AT_11_42 = 42_120;

function classified(trader: string, parts: Partial<ClassifiedDay> = {}): ClassifiedDay {
  return {
    sessionDate: '2026-11-27',
    trader,
    kind: 'not-reached',
    limit: { dollars: 3_000, source: 'answered', baseLimit: 5_000 },
    secondOfDay: null,
    isAssumedNotApplied: false,
    netPnl: -500,
    uncensoredNetPnl: null,
    continuations: [],
    donorSessions: [],
    meanContinuation: null,
    ...parts,
  };
}

/** A trader under a cut limit of $3,000 whose P&L fell to `lowestPnl`. */
function cut(
  trader: string,
  lowestPnl: number,
  day: Partial<ClassifiedDay> = {},
  parts: Partial<TraderYesterday> = {},
): TraderYesterday {
  return {
    trader,
    limit: 3_000,
    isCut: true,
    day: classified(trader, day),
    lowestPnl,
    judged: { netPnl: -500, marks: fallingMarks([[lowestPnl, lowestPnl]]), untimedPnl: 0 },
    override: null,
    ...parts,
  };
}

const uncut = (trader: string, lowestPnl: number, parts: Partial<TraderYesterday> = {}) =>
  cut(trader, lowestPnl, { kind: 'free' }, { isCut: false, limit: 5_000, ...parts });
const stopped = { kind: 'stopped', secondOfDay: AT_11_42 } as const;
const of = (...traders: readonly TraderYesterday[]) => yesterday(traders, NOTHING, NO_SLIPPAGE);

describe('the limits in force on the last session', () => {
  it('are counted by what became of them', () => {
    const assumed = { dollars: 3_000, source: 'assumed', baseLimit: 5_000 } as const;
    const found = of(
      cut('NET001', -3_050, { ...stopped, meanContinuation: -640 }),
      cut('NET002', -3_100, { ...stopped, limit: assumed }),
      cut('NET003', -4_000, { kind: 'ignored', secondOfDay: 50_000 }),
      cut('NET004', -3_020, { kind: 'unclear', secondOfDay: 51_000 }),
      cut('NET005', -900),
      cut('NET006', 0, {}, { day: null, lowestPnl: null, judged: null }),
      uncut('NET007', -1_000),
    );
    expect(found.cuts).toBe(6);
    expect(found.stopped).toEqual([
      { trader: 'NET001', secondOfDay: AT_11_42, limit: 3_000, isAssumed: false, continuation: -640 },
      { trader: 'NET002', secondOfDay: AT_11_42, limit: 3_000, isAssumed: true, continuation: null },
    ]);
    expect(found.ignored).toEqual([{ trader: 'NET003', secondOfDay: 50_000, limit: 3_000 }]);
    // NET005 and NET006, who did not trade. NET004 reached the limit.
    expect(found.notReached).toBe(2);
  });

  it('count for nothing where no cut was in force', () => {
    expect(of(uncut('NET001', -4_900, { day: null }))).toMatchObject({
      cuts: 0,
      stopped: [],
      ignored: [],
      notReached: 0,
    });
  });
});

describe('the use of the limit', () => {
  it('is named above 80 %, most first, also of a base limit; a stopped trader is not named again', () => {
    const found = of(
      cut('NET001', -2_400), // 80 % exactly
      cut('NET002', -2_580), // 86 %
      uncut('NET003', -4_900), // 98 % of 5,000
      cut('NET004', -3_050, stopped),
      cut('NET005', -3_300, { kind: 'ignored', secondOfDay: 50_000 }), // 110 %
      cut('NET006', -2_580),
    );
    expect(found.nearLimit).toEqual([
      { trader: 'NET005', usedPct: 110 },
      { trader: 'NET003', usedPct: 98 },
      { trader: 'NET002', usedPct: 86 },
      { trader: 'NET006', usedPct: 86 },
    ]);
    expect(found.usedPct['NET001']).toBe(80);
    expect(found.usedPct['NET004']).toBeCloseTo(101.6667, 4);
  });

  it('is 0 for a day that never lost, and not known without a limit, a trade or a path', () => {
    const found = of(
      cut('NET001', 250),
      cut('NET002', -2_900, {}, { limit: null }),
      cut('NET003', 0, {}, { lowestPnl: null }),
      cut('NET004', -10, {}, { limit: 0 }),
    );
    expect(found.usedPct).toEqual({ NET001: 0 });
    expect(found.nearLimit).toEqual([]);
  });
});

describe('what the cuts saved or cost', () => {
  it('is the estimate of the stopped days, with its interval', () => {
    const days = [
      classified('NET001', { ...stopped, continuations: [-1_000, -600], meanContinuation: -800 }),
      classified('NET002', { ...stopped, continuations: [300], meanContinuation: 300 }),
      classified('NET003', stopped),
    ].map((day) => ({ ...day, donorSessions: day.continuations.map(() => '2026-10-01') }));
    const found = yesterday([], savedByStops(days, ['2026-11-27']), NO_SLIPPAGE);
    // One session: every resample draws −1,000 or −600, and 300.
    expect(found).toMatchObject({ saved: 800, cost: 300, interval: [300, 700], notKnown: 1 });
  });

  it('is 0 where no trader was stopped, and not known where no stopped day has an estimate', () => {
    expect(of()).toMatchObject({ saved: 0, cost: 0, interval: null, notKnown: 0 });
    const unknown = yesterday([], { ...NOTHING, notKnown: 2 }, NO_SLIPPAGE);
    expect(unknown).toMatchObject({ saved: null, cost: null, interval: null, notKnown: 2 });
  });
});

describe('an override against the recommended limit of $2,500', () => {
  const given = (dollars: number) => ({ by: 'risk-1', dollars, recommended: 2_500 });
  const judged = (netPnl: number, lows: readonly number[], openNotional = 0) => ({
    netPnl,
    marks: fallingMarks(
      lows.map((low) => [low, low]),
      openNotional,
    ),
    untimedPnl: 0,
  });
  const dollarsOf = (trader: TraderYesterday, slippageBasisPoints = 0) =>
    yesterday([trader], NOTHING, { slippageBasisPoints }).overrides.map(({ dollars }) => dollars);

  it.each<[string, number, ReturnType<typeof judged>, number]>([
    ['saved what the day recovered', 4_000, judged(-1_000, [-2_600, -3_000]), 1_600],
    ['cost what the day went on to lose', 4_000, judged(-4_500, [-2_700, -4_100]), -1_400],
    ['saved by a lower limit', 1_000, judged(-2_000, [-1_200, -2_000]), 800],
    ['changed nothing where neither was reached', 4_000, judged(300, [-2_000]), 0],
  ])('%s', (_, dollars, path, expected) => {
    const lowest = path.marks.at(-1)?.runningPnl ?? 0;
    const trader = cut('NET001', lowest, {}, { override: given(dollars), judged: path });
    expect(yesterday([trader], NOTHING, NO_SLIPPAGE).overrides).toEqual([
      { trader: 'NET001', by: 'risk-1', dollars: expected },
    ]);
  });

  it('pays for what is open at the stop', () => {
    const path = judged(-1_000, [-2_600], 100_000);
    // 5 basis points of $100,000 at the recommended stop: −2,650.
    expect(dollarsOf(cut('NET001', -2_600, {}, { override: given(4_000), judged: path }), 5)).toEqual([
      1_650,
    ]);
  });

  it('is 0 without a trade, and not known without a path', () => {
    const override = given(4_000);
    expect(dollarsOf(cut('NET001', 0, {}, { override, day: null, judged: null }))).toEqual([0]);
    expect(dollarsOf(cut('NET001', 0, {}, { override, judged: null }))).toEqual([null]);
  });

  it('is not known where the trader was stopped before the recommended limit, known where after it', () => {
    const before = judged(-1_200, [-1_200]);
    const after = judged(-4_100, [-2_600, -4_100]);
    expect(dollarsOf(cut('NET001', -1_200, stopped, { override: given(1_000), judged: before }))).toEqual([
      null,
    ]);
    expect(dollarsOf(cut('NET001', -4_100, stopped, { override: given(4_000), judged: after }))).toEqual([
      -1_500,
    ]);
  });
});
