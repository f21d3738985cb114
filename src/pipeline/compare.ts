import { boosting } from '../domain/evaluation/challengers/boosting.ts';
import type { Challenger } from '../domain/evaluation/challengers/challenger.ts';
import { closingRidge, rangeFeatures } from '../domain/evaluation/challengers/closingRidge.ts';
import { Contest } from '../domain/evaluation/challengers/contest.ts';
import type { ContestResult } from '../domain/evaluation/challengers/contestResult.ts';
import { logistic } from '../domain/evaluation/challengers/logistic.ts';
import { plainVolatility } from '../domain/evaluation/challengers/plainVolatility.ts';
import { quantileRegression } from '../domain/evaluation/challengers/quantileRegression.ts';
import { squaredVolatility } from '../domain/evaluation/challengers/squaredVolatility.ts';
import { InputError } from '../shared/errors.ts';
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
 * same history: the rows that all of them can forecast, so on a desk of few traders fewer may see more.
 * @param only the names of the challengers; empty: all of them.
 * @throws InputError if the period has no stored session, or `unknown_model`.
 */
export async function compare(
  ports: BacktestPorts,
  request: BacktestRequest,
  only: readonly string[] = [],
): Promise<ContestResult> {
  const chosen = chosenChallengers(only);
  const plan = await planWalk(ports, request);
  const contest = new Contest(chosen, { ...request.walk, first: plan.first, last: plan.last });
  for await (const session of plan.sessions()) contest.add(session);
  return contest.result();
}

function chosenChallengers(only: readonly string[]): readonly Challenger[] {
  const all = challengers();
  const names = all.map(({ name }) => name);
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new InputError('unknown_model', `--model · found ${unknown} · expected ${names.join(', or ')}`, {
      hint: 'Write the name as the table of `npm run compare` has it, in quotation marks.',
    });
  return all.filter(({ name }) => only.length === 0 || only.includes(name));
}
