import type { Indicator } from './indicator.ts';
import { nullIfUnknown } from './ringBuffer.ts';
import { SERIES_WINDOW_SESSIONS } from './traderSeries.ts';
import { decayingMean, mean } from './windows.ts';

/** Direction of the trader's recent results, in ordinary days of the trader. */
export const momentum: readonly Indicator[] = [
  {
    id: 'last_r',
    family: 'momentum',
    label: 'Last day',
    unit: 'ordinary days',
    windowSessions: 1,
    minimumObservations: 1,
    nullReason: 'fewer than 21 active sessions, so that the last one has no scale before it',
    worse: 'lower',
    formula: 'r = net P&L of the last active session / S through the active session before it',
    sentence: "The last trading day's result, measured against what is ordinary for this trader.",
    source: 'Desk practice; scale after Hampel (1974)',
    compute: ({ scaledPnl }) => nullIfUnknown(scaledPnl.fromEnd(0)),
  },
  meanOver(3),
  meanOver(5),
  meanOver(10),
  meanOver(20),
  ewmaOver(3),
  ewmaOver(7),
  ewmaOver(21),
];

function meanOver(sessions: number): Indicator {
  return {
    id: `mean_r_${sessions}`,
    family: 'momentum',
    label: `Mean of ${sessions} days`,
    unit: 'ordinary days',
    windowSessions: sessions,
    minimumObservations: sessions,
    nullReason: `fewer than ${sessions} scaled sessions (the first ${sessions} after 20 active ones)`,
    worse: 'lower',
    formula: `Σr / ${sessions} over the last ${sessions} active sessions`,
    sentence: `The average result of the last ${sessions} trading days: negative means a losing run.`,
    source: 'Jegadeesh & Titman (1993), applied to the trader instead of the stock',
    compute: ({ scaledPnl }) => mean(scaledPnl, sessions, sessions),
  };
}

function ewmaOver(span: number): Indicator {
  return {
    id: `ewma_r_${span}`,
    family: 'momentum',
    label: `Weighted mean, span ${span}`,
    unit: 'ordinary days',
    windowSessions: SERIES_WINDOW_SESSIONS,
    minimumObservations: span,
    nullReason: `fewer than ${span} scaled sessions (the first ${span} after 20 active ones)`,
    worse: 'lower',
    formula: `Σ(1 − α)ᵏ·r₍ₙ₋ₖ₎ / Σ(1 − α)ᵏ with α = 2/(${span} + 1), over at most 250 active sessions`,
    sentence: `The recent average result with the latest days counting most, fading over about ${span} days.`,
    source: 'Exponential smoothing, Brown (1959)',
    compute: ({ scaledPnl }) => decayingMean(scaledPnl, 1 - 2 / (span + 1), SERIES_WINDOW_SESSIONS, span),
  };
}
