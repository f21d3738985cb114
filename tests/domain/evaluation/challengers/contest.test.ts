import { describe, expect, it } from 'vitest';
import { simulateDesk } from '../../../../scripts/simulation/simulatedDesk.ts';
import { DeskHistory } from '../../../../src/domain/engines/model/deskHistory.ts';
import type { SessionOutcome } from '../../../../src/domain/engines/model/sessionOutcome.ts';
import { WalkForwardModel } from '../../../../src/domain/engines/model/walkForwardModel.ts';
import { DEFAULT_TIERS } from '../../../../src/domain/engines/modelTier.ts';
import type { WalkedSession } from '../../../../src/domain/evaluation/backtestRow.ts';
import { boosting } from '../../../../src/domain/evaluation/challengers/boosting.ts';
import type {
  Challenger,
  LearnedRow,
  MorningRow,
} from '../../../../src/domain/evaluation/challengers/challenger.ts';
import { Contest } from '../../../../src/domain/evaluation/challengers/contest.ts';
import type { ContestResult } from '../../../../src/domain/evaluation/challengers/contestResult.ts';
import { logistic } from '../../../../src/domain/evaluation/challengers/logistic.ts';
import { plainVolatility } from '../../../../src/domain/evaluation/challengers/plainVolatility.ts';
import { quantileRegression } from '../../../../src/domain/evaluation/challengers/quantileRegression.ts';
import { squaredVolatility } from '../../../../src/domain/evaluation/challengers/squaredVolatility.ts';
import { DEFAULT_STOP } from '../../../../src/domain/outcome/counterfactual.ts';
import { areaUnderCurve, pinballLoss } from '../../../../src/domain/statistics/scores.ts';

const OPTIONS = {
  retrainEverySessions: 5,
  cutsRequireProof: false,
  maxReductionPct: 80,
  tiers: DEFAULT_TIERS,
  stop: DEFAULT_STOP,
  first: '2000-01-01',
  last: '2099-12-31',
};

const walked = walkedDays(130);

describe('a contest', () => {
  const allChallengers = [
    logistic(),
    quantileRegression(),
    plainVolatility(),
    squaredVolatility(),
    counted(boosting(), 2),
  ];
  const result = contestOf(allChallengers, walked);

  it('scores every contestant on the same rows, the product first', () => {
    expect(result.contestants.map(({ name }) => name)).toEqual([
      'location-scale ridge',
      ...allChallengers.map(({ name }) => name),
    ]);
    expect(result.traderDays).toBeGreaterThan(150);
    for (const { measures, breaches } of result.contestants) {
      expect(measures.pinball).toBeGreaterThan(0.05);
      expect(measures.pinball).toBeLessThan(0.6);
      expect(measures.brier).toBeLessThan(0.25);
      expect(breaches).toBeLessThan(0.2);
    }
  });

  it('gives the product the scores that its own forecasts have', () => {
    const rows = productRows(result.first ?? '');
    expect(rows).toHaveLength(result.traderDays);
    const pinball = rows.reduce((sum, { r, q05 }) => sum + pinballLoss(r, q05, 0.05), 0) / rows.length;
    expect(result.contestants[0]?.measures.pinball).toBeCloseTo(pinball, 12);
    expect(result.contestants[0]?.measures.auc).toBeCloseTo(areaUnderCurve(rows) ?? 0, 12);
  });

  it('has the same result for a shortened desk as for a period of the whole desk', () => {
    const [cut, last] = [walked.slice(0, 100), walked[99]?.forecast.sessionDate ?? ''];
    const made = () => [logistic(), quantileRegression(), squaredVolatility()];
    const within = new Contest(made(), { ...OPTIONS, last });
    for (const day of walked) within.add(day);
    expect(contestOf(made(), cut)).toEqual(within.result());
  });

  it('finds an oracle better and a constant forecast worse, and treats twins alike', () => {
    const knowing = oracle();
    const judged = contestOf([knowing, constantForecast(), plainVolatility(), plainVolatility()], walked);
    const [, best, worst, one, other] = judged.contestants;
    expect(best?.differences?.pinball?.verdict).toBe('better');
    expect(best?.differences?.auc?.verdict).toBe('better');
    expect(worst?.differences?.pinball?.verdict).toBe('worse');
    expect(one?.differences).toEqual(other?.differences);
  });

  it('has no verdict on fewer sessions than the gate requires', () => {
    const first = walked.at(-59)?.forecast.sessionDate ?? '';
    const contest = new Contest([oracle()], { ...OPTIONS, first });
    for (const day of walked) contest.add(day);
    const { pinball, brier, regret, auc } = contest.result().contestants[1]?.differences ?? {};
    expect(contest.result().sessions).toBe(59);
    for (const difference of [pinball, brier, regret, auc])
      expect(difference?.verdict).toBe('not enough to tell');
  });

  it('has no verdict on regret for a challenger with the product’s cuts', () => {
    const [, twin] = contestOf([productTwin()], walked).contestants;
    expect(twin?.differences?.regret).toEqual({
      value: 0,
      interval: [0, 0],
      verdict: 'not enough to tell',
    });
    expect(twin?.differences?.brier?.verdict).toBe('could be chance');
  });

  it('scores only the period asked for, and nothing before the challengers are trained', () => {
    const first = walked[110]?.forecast.sessionDate ?? '';
    const late = new Contest([plainVolatility()], { ...OPTIONS, first });
    for (const day of walked) late.add(day);
    expect(late.result().first).toBe(first);
    expect(late.result().sessions).toBe(walked.length - 110);
    const early = contestOf([plainVolatility()], walked.slice(0, 20));
    expect(early).toMatchObject({ first: null, last: null, sessions: 0, traderDays: 0 });
    expect(early.contestants[0]).toMatchObject({ gate: null, differences: null });
  });
});

function contestOf(challengers: readonly Challenger[], days: readonly WalkedSession[]): ContestResult {
  const contest = new Contest(challengers, OPTIONS);
  for (const day of days) contest.add(day);
  return contest.result();
}

function walkedDays(sessions: number): readonly WalkedSession[] {
  const desk = simulateDesk({ traders: 8, sessions, seed: 5, truth: 'tilt' });
  const places = new Map(desk.sessionDates.map((date, place) => [date, place]));
  const history = new DeskHistory(desk.roster, (from, to) => (places.get(to) ?? 0) - (places.get(from) ?? 0));
  const walk = new WalkForwardModel(OPTIONS);
  const days: WalkedSession[] = [];
  let previous = '2000-01-01';
  for (const session of desk) {
    const morning = walk.forecast(session.sessionDate, history.members(previous));
    const outcomes = new Map<string, SessionOutcome>(
      session.days.map((day) => [day.trader, { summary: day, marks: day.lowWaterMarks.realised }]),
    );
    days.push({ forecast: morning, outcomes, record: walk.observe(morning, outcomes) });
    history.push(session.days);
    previous = session.sessionDate;
  }
  return days;
}

function productRows(from: string) {
  return walked
    .filter(({ forecast: morning }) => morning.sessionDate >= from)
    .flatMap(({ forecast: morning, outcomes }) =>
      morning.traders.flatMap(({ member, forecast }) => {
        const outcome = outcomes.get(member.trader);
        if (outcome === undefined || forecast === null) return [];
        const { netPnl } = outcome.summary;
        return {
          r: netPnl / forecast.scale,
          q05: forecast.pnlQ05 / forecast.scale,
          probability: forecast.largeLossProbability,
          happened: netPnl < -forecast.largeLossThreshold,
        };
      }),
    );
}

/** Limits the number of refits of a slow challenger, once it has enough rows. */
function counted(challenger: Challenger, times: number): Challenger {
  let left = times;
  let rows = 0;
  return {
    ...challenger,
    refit(sessions) {
      const now = sessions.flat().length;
      if (left === 0 || now < rows + 250) return;
      [left, rows] = [left - 1, now];
      challenger.refit(sessions);
    },
  };
}

function oracle(): Challenger {
  const days = new Map(
    walked.flatMap(({ forecast: morning, outcomes }) =>
      morning.traders.flatMap(({ member, forecast }) => {
        const netPnl = outcomes.get(member.trader)?.summary.netPnl;
        const key = `${morning.sessionDate} ${member.trader}`;
        return netPnl === undefined || forecast === null ? [] : [[key, netPnl / forecast.scale] as const];
      }),
    ),
  );
  return {
    name: 'oracle',
    description: 'knows the day',
    refit: () => undefined,
    forecast: (row: MorningRow) => {
      const r = days.get(`${row.sessionDate} ${row.trader}`) ?? 0;
      return { q05: r, largeLossProbability: Number(r < row.largeLossBelow) };
    },
  };
}

/** Repeats the product's forecasts. */
function productTwin(): Challenger {
  const forecasts = new Map(
    walked.flatMap(({ forecast: morning }) =>
      morning.traders.map(
        ({ member, forecast }) => [`${morning.sessionDate} ${member.trader}`, forecast] as const,
      ),
    ),
  );
  return {
    name: 'twin',
    description: 'says what the product says',
    refit: () => undefined,
    forecast: ({ sessionDate, trader }: MorningRow) => {
      const forecast = forecasts.get(`${sessionDate} ${trader}`) ?? null;
      if (forecast === null) return null;
      const { pnlQ05, scale, largeLossProbability } = forecast;
      return { q05: pnlQ05 / scale, largeLossProbability };
    },
  };
}

function constantForecast(): Challenger {
  return {
    name: 'nothing',
    description: 'says the same of allChallengers',
    refit: (_: readonly (readonly LearnedRow[])[]) => undefined,
    forecast: () => ({ q05: -8, largeLossProbability: 0.15 }),
  };
}
