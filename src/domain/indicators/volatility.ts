import { ewmaVariance, quantile, rootMeanSquare } from '../statistics.ts';
import type { Indicator } from './indicator.ts';
import { WINDOW_SESSIONS } from './input.ts';
import { ratio, recentR } from './windows.ts';

/** Added to both tails, in ordinary days: without it a trader with one empty tail would have an infinite ratio. */
const TAIL_SMOOTHING = 0.05;

/** How wide the trader's results swing, and how much of the swing is loss. */
export const volatility: readonly Indicator[] = [
  volatilityOver(7),
  volatilityOver(21),
  {
    id: 'vol_ratio',
    family: 'volatility',
    label: 'Volatility against its norm',
    unit: 'ratio',
    windowSessions: WINDOW_SESSIONS,
    minimumObservations: 20,
    nullReason: 'fewer than 20 scaled sessions, or none of them moved',
    worse: 'higher',
    formula: '√(v₀.₈₅ / v₀.₉₇), v_λ = Σλᵏ·r²₍ₙ₋ₖ₎ / Σλᵏ over at most 250 active sessions',
    sentence:
      'How far the swings of the last week exceed the swings of the last months: 2 means twice as wide.',
    source: 'RiskMetrics Technical Document (1996)',
    compute: (input) => {
      const r = recentR(input, WINDOW_SESSIONS, 20);
      if (r === null) return null;
      const fastOverSlow = ratio(ewmaVariance(r, 0.85) ?? 0, ewmaVariance(r, 0.97) ?? 0);
      return fastOverSlow === null ? null : Math.sqrt(fastOverSlow);
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
    compute: (input) => {
      const r = recentR(input, 60, 20) ?? [];
      return ratio(rootMeanSquare(r.map(downside)) ?? 0, rootMeanSquare(r) ?? 0);
    },
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
    compute: (input) => {
      const r = recentR(input, 20, 10);
      return r === null ? null : Math.min(...r);
    },
  },
  {
    id: 'tail_ratio_log',
    family: 'volatility',
    label: 'Tail ratio (log)',
    unit: 'natural logarithm',
    windowSessions: 60,
    minimumObservations: 40,
    nullReason: 'fewer than 40 scaled sessions among the last 60',
    worse: 'lower',
    formula:
      'ln((max(q₉₅, 0) + 0.05) / (max(−q₀₅, 0) + 0.05)), quantiles of r over the last 60 active sessions',
    sentence: 'Whether the best days are larger than the worst ones: below 0 the bad days are the larger.',
    source: 'Tail ratio, desk practice; quantiles after Hyndman & Fan (1996), type 7',
    compute: (input) => {
      const r = recentR(input, 60, 40);
      return r === null ? null : Math.log(tail(r, 0.95, 1) / tail(r, 0.05, -1));
    },
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
    compute: (input) => rootMeanSquare(recentR(input, sessions, sessions) ?? []),
  };
}

function downside(r: number): number {
  return Math.min(r, 0);
}

function tail(r: readonly number[], p: number, sign: 1 | -1): number {
  return Math.max(sign * (quantile(r, p) ?? 0), 0) + TAIL_SMOOTHING;
}
