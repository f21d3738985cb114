import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../src/domain/decision/decision.ts';
import type { BacktestRow, JudgedRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { OverrideScores } from '../../../src/domain/evaluation/overrideScores.ts';
import { fallingMarks } from '../../support/evaluatedDays.ts';
import { dateAfter } from '../../support/facts.ts';

const SAMPLING = { seed: 7, replicates: 200 };
const sessions = Array.from({ length: 20 }, (_, place) => dateAfter('2026-10-01', place));

/** A limit of $2,500 was recommended, and overridden with another one. */
function overridden(dollars: number, by = 'risk-1', reason = 'spoken-to'): Pick<Decision, 'limit'> {
  return {
    limit: {
      limitInForce: 5_000,
      inForceSource: 'base',
      inForceSince: null,
      target: dollars,
      change: 'lower',
      recommendedLimit: 2_500,
      cutDay: 1,
      override: { id: 1, dollars, through: '2026-10-30', reason, note: null, by },
    },
  };
}

/** A day that fell to each of the lows and closed at `netPnl`, flat at every low. */
function day(
  place: number,
  netPnl: number,
  lows: readonly number[],
  parts: Partial<JudgedRow> = {},
): JudgedRow {
  const marks = fallingMarks(lows.map((low) => [low, low]));
  return {
    row: { sessionDate: sessions[place] ?? '', traded: true } as BacktestRow,
    day: { netPnl, marks, untimedPnl: 0 },
    isEstimated: false,
    isCutShort: false,
    cutPctWithoutSwitch: 0,
    pinball: null,
    plainPinball: null,
    ...parts,
  };
}

function scoresOf(...days: readonly (readonly [Pick<Decision, 'limit'>, JudgedRow])[]) {
  const scores = new OverrideScores({ slippageBasisPoints: 0 });
  for (const [decision, judged] of days) scores.add(decision, judged);
  return scores.scores(sessions, SAMPLING);
}

describe('the score of overrides', () => {
  it('is what each saved or cost against the recommended limit, worked by hand', () => {
    const [score, ...others] = scoresOf(
      [overridden(4_000), day(0, -1_000, [-2_600, -3_000])], // −1,000 instead of −2,600: saved 1,600
      [overridden(4_000), day(1, -4_500, [-2_700, -4_100])], // −4,100 instead of −2,700: cost 1,400
      [overridden(1_000), day(2, -2_000, [-1_200, -2_000])], // −1,200 instead of −2,000: saved 800
      [overridden(4_000), day(3, 300, [-2_000])], // reaches neither limit
      [overridden(2_500), day(4, 300, [-2_600])], // the same limit
    );
    expect(others).toEqual([]);
    expect(score).toMatchObject({
      by: 'risk-1',
      reason: 'spoken-to',
      traderDays: 5,
      avoided: 2_400,
      opportunityCost: 1_400,
      net: 1_000,
      bindingDays: 3,
      estimatedDays: 0,
      notKnownDays: 0,
      verdict: 'not enough to tell',
    });
  });

  it('has slippage at each stop', () => {
    const scores = new OverrideScores({ slippageBasisPoints: 5 });
    const open = { netPnl: -1_000, marks: fallingMarks([[-2_600, -2_600]], 100_000), untimedPnl: 0 };
    scores.add(overridden(4_000), day(0, 0, [], { day: open }));
    // Stopped with $100,000 open: −2,600 − 50.
    expect(scores.scores(sessions, SAMPLING)[0]?.net).toBeCloseTo(1_650, 9);
  });

  it('is apart for each author and reason, in order of both', () => {
    const found = scoresOf(
      [overridden(4_000, 'risk-2'), day(0, -1_000, [-2_600])],
      [overridden(4_000, 'risk-1', 'spoken-to'), day(0, -1_100, [-2_600])],
      [overridden(4_000, 'risk-1', 'hedged'), day(1, -1_200, [-2_600])],
    );
    expect(found.map(({ by, reason, net }) => [by, reason, net])).toEqual([
      ['risk-1', 'hedged', 1_400],
      ['risk-1', 'spoken-to', 1_500],
      ['risk-2', 'spoken-to', 1_600],
    ]);
  });

  it('has a verdict from ten days with an effect on, and an interval', () => {
    const saving = (place: number) => [overridden(4_000), day(place, -1_000, [-2_600])] as const;
    const nine = scoresOf(...Array.from({ length: 9 }, (_, place) => saving(place)));
    expect(nine[0]).toMatchObject({ net: 14_400, bindingDays: 9, verdict: 'not enough to tell' });
    const twenty = scoresOf(...sessions.map((_, place) => saving(place)));
    expect(twenty[0]).toMatchObject({ net: 32_000, netInterval: [32_000, 32_000], verdict: 'helped' });
  });

  it('counts the days that are estimated, and those that are not known', () => {
    const [score] = scoresOf(
      [overridden(4_000), day(0, -1_000, [-2_600], { isEstimated: true })],
      [overridden(4_000), day(1, -1_000, [-2_000], { isEstimated: true })], // reaches neither limit
      [overridden(4_000), day(2, 0, [], { day: null })], // no path
      [overridden(1_000), day(3, -1_200, [-1_200], { isCutShort: true })], // stopped before −2,500
      [overridden(4_000), day(4, -4_100, [-2_600, -4_100], { isCutShort: true })], // both are on the path
    );
    expect(score).toMatchObject({
      traderDays: 5,
      bindingDays: 2,
      estimatedDays: 1,
      notKnownDays: 2,
      net: 1_600 - 1_500,
    });
  });

  it('leaves out a decision without an override, and counts a day without a trade as no effect', () => {
    const { limit } = overridden(4_000);
    expect(scoresOf([{}, day(0, -1_000, [-2_600])])).toEqual([]);
    expect(
      scoresOf([limit ? { limit: { ...limit, override: null } } : {}, day(0, -1_000, [-2_600])]),
    ).toEqual([]);
    const idle = day(0, 0, [], {
      day: null,
      row: { sessionDate: sessions[0], traded: false } as BacktestRow,
    });
    expect(scoresOf([overridden(4_000), idle])[0]).toMatchObject({ traderDays: 1, notKnownDays: 0, net: 0 });
  });
});
