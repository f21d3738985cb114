import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateDesk } from '../../scripts/simulation/simulatedDesk.ts';
import type { BacktestResult } from '../../src/domain/evaluation/backtestResult.ts';
import type { JudgedRow } from '../../src/domain/evaluation/backtestRow.ts';
import type { ShadowSession } from '../../src/domain/evaluation/shadowScore.ts';
import type { StoredDecision } from '../../src/domain/evaluation/storedDecision.ts';
import { walkedShadow } from '../../src/domain/evaluation/walkedShadow.ts';
import { DEFAULT_STOP, outcomeUnderLimit } from '../../src/domain/outcome/counterfactual.ts';
import { monthOf } from '../../src/domain/session/isoDate.ts';
import { backtest, planWalk } from '../../src/pipeline/backtest.ts';
import { lastFullMonth, type ReviewPorts, reviewMonth } from '../../src/pipeline/review.ts';
import type { DecisionStore } from '../../src/ports/outbox.ts';
import { backtestRequestOf, deskInStore, emptyDesk, saveSessions } from '../support/backtestDesk.ts';
import { limitEvent } from '../support/limits.ts';
import { reviewSumProblems } from '../support/reviewSums.ts';
import { UNCUT } from '../support/shadowStrategies.ts';
import { stoppedDesk } from '../support/stoppedDesk.ts';

const MONTH = '2026-05';
const noSink = async () => undefined;

/** A store in which these decisions were mailed. */
function decided(ports: ReviewPorts, decisions: readonly StoredDecision[]): ReviewPorts {
  const store: Pick<DecisionStore, 'decisions'> = {
    decisions: async (from, to) =>
      decisions.filter(({ sessionDate }) => sessionDate >= from && sessionDate <= to) as never,
  };
  return { ...ports, decisions: { ...ports.decisions, ...store } };
}

function decisionOf({ row }: JudgedRow, override: Partial<StoredDecision> = {}): StoredDecision {
  const { sessionDate, trader, engine, baseLimit, newLimit, reductionPct } = row;
  const action = reductionPct > 0 ? 'cut' : 'keep';
  return { sessionDate, trader, engine, action, baseLimit, newLimit, reductionPct, ...override };
}

/** The same decision under an override. */
function overriddenTo(dollars: number, judged: JudgedRow): StoredDecision {
  const limit = {
    limitInForce: null,
    inForceSource: 'unknown',
    inForceSince: null,
    target: dollars,
    change: 'set',
    recommendedLimit: judged.row.newLimit,
    cutDay: null,
    override: { id: 1, dollars, through: judged.row.sessionDate, reason: 'hedged', note: null, by: 'risk-1' },
  } as const;
  return decisionOf(judged, { newLimit: dollars, limit });
}

describe('the review of a month', () => {
  let ports: ReviewPorts;
  let request: Awaited<ReturnType<typeof deskInStore>>['request'];
  let rows: JudgedRow[];
  let walked: ShadowSession[];
  let month: BacktestResult;

  const review = (decisions: readonly StoredDecision[]) =>
    reviewMonth(decided(ports, decisions), { ...request, month: MONTH }, async () => undefined);

  beforeAll(async () => {
    ({ ports, request } = await deskInStore({ traders: 10, sessions: 90, seed: 5, truth: 'tilt' }, afterAll));
    rows = [];
    walked = [];
    const plan = await planWalk(ports, request);
    for await (const session of plan.sessions()) walked.push(walkedShadow(session, UNCUT, plan.settings));
    month = await backtest(ports, { ...request, start: '2026-05-01', end: '2026-05-31' }, async (session) => {
      rows.push(...session);
    });
  });

  it('is the backtest of its sessions', async () => {
    const { review: _, ...reviewed } = await review([]);
    const { review: _none, ...expected } = month;
    expect(reviewed).toEqual(expected);
  });

  it('has figures that add up, with decisions, changes, answers and stopped days', async () => {
    expect(reviewSumProblems(await review([]))).toEqual([]);
    const events = rows
      .filter(({ row }) => row.reductionPct > 0)
      .flatMap(({ row: { sessionDate, trader, newLimit, baseLimit } }, place) => {
        const of = { sessionDate, trader, baseLimit };
        const mailed = limitEvent({ ...of, kind: 'mailed', dollars: newLimit, by: 'daybreak' });
        const answered = new Date(mailed.recordedAt.getTime() + 60_000);
        const kind = place % 2 === 0 ? 'applied' : 'not-applied';
        const dollars = kind === 'applied' ? newLimit : null;
        return place % 5 === 0
          ? [mailed]
          : [mailed, limitEvent({ ...of, kind, dollars, recordedAt: answered })];
      });
    const limits = { ...ports.limits, events: async () => events.map((one, id) => ({ ...one, id })) };
    const decisions = rows.map((row) => decisionOf(row));
    const found = await reviewMonth(
      decided({ ...ports, limits }, decisions),
      { ...request, month: MONTH },
      noSink,
    );
    expect(reviewSumProblems(found)).toEqual([]);
    const { mailed } = found.review;
    expect(mailed.changes.all).toBe(found.review.decided.cuts);
    expect(mailed.answers.unanswered).toBe(Math.ceil(mailed.changes.all / 5));
    expect(mailed.cutDays.all).toBeGreaterThan(10);
  });

  it('reports that nothing was mailed', async () => {
    const { review: found } = await review([]);
    expect(found?.month).toBe(MONTH);
    expect(found?.decided).toMatchObject({ sessions: 0, traderDays: 0, cuts: 0, differences: [] });
    expect(found?.decided.limit.verdict).toBe('not enough to tell');
  });

  it('finds no difference if the decisions equal those of the backtest, and states their value', async () => {
    const { review: found } = await review(rows.map((row) => decisionOf(row)));
    expect(found?.decided).toEqual({
      sessions: month.period.sessions,
      traderDays: month.period.traderDays,
      cuts: rows.filter(({ row }) => row.reductionPct > 0).length,
      agreeing: month.period.traderDays,
      differences: [],
      differing: 0,
      limit: month.strategies.limit,
      estimatedDays: 0,
      overrides: [],
    });
  });

  it('scores the mailed overrides, and counts their limit as mailed where the engine cut nothing', async () => {
    const uncut = rows.filter(({ row, day }) => day !== null && row.reductionPct === 0);
    const under = (limit: number) => (judged: JudgedRow) =>
      judged.day === null ? 0 : outcomeUnderLimit(judged.day, limit, DEFAULT_STOP);
    const expected = uncut.reduce((net, one) => net + under(200)(one) - under(one.row.newLimit)(one), 0);
    const { review: found } = await review(uncut.map((one) => overriddenTo(200, one)));
    const [score, ...others] = found?.decided.overrides ?? [];
    expect(others).toEqual([]);
    expect(score).toMatchObject({
      by: 'risk-1',
      reason: 'hedged',
      traderDays: uncut.length,
      notKnownDays: 0,
    });
    expect(score?.net).toBeCloseTo(expected, 6);
    expect(score?.bindingDays).toBeGreaterThan(10);
    expect(found?.decided.limit).toMatchObject({ net: score?.net, bindingDays: score?.bindingDays });
  });

  it('lists the fifty largest differences first, and counts all', async () => {
    const decisions = rows.map((row, place) =>
      decisionOf(row, { reductionPct: place === 7 ? row.row.reductionPct + 80 : row.row.reductionPct + 5 }),
    );
    const { review: found } = await review(decisions);
    expect(found?.decided.differing).toBe(rows.length);
    expect(found?.decided.differences).toHaveLength(50);
    const seventh = rows[7]?.row;
    expect(found?.decided.differences[0]).toMatchObject({
      sessionDate: seventh?.sessionDate,
      trader: seventh?.trader,
      decidedPct: (seventh?.reductionPct ?? 0) + 80,
      walkedPct: seventh?.reductionPct,
    });
  });

  it('compares the month with the months before it', async () => {
    const { review: found } = await review([]);
    expect(found?.drift.map(({ score }) => score)).toEqual(['varExceptionRate', 'pinballRatio', 'regret']);
    const [exceptions] = found?.drift ?? [];
    expect(exceptions?.month).toBeCloseTo(month.valueAtRisk.rate ?? Number.NaN, 12);
    const before = await backtest(ports, { ...request, end: '2026-04-30' }, async () => undefined);
    expect(exceptions?.before).toBeCloseTo(before.valueAtRisk.rate ?? Number.NaN, 12);
  });

  it('scores what the shadow strategies decided, in the month and in the year through it', async () => {
    const shadows = { ...ports.shadows, ...decidedShadows('2026-03-01') };
    const { review: found } = await reviewMonth({ ...ports, shadows }, { ...request, month: MONTH }, noSink);
    const [uncut, ...others] = found?.shadows ?? [];
    expect(others).toEqual([]);
    const whole = await backtest(
      ports,
      { ...request, start: '2026-03-02', end: '2026-05-31', shadowStrategies: [UNCUT] },
      noSink,
    );
    const { month: inMonth, ...year } = uncut ?? { month: null };
    expect(year).toEqual(whole.shadows[0]);
    expect(whole.shadows[0]?.effectDays).toBeGreaterThan(10);
    const ofMonth = await backtest(
      ports,
      { ...request, start: '2026-05-01', end: '2026-05-31', shadowStrategies: [UNCUT] },
      noSink,
    );
    expect(ofMonth.shadows[0]).toMatchObject(inMonth ?? {});
    expect(inMonth?.sessions).toBe(month.period.sessions);
  });

  /** The store of a desk on which the strategy without cuts decided from a date on. */
  function decidedShadows(from: string): ReviewPorts['shadows'] {
    const sessions = walked.filter(({ sessionDate }) => sessionDate >= from);
    return {
      decided: async (date) => sessions.filter(({ sessionDate }) => sessionDate === date),
      mornings: async (first, last) =>
        sessions
          .filter(({ sessionDate }) => sessionDate >= first && sessionDate <= last)
          .map((session) => ({ ...session, failure: null })),
    };
  }

  it('uses the last month without a missing session by default', async () => {
    // The last session of the desk is the last one of June, so June is complete.
    expect(await lastFullMonth(ports)).toBe('2026-06');
  });

  it('rejects an empty store, and a month that is not stored', async () => {
    await expect(lastFullMonth(await emptyDesk([]))).rejects.toThrow('nothing stored');
    const refused = (month: string) =>
      expect(reviewMonth(ports, { ...request, month }, async () => undefined)).rejects;
    await refused('2020-01').toThrow(
      'Backtest of 2020-01-01 to 2020-01-31 · found no stored session in this period',
    );
    await refused('2020-02').toThrow('Backtest of 2020-02-01 to 2020-02-29 ·');
    await refused('2020-04').toThrow('Backtest of 2020-04-01 to 2020-04-30 ·');
  });
});

/**
 * The score of overrides that were obeyed: limits of 40 % of the base limit ended some days from session
 * number `first` on, and the base limit was recommended. Of the month of the first such day or the last.
 */
async function obeyedOverrides(first: number, at: 0 | -1) {
  const desk = simulateDesk({ traders: 5, sessions: 150, seed: 211, truth: 'tilt' });
  const free = [...desk].map((session) => ({
    ...session,
    days: session.days.map((day) => ({ ...day, lastOpeningSecond: 60_000, lastFillSecond: 60_000 })),
  }));
  const obeyed = stoppedDesk(desk, free, first);
  const ports = await emptyDesk(desk.roster);
  await saveSessions(ports, obeyed.sessions);
  await ports.limits.record(obeyed.events);
  const month = monthOf(obeyed.stopped.at(at)?.sessionDate ?? '');
  const request = backtestRequestOf({ limitBasis: 'realised' });
  const rows: JudgedRow[] = [];
  await backtest(ports, request, async (session) => void rows.push(...session));
  const mailed = rows.filter(({ row: { trader, sessionDate } }) =>
    obeyed.stopped.some(
      (day) => day.trader === trader && day.sessionDate === sessionDate && monthOf(sessionDate) === month,
    ),
  );
  const decisions = mailed.map((judged) => {
    const row = { ...judged.row, newLimit: judged.row.baseLimit };
    return overriddenTo(0.4 * row.baseLimit, { ...judged, row });
  });
  const reviewed = await reviewMonth(decided(ports, decisions), { ...request, month }, async () => undefined);
  return { mailed, decided: reviewed.review?.decided };
}

describe('the review of a month in which overrides were obeyed', () => {
  it('estimates what the stopped days would have become under the recommended limit', async () => {
    const { mailed, decided: found } = await obeyedOverrides(60, -1);
    const [score] = found?.overrides ?? [];
    const many = mailed.length;
    expect(many).toBeGreaterThan(2);
    expect(score).toMatchObject({
      traderDays: many,
      notKnownDays: 0,
      bindingDays: many,
      estimatedDays: many,
    });
    // The days as seen end at the stop: without the estimate the override would only cost slippage.
    const deltas = mailed.map(({ row, day }) => {
      if (day === null) throw new Error('a day with a path');
      const under = (limit: number) => outcomeUnderLimit(day, limit, DEFAULT_STOP);
      return under(0.4 * row.baseLimit) - under(row.baseLimit);
    });
    expect(score?.net).toBeCloseTo(
      deltas.reduce((sum, delta) => sum + delta, 0),
      6,
    );
    expect(Math.abs(score?.net ?? 0)).toBeGreaterThan(100);
    expect(found?.estimatedDays).toBe(many);
  });

  it('knows nothing of days stopped before any forecast was possible', async () => {
    const { mailed, decided: found } = await obeyedOverrides(3, 0);
    const [score] = found?.overrides ?? [];
    const unknown = mailed.filter(({ isCutShort }) => isCutShort).length;
    expect(unknown).toBeGreaterThan(0);
    expect(score).toMatchObject({ notKnownDays: unknown, estimatedDays: mailed.length - unknown });
    expect(score?.bindingDays).toBe(mailed.length - unknown);
  });
});
