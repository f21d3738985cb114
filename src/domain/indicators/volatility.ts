import type { Indicator } from './indicator.ts';
import { type RealisedVolatility, realisedVolatility } from './realisedVolatility.ts';
import { SERIES_WINDOW_SESSIONS, TAIL_SESSIONS, type TraderSeries } from './traderSeries.ts';
import { decayingMeanSquares, lossShareOfSquares, meanSquare, ratio, smallestKnown } from './windows.ts';

/** Added to both tails, in ordinary days, so that an empty tail does not make the ratio infinite. */
const TAIL_SMOOTHING = 0.05;

/** EWMA decay λ for the last week, and for the last months. */
const FAST = 0.85;
const SLOW = 0.97;

/** Volatility of the trader's results, and the share of losses in it. */
export const volatility: readonly Indicator[] = [
  volatilityOver(7),
  volatilityOver(21),
  realisedOver('trip_volatility', 'tripSwing70', {
    label: 'Volatility by trips',
    formula:
      'E₀.₇(V)/S, V = (gross win + gross loss)/√(round trips) of a day; E is its EWMA, decay 0.7, calibrated to the close',
    sentence: 'The size of a close that the swings of the last trips point to; 1 is usual.',
    source: 'Realised volatility, Andersen & Bollerslev (1998)',
  }),
  realisedOver('range_volatility', 'dayRange70', {
    label: 'Volatility by ranges',
    formula:
      'E₀.₇(R)/S, R = best − worst running P&L of a day; E is its EWMA, decay 0.7, calibrated to the close',
    sentence: 'The size of a close that the ranges of the last days point to; 1 is usual.',
    source: 'Range volatility, Parkinson (1980)',
  }),
  {
    id: 'vol_ratio',
    family: 'volatility',
    label: 'Volatility against its norm',
    unit: 'ratio',
    windowSessions: SERIES_WINDOW_SESSIONS,
    minimumObservations: 20,
    nullReason: 'fewer than 20 scaled sessions, or none of them moved',
    worse: 'higher',
    formula: '√(v₀.₈₅ / v₀.₉₇), v_λ = Σλᵏ·r²₍ₙ₋ₖ₎ / Σλᵏ over at most 250 active sessions',
    sentence:
      'How far the swings of the last week exceed the swings of the last months: 2 means twice as wide.',
    source: 'RiskMetrics Technical Document (1996)',
    compute: ({ scaledPnl }) => {
      const means = decayingMeanSquares(scaledPnl, FAST, SLOW, SERIES_WINDOW_SESSIONS, 20);
      return means === null ? null : rootOf(ratio(means[0], means[1]));
    },
  },
  {
    id: 'downside_share',
    family: 'volatility',
    label: 'Downside share of volatility',
    unit: 'fraction, 0 to 1',
    windowSessions: 60,
    minimumObservations: 20,
    nullReason: 'fewer than 20 scaled sessions, or none of them moved',
    worse: 'higher',
    formula: '√(mean min(r, 0)² / mean r²) over the last 60 active sessions',
    sentence:
      'How much of the swing is losses: 0.7 is an even split, 1 means that only the losses are large.',
    source: 'Semi-variance, Markowitz (1959)',
    compute: ({ scaledPnl }) => rootOf(lossShareOfSquares(scaledPnl, 60, 20)),
  },
  {
    id: 'worst_day_20',
    family: 'volatility',
    label: 'Worst day of 20',
    unit: 'ordinary days',
    windowSessions: 20,
    minimumObservations: 10,
    nullReason: 'fewer than 10 scaled sessions among the last 20',
    worse: 'lower',
    formula: 'min r over the last 20 active sessions',
    sentence: 'The worst recent day: −3 means a loss of three ordinary days at once.',
    source: 'Extreme-value practice; MAX of Bali, Cakici & Whitelaw (2011), of losses',
    compute: ({ scaledPnl }) => smallestKnown(scaledPnl, 20, 10),
  },
  {
    id: 'tail_ratio_log',
    family: 'volatility',
    label: 'Tail ratio (log)',
    unit: 'natural logarithm',
    windowSessions: TAIL_SESSIONS,
    minimumObservations: 40,
    nullReason: 'fewer than 40 scaled sessions among the last 60',
    worse: 'lower',
    formula:
      'ln((max(q₉₅, 0) + 0.05) / (max(−q₀₅, 0) + 0.05)), quantiles of r over the last 60 active sessions',
    sentence: 'Whether the best days are larger than the worst ones: below 0 the bad days are the larger.',
    source: 'Tail ratio, desk practice; quantiles after Hyndman & Fan (1996), type 7',
    compute: (series) =>
      series.sortedScaledPnl.length < 40 ? null : Math.log(tail(series, 0.95, 1) / tail(series, 0.05, -1)),
  },
];

function volatilityOver(sessions: number): Indicator {
  return {
    id: `vol_${sessions}`,
    family: 'volatility',
    label: `Volatility of ${sessions} days`,
    unit: 'ordinary days',
    windowSessions: sessions,
    minimumObservations: sessions,
    nullReason: `fewer than ${sessions} scaled sessions (the first ${sessions} after 20 active ones)`,
    worse: 'higher',
    formula: `√(Σr² / ${sessions}) over the last ${sessions} active sessions`,
    sentence: `The size of the swings of the last ${sessions} trading days; 1 is usual.`,
    source: 'Realised volatility about zero, Andersen & Bollerslev (1998)',
    compute: ({ scaledPnl }) => rootOf(meanSquare(scaledPnl, sessions, sessions)),
  };
}

function realisedOver(
  id: string,
  measure: keyof RealisedVolatility,
  words: Pick<Indicator, 'label' | 'formula' | 'sentence' | 'source'>,
): Indicator {
  return {
    id,
    family: 'volatility',
    ...words,
    unit: 'ordinary days',
    windowSessions: SERIES_WINDOW_SESSIONS,
    minimumObservations: 20,
    nullReason:
      'fewer than 20 active sessions, or fewer than three round trips on most of the last 20 of them',
    worse: 'higher',
    dependsOnMorning: true,
    compute: ({ realised, scale }, { deskCloseRatios }) =>
      scale === null
        ? null
        : dividedBy(scale, realised.isKnown ? realisedVolatility(realised, deskCloseRatios) : null, measure),
  };
}

function dividedBy(
  scale: number,
  volatility: RealisedVolatility | null,
  measure: keyof RealisedVolatility,
): number | null {
  return volatility === null ? null : volatility[measure] / scale;
}

function rootOf(square: number | null): number | null {
  return square === null ? null : Math.sqrt(square);
}

/**
 * Size of one tail of r, in ordinary days, plus the smoothing: sign 1 for the upper tail, −1 for the lower.
 */
function tail({ sortedScaledPnl }: TraderSeries, p: number, sign: 1 | -1): number {
  return Math.max(sign * (sortedScaledPnl.quantile(p) ?? 0), 0) + TAIL_SMOOTHING;
}
