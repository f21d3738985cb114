import { DecisionError } from '../../shared/errors.ts';
import { type JudgedProbability, refuseNoProbability } from './scores.ts';

/** Forecasts of about the same probability, beside what came of them. Shares are fractions. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanForecast: number;
  readonly observedRate: number;
  /** 95 % interval of the observed rate, days taken as independent. */
  readonly interval: readonly [low: number, high: number];
}

const BINS = 5;
/** Deviations of the normal distribution that hold 95 % of it between them, and 90 %, whose bounds are those of 5 % and 95 %. */
const WITHIN_95 = 1.959963984540054;
export const WITHIN_90 = 1.6448536269514722;

/**
 * Whether probabilities mean what they say: the forecasts in five bins of as equal count as ties allow, ascending, with
 * the mean forecast beside the share that happened (methods: VaR backtests). Equal forecasts stay together, in the bin of
 * their middle rank, so that the order of rows changes nothing; a bin without forecasts is left out.
 * Throws DecisionError for a forecast that is not a share from 0 to 1.
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
 * Score interval of a share (Wilson 1927), 95 % unless told: (p̂ + z²/2n ± z√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n). Unlike
 * p̂ ± z·s.e. it stays within [0, 1] and says something at 0 of n. Neither count need be whole, for an effective sample has an
 * interval too. Throws DecisionError without trials, or with more successes than those.
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
  // At 0 of n and n of n the bound is 0 or 1 exactly; the root leaves a last digit.
  return [successes === 0 ? 0 : low, successes === trials ? 1 : high];
}

function refuseImpossible(successes: number, trials: number): void {
  if (trials > 0 && successes >= 0 && successes <= trials) return;
  throw new DecisionError(
    'wilson_interval',
    `interval of a share · found ${successes} of ${trials} · expected at least one trial, and no more successes than trials`,
    { hint: 'Give the interval of a share only where there is something to share.' },
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
