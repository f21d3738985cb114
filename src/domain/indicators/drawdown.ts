import type { Indicator } from './indicator.ts';
import { nullIfUnknown, type RingBuffer } from './ringBuffer.ts';
import type { TraderSeries } from './traderSeries.ts';

/** Drawdown over weeks and within the last day, in ordinary days. It is never divided by a profit. */
export const drawdown: readonly Indicator[] = [
  {
    id: 'drawdown_now',
    family: 'drawdown',
    label: 'Drawdown now',
    unit: 'ordinary days',
    windowSessions: 60,
    minimumObservations: 20,
    nullReason: 'fewer than 20 active sessions, so that there is no scale',
    worse: 'higher',
    formula:
      '(peak − sum)/S, sum = net P&L added up from 0 over the last 60 active sessions, peak ≥ 0 its highest point',
    sentence: 'What has been lost since the best point of the last 60 trading days, in ordinary days.',
    source: 'Drawdown, Grossman & Zhou (1993), over the scale instead of the wealth',
    compute: ({ netPnl, scale }) => (scale === null ? null : drawdownDollars(netPnl, 60) / scale),
  },
  {
    id: 'intraday_drawdown',
    family: 'drawdown',
    label: 'Intraday drawdown',
    unit: 'ordinary days',
    windowSessions: 1,
    minimumObservations: 1,
    nullReason: 'fewer than 21 active sessions, or no fill of the last one has a known time',
    worse: 'higher',
    formula: '−worst running P&L of the last active session / S through the active session before it',
    sentence: 'How far under water the last trading day went at its worst, whatever it came back to.',
    source: 'Maximum adverse excursion, Sweeney (1985)',
    compute: (series) => inOrdinaryDays(series, 0 - series.facts.worstRunningPnl.fromEnd(0)),
  },
  {
    id: 'give_back',
    family: 'drawdown',
    label: 'Give-back',
    unit: 'ordinary days',
    windowSessions: 1,
    minimumObservations: 1,
    nullReason: 'fewer than 21 active sessions, or no fill of the last one has a known time',
    worse: 'higher',
    formula: '(best − last running P&L of the last active session) / S through the active session before it',
    sentence: "How much of the last trading day's best point was gone by the close.",
    source: 'Maximum favourable excursion, Sweeney (1985)',
    compute: (series) => inOrdinaryDays(series, series.facts.giveBack.fromEnd(0)),
  },
];

/**
 * Peak of the summed net P&L over the last `sessions` active sessions, starting at 0, less its last value;
 * dollars, ≥ 0.
 *
 * Example: 100, 50, −200, 20: the peak is 150, the last value −30, the drawdown 180.
 */
function drawdownDollars(netPnl: RingBuffer, sessions: number): number {
  const { values, end } = netPnl;
  let sum = 0;
  let peak = 0;
  for (let i = netPnl.from(sessions); i < end; i++) {
    sum += values[i]!;
    if (sum > peak) peak = sum;
  }
  return peak - sum;
}

/** Dollars of the last active session, or UNKNOWN, divided by the scale that its r uses. */
function inOrdinaryDays({ scaleBefore }: TraderSeries, dollars: number): number | null {
  return scaleBefore === null ? null : nullIfUnknown(dollars / scaleBefore);
}
