import { DecisionError } from '../../shared/errors.ts';
import { mean } from './descriptive.ts';

/** A forecast probability of an event, and whether the event happened. */
export interface JudgedProbability {
  readonly probability: number;
  readonly happened: boolean;
}

/**
 * Pinball (quantile) loss of one forecast, in the unit of the outcome: p·(y − q) where the outcome y is above
 * the forecast quantile q, (1 − p)·(q − y) below. Its mean is lowest for the true p-quantile.
 *
 * Example: q = −100 at p = 0.05: an outcome of 100 costs 0.05·200 = 10, an outcome of −300 costs 0.95·200 =
 * 190.
 *
 * Source: Koenker & Bassett (1978). Throws DecisionError unless 0 < p < 1 and both numbers are finite.
 */
export function pinballLoss(outcome: number, quantileForecast: number, p: number): number {
  if (!(p > 0 && p < 1)) throw refusal('pinball loss', `p = ${p}`, 'between 0 and 1');
  const above = outcome - quantileForecast;
  if (!Number.isFinite(above)) {
    throw refusal('pinball loss', `outcome ${outcome}, forecast ${quantileForecast}`, 'finite numbers');
  }
  return above >= 0 ? p * above : (p - 1) * above;
}

/**
 * Brier score: mean of (probability − 1)² over events and probability² over non-events. 0 is perfect; always
 * forecasting 0.5 scores 0.25.
 *
 * Example: 0.9 and 0.6 that happened, 0.6 and 0.1 that did not: (0.01 + 0.16 + 0.36 + 0.01)/4 = 0.135.
 *
 * Source: Brier (1950). Returns null for no forecasts. Throws DecisionError for a forecast that is not a
 * share from 0 to 1.
 */
export function brierScore(judged: readonly JudgedProbability[]): number | null {
  refuseNoProbability(judged, 'Brier score');
  return mean(judged.map(({ probability, happened }) => (probability - Number(happened)) ** 2));
}

/**
 * Brier skill: 1 − BS / (b(1 − b)), the improvement over always forecasting b, the share of these same events
 * that happened. 1 is perfect, 0 is no better than b, negative is worse.
 *
 * Example: a Brier score of 0.135 at b = 0.5: 1 − 0.135/0.25 = 0.46.
 *
 * Source: Murphy (1973). Returns null where the event always or never happened. Throws DecisionError as
 * `brierScore`.
 */
export function brierSkill(judged: readonly JudgedProbability[]): number | null {
  const score = brierScore(judged);
  const baseRate = mean(judged.map(({ happened }) => Number(happened)));
  if (score === null || baseRate === null || baseRate === 0 || baseRate === 1) return null;
  return 1 - score / (baseRate * (1 - baseRate));
}

/**
 * Area under the ROC curve: over all pairs of an event and a non-event, the share in which the event had the
 * higher forecast. Ties count half. 0.5 is chance.
 *
 * Example: 0.9 and 0.6 that happened, 0.6 and 0.1 that did not: 3 pairs of 4 in order and one tie, 3.5/4 =
 * 0.875.
 *
 * Source: Hanley & McNeil (1982). Returns null without an event or without a non-event. Throws DecisionError
 * for a forecast that is not a share from 0 to 1.
 */
export function areaUnderCurve(judged: readonly JudgedProbability[]): number | null {
  refuseNoProbability(judged, 'area under the curve');
  const events = ascendingProbabilities(judged, true);
  const others = ascendingProbabilities(judged, false);
  if (events.length === 0 || others.length === 0) return null;
  let below = 0;
  let upTo = 0;
  let wins = 0;
  for (const probability of events) {
    while (below < others.length && others[below]! < probability) below++;
    while (upTo < others.length && others[upTo]! <= probability) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (events.length * others.length);
}

/**
 * Placement of each row, in the order given: for an event, the share of non-events with a lower forecast; for
 * a non-event, the share of events with a higher one. Ties count half. The mean placement of the events, and
 * that of the non-events, is the area under the curve.
 *
 * Example: 0.9 and 0.6 that happened, 0.6 and 0.1 that did not: 1, 0.75, 0.75 and 1.
 *
 * Source: DeLong, DeLong & Clarke-Pearson (1988). The rows must have at least one event and one non-event.
 * Throws DecisionError for a forecast that is not a share from 0 to 1.
 */
export function placements(judged: readonly JudgedProbability[]): Float64Array {
  refuseNoProbability(judged, 'placements');
  const events = ascendingProbabilities(judged, true);
  const others = ascendingProbabilities(judged, false);
  return Float64Array.from(judged, ({ probability, happened }) => {
    const opposite = happened ? others : events;
    const below = (countBelow(opposite, probability, false) + countBelow(opposite, probability, true)) / 2;
    return (happened ? below : opposite.length - below) / opposite.length;
  });
}

/** How many of the ascending values are below `value`, or with `upTo` equal to it or below. */
function countBelow(ascending: Float64Array, value: number, upTo: boolean): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const found = ascending[middle]!;
    if (found < value || (upTo && found === value)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function ascendingProbabilities(judged: readonly JudgedProbability[], happened: boolean): Float64Array {
  const rows = judged.filter((row) => row.happened === happened);
  return Float64Array.from(rows, ({ probability }) => probability).sort();
}

/** Throws DecisionError for a forecast that is not a share from 0 to 1. */
export function refuseNoProbability(judged: readonly JudgedProbability[], where: string): void {
  const odd = judged.find(({ probability }) => !(probability >= 0 && probability <= 1));
  if (odd !== undefined) throw refusal(where, `a probability of ${odd.probability}`, 'a share from 0 to 1');
}

function refusal(where: string, found: string, expected: string): DecisionError {
  return new DecisionError('score', `${where} · found ${found} · expected ${expected}`, {
    hint: 'The recorded forecast is damaged: compute the predictions of the period again.',
  });
}
