import { SortedWindow } from '../../indicators/sortedWindow.ts';
import { type Challenger, type LearnedRow, MINIMUM_ROWS } from './challenger.ts';
import { type Design, designOf, dot, weightedRidge } from './design.ts';
import { plainVolatility } from './plainVolatility.ts';

/** A day is a Loss if it is in the trader's worst quarter so far; a trader with fewer days has no classes. */
const LOSS_SHARE = 0.25;
const OWN_SESSIONS = 250;
const MINIMUM_OWN_DAYS = 40;
const PENALTY_PER_ROW = 0.03;
const STEPS = 8;
const LARGEST_PROBABILITY = 0.95;

/**
 * Classes Loss, Neutral and Win by the trader's own quartiles: a ridge logistic regression of Loss against
 * the rest. Its probability is multiplied by the ratio of large losses to Losses. The VaR is that of the
 * plain volatility, because a class has no quantile.
 */
export function logistic(): Challenger {
  const quartiles = new Map<string, SortedWindow>();
  const isLoss = new WeakMap<LearnedRow, boolean>();
  const plain = plainVolatility();
  let fitted: { readonly design: Design; readonly beta: Float64Array; readonly rescaled: number } | null =
    null;
  return {
    name: 'logistic classes',
    description:
      'ridge logistic of Loss against Neutral and Win, rescaled to the large loss; VaR of the plain volatility',
    refit(sessions) {
      plain.refit(sessions);
      const rows = sessions.flat().filter((row) => isLoss.has(row));
      if (rows.length < MINIMUM_ROWS) return;
      const design = designOf(rows);
      const happened = Float64Array.from(rows, (row) => Number(isLoss.get(row)));
      const losses = happened.reduce((sum, one) => sum + one, 0);
      const largeLosses = rows.filter((row) => row.r < row.largeLossBelow).length;
      const designed = rows.map((row) => design.row(row));
      const beta = logisticFit(designed, happened, PENALTY_PER_ROW * rows.length);
      fitted = { design, beta, rescaled: losses === 0 ? 1 : largeLosses / losses };
    },
    forecast(row) {
      const width = plain.forecast(row);
      if (fitted === null || width === null) return null;
      const probability = fitted.rescaled * sigmoid(dot(fitted.design.row(row), fitted.beta));
      return { q05: width.q05, largeLossProbability: Math.min(probability, LARGEST_PROBABILITY) };
    },
    observe(rows) {
      plain.observe?.(rows);
      for (const row of rows) {
        const own = quartiles.get(row.trader) ?? new SortedWindow(OWN_SESSIONS);
        quartiles.set(row.trader, own);
        const quarter = own.length < MINIMUM_OWN_DAYS ? null : own.quantile(LOSS_SHARE);
        if (quarter !== null) isLoss.set(row, row.r < quarter);
        own.push(row.r);
      }
    },
  };
}

/** Ridge logistic regression by iteratively reweighted least squares; the constant has no penalty. */
export function logisticFit(
  rows: readonly Float64Array[],
  happened: Float64Array,
  penalty: number,
): Float64Array {
  let beta = new Float64Array(rows[0]?.length ?? 0);
  const weights = new Float64Array(rows.length);
  const targets = new Float64Array(rows.length);
  for (let step = 0; step < STEPS; step++) {
    for (let at = 0; at < rows.length; at++) {
      const score = dot(rows[at]!, beta);
      const probability = sigmoid(score);
      const weight = Math.max(probability * (1 - probability), 1e-6);
      weights[at] = weight;
      targets[at] = score + (happened[at]! - probability) / weight;
    }
    beta = new Float64Array(weightedRidge(rows, weights, targets, penalty, beta));
  }
  return beta;
}

function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
