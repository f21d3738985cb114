import { boosting } from '../domain/evaluation/challengers/boosting.ts';
import type { Challenger } from '../domain/evaluation/challengers/challenger.ts';
import { closingRidge, rangeFeatures } from '../domain/evaluation/challengers/closingRidge.ts';
import { Contest } from '../domain/evaluation/challengers/contest.ts';
import type { ContestResult } from '../domain/evaluation/challengers/contestResult.ts';
import { logistic } from '../domain/evaluation/challengers/logistic.ts';
import { plainVolatility } from '../domain/evaluation/challengers/plainVolatility.ts';
import { quantileRegression } from '../domain/evaluation/challengers/quantileRegression.ts';
import { squaredVolatility } from '../domain/evaluation/challengers/squaredVolatility.ts';
import { type BacktestPorts, type BacktestRequest, planWalk } from './backtest.ts';

/** Returns a new, untrained instance of every other forecasting method. */
export function challengers(): readonly Challenger[] {
  return [
    closingRidge(),
    rangeFeatures(),
    logistic(),
    quantileRegression(),
    plainVolatility(),
    squaredVolatility(),
    boosting(),
  ];
}

/**
 * Runs the code of the morning over all stored sessions once. The challengers forecast the same rows from the
 * same history.
 * @throws InputError if the period has no stored session.
 */
export async function compare(ports: BacktestPorts, request: BacktestRequest): Promise<ContestResult> {
  const plan = await planWalk(ports, request);
  const contest = new Contest(challengers(), { ...request.walk, first: plan.first, last: plan.last });
  for await (const session of plan.sessions()) contest.add(session);
  return contest.result();
}
