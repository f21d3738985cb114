import { DecisionError } from '../../shared/errors.ts';
import { type JudgedProbability, refuseNoProbability } from './scores.ts';

/** Forecasts of similar probability, compared with what happened. Shares are fractions. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanForecast: number;
  readonly observedRate: number;
  /** 95 % interval of the observed rate, if days were independent. */
  readonly interval: readonly [low: number, high: number];
}

const BINS = 5;
/** Normal quantiles: ±1.96 holds the middle 95 % of the distribution, ±1.645 the middle 90 %. */
const WITHIN_95 = 1.959963984540054;
export const WITHIN_90 = 1.6448536269514722;

/**
 * Reliability of forecast probabilities: the forecasts in five bins, ascending, with the mean forecast and
 * the observed share of each bin. The bins have as equal a count as ties allow. Equal forecasts stay
 * together, in the bin of their middle rank, so the order of the rows does not matter. Empty bins are left
 * out.
 *
 * Example: 50 forecasts 0.00, 0.02, … 0.98, one event in every five: the first bin has count 10, mean
 * forecast 0.09, observed rate 0.2 and interval 0.057 to 0.510.
 *
 * Source: docs/methods.md, section 10. Throws DecisionError for a forecast that is not a share from 0 to 1.
 */
export function reliability(judged: readonly JudgedProbability[]): ReliabilityBin[] {
  refuseNoProbability(judged, 'reliability');
  const sorted = [...judged].sort((a, b) => a.probability - b.probability);
  const bins: JudgedProbability[][] = Array.from({ length: BINS }, () => []);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (sorted[to]?.probability === sorted[from]?.probability) to++;
    const middleRank = (from + to) / 2;
    const bin = bins[Math.floor((BINS * middleRank) / sorted.length)];
    for (let row = from; row < to; row++) bin?.push(sorted[row]!);
  }
  return bins.filter((rows) => rows.length > 0).map(binOf);
}

/**
 * Score interval of a share p̂ of n trials: (p̂ + z²/2n ± z√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n), by default
 * at 95 %. Unlike p̂ ± z·s.e., it stays within [0, 1] and has a width at 0 of n. Counts may be fractions,
 * because an effective sample is rarely whole.
 *
 * Example: 15 of 100: 0.0931 to 0.2328. 0 of 10: 0 to 0.2775.
 *
 * Source: Wilson (1927). Throws DecisionError without trials, or with more successes than trials.
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  z = WITHIN_95,
): readonly [low: number, high: number] {
  refuseImpossible(successes, trials);
  const share = successes / trials;
  const widening = (z * z) / trials;
  const centre = share + widening / 2;
  const half = z * Math.sqrt((share * (1 - share)) / trials + widening / (4 * trials));
  const low = (centre - half) / (1 + widening);
  const high = (centre + half) / (1 + widening);
  // At 0 of n and n of n the bound is exactly 0 or 1, but the square root leaves a rounding error.
  return [successes === 0 ? 0 : low, successes === trials ? 1 : high];
}

function refuseImpossible(successes: number, trials: number): void {
  if (trials > 0 && successes >= 0 && successes <= trials) return;
  throw new DecisionError(
    'wilson_interval',
    `interval of a share · found ${successes} of ${trials} · expected at least one trial, and no more successes than trials`,
    { hint: 'Compute the interval of a share only where there is at least one trial.' },
  );
}

function binOf(rows: readonly JudgedProbability[]): ReliabilityBin {
  const happened = rows.filter((row) => row.happened).length;
  return {
    count: rows.length,
    meanForecast: rows.reduce((sum, { probability }) => sum + probability, 0) / rows.length,
    observedRate: happened / rows.length,
    interval: wilsonInterval(happened, rows.length),
  };
}
