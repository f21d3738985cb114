import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CUT_GRID_PCT,
  type JudgedDay,
  judgedDay,
  outcomesOverCuts,
  outcomeUnderLimit,
  stopAt,
} from '../../../src/domain/outcome/counterfactual.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import { arbitraryDay, fallingMarks, outcomeUnderCut } from '../../support/evaluatedDays.ts';
import { facts } from '../../support/facts.ts';
import { at, closeDay, lot, tape } from '../../support/fills.ts';

const slippage = { slippageBasisPoints: 5, limitRoundTo: 50 };
const fell = fallingMarks([
  [-150, -150],
  [-420, -480],
  [-800, -790],
]);
const outcomesOf = (day: JudgedDay, baseLimit: number) => {
  const outcomes = new Float64Array(CUT_GRID_PCT.length);
  outcomesOverCuts(day, baseLimit, slippage, outcomes);
  return outcomes;
};

describe('the mark at which a limit stops the trader', () => {
  it.each([
    ['null on a day without marks', [], 100, null],
    ['null where no low reaches the limit', fell, 801, null],
    ['the first low, if it is already beyond the limit', fell, 100, -150],
    ['a low exactly at the limit', fell, 420, -420],
    ['a low short of the limit by a rounding error', fell, 420 + 4e-7, -420],
    ['not a low short of the limit by a hundredth of a cent', fell, 420.0001, -800],
    ['the first low beyond the limit', fell, 500, -800],
    ['the first low for a limit of 0', fell, 0, -150],
  ])('is %s', (_, marks, limit, expected) => {
    expect(stopAt(marks, limit)?.runningPnl ?? null).toBe(expected);
  });

  it('equals the result of a linear search', () => {
    fc.assert(
      fc.property(arbitraryDay, fc.double({ min: 0, max: 6_000, noNaN: true }), ({ marks }, limit) => {
        expect(stopAt(marks, limit)).toBe(
          marks.find(({ runningPnl }) => runningPnl <= -limit + 1e-6) ?? null,
        );
      }),
    );
  });
});

describe('the outcome of a day under a limit', () => {
  it('is exactly the net P&L of the day when the limit is beyond the worst mark', () => {
    fc.assert(
      fc.property(arbitraryDay, (day) => {
        const worst = -(day.marks.at(-1)?.runningPnl ?? 0);
        expect(outcomeUnderLimit(day, worst + 0.01, slippage)).toBe(day.netPnl);
      }),
    );
  });

  it('is the total P&L at the stop less slippage on the open notional, whatever happened later', () => {
    const marks = fallingMarks([[-500, -650]], 40_000);
    for (const netPnl of [-3_000, 2_000])
      expect(outcomeUnderLimit({ netPnl, marks, untimedPnl: 0 }, 400, slippage)).toBe(-650 - 20);
  });

  it('includes the untimed P&L, which no stop can prevent', () => {
    const day = { netPnl: -2_100, marks: fell, untimedPnl: -300 };
    expect(outcomeUnderLimit(day, 400, slippage)).toBe(-480 - 300);
  });

  it('stops no later for a deeper cut', () => {
    fc.assert(
      fc.property(arbitraryDay, fc.double({ min: 1, max: 6_000, noNaN: true }), ({ marks }, baseLimit) => {
        const seconds = CUT_GRID_PCT.map(
          (cut) => stopAt(marks, baseLimit * (1 - cut / 100))?.secondOfDay ?? Number.POSITIVE_INFINITY,
        );
        expect(seconds).toEqual([...seconds].sort((a, b) => b - a));
      }),
    );
  });

  it('is the same for all cuts of the grid at once as for each cut alone', () => {
    fc.assert(
      fc.property(arbitraryDay, fc.double({ min: 1, max: 6_000, noNaN: true }), (day, baseLimit) => {
        const alone = CUT_GRID_PCT.map((cut) => outcomeUnderCut(day, baseLimit, cut, slippage));
        expect([...outcomesOf(day, baseLimit)]).toEqual(alone);
      }),
    );
  });

  it('is defined for a cut between those of the grid: 33 % of $1,000 stops at −$670 with whole dollars', () => {
    const marks = fallingMarks([
      [-669.99, -669.99],
      [-670, -670],
      [-900, -900],
    ]);
    const day = { netPnl: -100, marks, untimedPnl: 0 };
    expect(outcomeUnderCut(day, 1_000, 33, { slippageBasisPoints: 0, limitRoundTo: 1 })).toBe(-670);
  });

  it.each([0, -1, Number.NaN])('cannot be computed for a base limit of %s', (baseLimit) => {
    expect(() => outcomesOf({ netPnl: 0, marks: [], untimedPnl: 0 }, baseLimit)).toThrow(DecisionError);
  });
});

describe('the untimed P&L of a day', () => {
  const marks = fell;

  it.each([
    ['is 0 when every fill has a time', { overnightNotional: 500 }, 0],
    [
      'is the net less the end of the path, if nothing stays open',
      { unknownTimeFills: 2, netPnl: -1_700, bestRunningPnl: 40, giveBack: 1_340 },
      -400,
    ],
    [
      'is the whole net when no fill has a time',
      { unknownTimeFills: 3, netPnl: 77, bestRunningPnl: null },
      77,
    ],
  ])('the untimed P&L %s', (_, overrides, untimedPnl) => {
    const summary = facts(overrides);
    expect(judgedDay(summary, marks)).toEqual({ netPnl: summary.netPnl, marks, untimedPnl });
  });

  it('is unknown, so the day is null, when fills have no time and lots stayed open', () => {
    expect(judgedDay(facts({ unknownTimeFills: 2, overnightNotional: 500 }), marks)).toBeNull();
  });

  it('agrees with the ledger: a stopped day includes its fees so far and the loss of its open lots', () => {
    const fills = tape(['? S 10 OLD 90 2', '09:30 B 100 X 10 1', '09:31 S 50 X 9 1', '09:40 S 50 X 12 1']);
    const openingLots = [lot({ symbol: 'OLD', price: 100, quantity: 10 })];
    const { facts: summary } = closeDay({ fills, openingLots });
    const day = judgedDay(summary, summary.lowWaterMarks.realised);
    expect(day).toMatchObject({ netPnl: 47 - 102, untimedPnl: -102 });
    expect(stopAt(day?.marks ?? [], 50)?.secondOfDay).toBe(at('09:31'));
    // −50 realised and 2 of fees; −50 on the 50 open shares at 9; −102 untimed; 5 basis points of $450.
    expect(day && outcomeUnderLimit(day, 50, slippage)).toBeCloseTo(-52 - 50 - 102 - 0.225, 9);
  });
});
