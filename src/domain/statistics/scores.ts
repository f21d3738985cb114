import { DecisionError } from '../../shared/errors.ts';
import { mean } from './descriptive.ts';

/** A probability as it was forecast, and whether what it was about came to pass. */
export interface JudgedProbability {
  readonly probability: number;
  readonly happened: boolean;
}

/**
 * Pinball (quantile) loss of one forecast, in the unit of the outcome: p·(y − q) where the outcome y is above the
 * forecast quantile q, (1 − p)·(q − y) below (Koenker & Bassett 1978). Least on average for the true p-quantile.
 * Throws DecisionError unless 0 < p < 1 and both are finite.
 */
export function pinballLoss(outcome: number, quantileForecast: number, p: number): number {
  if (!(p > 0 && p < 1)) throw refusal('pinball loss', `p = ${p}`, 'between 0 and 1');
  const above = outcome - quantileForecast;
  if (!Number.isFinite(above)) {
    throw refusal('pinball loss', `outcome ${outcome}, forecast ${quantileForecast}`, 'finite numbers');
  }
  return above >= 0 ? p * above : (p - 1) * above;
}

/** Mean squared difference of forecast and event (Brier 1950): 0 is perfect, 0.25 a coin's; null for no forecasts. */
export function brierScore(judged: readonly JudgedProbability[]): number | null {
  refuseNoProbability(judged, 'Brier score');
  return mean(judged.map(({ probability, happened }) => (probability - Number(happened)) ** 2));
}

/**
 * Share by which the Brier score beats that of always saying the base rate of these same events, 1 − BS / (b(1 − b))
 * (Murphy 1973): 1 perfect, 0 no better, negative worse. Null where the event always or never happened.
 */
export function brierSkill(judged: readonly JudgedProbability[]): number | null {
  const score = brierScore(judged);
  const baseRate = mean(judged.map(({ happened }) => Number(happened)));
  if (score === null || baseRate === null || baseRate === 0 || baseRate === 1) return null;
  return 1 - score / (baseRate * (1 - baseRate));
}

/**
 * Area under the ROC curve: how often a day on which it happened had been given more than one on which it did not, ties
 * half (Hanley & McNeil 1982). 0.5 is chance. Null unless some happened and some did not.
 */
export function areaUnderCurve(judged: readonly JudgedProbability[]): number | null {
  refuseNoProbability(judged, 'area under the curve');
  const events = ascendingProbabilities(judged, true);
  const others = ascendingProbabilities(judged, false);
  if (events.length === 0 || others.length === 0) return null;
  let [below, upTo, wins] = [0, 0, 0];
  for (const probability of events) {
    while (below < others.length && others[below]! < probability) below++;
    while (upTo < others.length && others[upTo]! <= probability) upTo++;
    wins += (below + upTo) / 2;
  }
  return wins / (events.length * others.length);
}

/**
 * Of each row, in the order given, the share of the rows of the other kind that it stands on the right side of, ties half: for an
 * event those given less, for another those given more. Their mean over either kind is the area under the curve. Both kinds
 * must be there.
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

/** How many of some ascending values are below one, or up to it. */
function countBelow(ascending: Float64Array, value: number, upTo: boolean): number {
  let [from, to] = [0, ascending.length];
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
    hint: 'The forecast that was recorded is damaged: make the predictions of the period anew.',
  });
}
