import { smoothedShare } from '../statistics/descriptive.ts';
import type { Indicator } from './indicator.ts';
import { SERIES_WINDOW_SESSIONS, type TraderSeries } from './traderSeries.ts';
import { countKnown, mean, ratio, sum, sumOfSquaredLosses } from './windows.ts';

/** How often and how much the trader wins, compared with how often and how much the trader loses. */
export const outcome: readonly Indicator[] = [
  {
    id: 'sortino_20',
    family: 'outcome',
    label: 'Sortino, 20 days',
    unit: 'ratio, −3 to 3',
    windowSessions: 20,
    minimumObservations: 10,
    nullReason: 'fewer than 10 scaled sessions among the last 20, or none of them moved',
    worse: 'lower',
    formula:
      'n/(n + 20) · mean r / √(mean min(r, 0)²) over the n ≤ 20 last active sessions, within ±3; 3 without a loss',
    sentence: 'Reward for the losses suffered, drawn towards 0 as the record is short.',
    source: 'Sortino & Price (1994)',
    compute: sortino,
  },
  {
    id: 'profit_balance',
    family: 'outcome',
    label: 'Profit balance',
    unit: 'fraction, −1 to 1',
    windowSessions: 20,
    minimumObservations: 5,
    nullReason: 'fewer than 5 active sessions, or no trip won or lost anything',
    worse: 'lower',
    formula:
      '(G − B)/(G + B), G and B the gross of winning and losing trips over the last 20 active sessions',
    sentence: 'What the trips won against what they lost, before fees; profit factor is (1 + x)/(1 − x).',
    source: 'Profit factor, desk practice, made symmetric',
    compute: ({ length, facts }) => {
      if (length < 5) return null;
      const [won, lost] = [sum(facts.grossWin, 20), sum(facts.grossLoss, 20)];
      return ratio(won - lost, won + lost);
    },
  },
  {
    id: 'win_rate',
    family: 'outcome',
    label: 'Winning days of 20',
    unit: 'fraction, 0 to 1',
    windowSessions: 20,
    minimumObservations: 10,
    nullReason: 'fewer than 10 active sessions',
    worse: 'lower',
    formula: 'share of the last 20 active sessions with net P&L above 0',
    sentence: 'How many of the last 20 trading days made money after fees.',
    source: 'Desk practice',
    compute: (series) => (series.length < 10 ? null : series.wins20 / series.sessions(20)),
  },
  {
    id: 'win_rate_change',
    family: 'outcome',
    label: 'Win-rate change',
    unit: 'standard errors',
    windowSessions: 120,
    minimumObservations: 60,
    nullReason: 'fewer than 60 active sessions',
    worse: 'lower',
    formula:
      '(w₂₀ − w₁₂₀)/√(w₁₂₀(1 − w₁₂₀)/20), w = (winning + 1)/(active + 2) over the last 20 and 120 active sessions',
    sentence:
      'Whether the last month wins less often than is usual for this trader; −2 is unlikely to be luck.',
    source: 'Binomial z-score, rates smoothed by the rule of succession (Laplace 1814)',
    compute: (series) => {
      if (series.length < 60) return null;
      const usual = smoothedShare(series.wins120, series.sessions(120));
      return (smoothedShare(series.wins20, 20) - usual) / Math.sqrt((usual * (1 - usual)) / 20);
    },
  },
  {
    id: 'payoff_log',
    family: 'outcome',
    label: 'Payoff (log)',
    unit: 'natural logarithm',
    windowSessions: 20,
    minimumObservations: 5,
    nullReason: 'fewer than 5 winning or fewer than 5 losing trips in 20 active sessions',
    worse: 'lower',
    formula: 'ln(average winning trip / average losing trip), gross, over the last 20 active sessions',
    sentence: 'Whether wins are larger than losses: below 0 the average loss is the larger.',
    source: 'Payoff ratio, the odds b of Kelly (1956)',
    compute: payoff,
  },
  {
    id: 'streak',
    family: 'outcome',
    label: 'Streak',
    unit: 'active sessions',
    windowSessions: SERIES_WINDOW_SESSIONS,
    minimumObservations: 1,
    nullReason: 'never traded',
    worse: 'lower',
    formula: 'winning sessions in a row up to the last one, or minus the losing ones; 0 after a flat day',
    sentence: 'How many days in a row have been won (positive) or lost (negative).',
    source: 'Runs, Wald & Wolfowitz (1940)',
    compute: ({ length, winStreak, lossStreak }) => (length < 1 ? null : winStreak - lossStreak),
  },
  {
    id: 'loss_streak_surprise',
    family: 'outcome',
    label: 'Losing streak surprise',
    unit: 'natural logarithm',
    windowSessions: SERIES_WINDOW_SESSIONS,
    minimumObservations: 20,
    nullReason: 'fewer than 20 active sessions',
    worse: 'higher',
    formula:
      '−streak · ln p: streak = losing sessions in a row, p = (losing + 1)/(active + 2) over at most 250 sessions',
    sentence: 'How unlikely the present losing streak is for this trader: 3 is one chance in twenty.',
    source: 'Self-information, Shannon (1948)',
    compute: (series) =>
      series.length < 20
        ? null
        : series.lossStreak *
          -Math.log(smoothedShare(series.losses250, series.sessions(SERIES_WINDOW_SESSIONS))),
  },
];

/**
 * n/(n + 20) · mean r / √(mean min(r, 0)²), within ±3. Null below 10 known r of the last 20, or when all are
 * 0.
 *
 * Example: ten days of 2 and ten of −1: 20/40 · 0.5/√0.5 = 0.354.
 */
function sortino({ scaledPnl }: TraderSeries): number | null {
  const average = mean(scaledPnl, 20, 10);
  if (average === null) return null;
  const count = countKnown(scaledPnl, 20);
  const downside = Math.sqrt(sumOfSquaredLosses(scaledPnl, 20) / count);
  if (average === 0 && downside === 0) return null;
  const shrunk = (count / (count + 20)) * (downside === 0 ? Number.POSITIVE_INFINITY : average / downside);
  return Math.max(-3, Math.min(3, shrunk));
}

/**
 * ln(average winning trip / average losing trip) over 20 active sessions. Null below 5 trips on either side.
 *
 * Example: wins of 100 on average and losses of 50: ln 2 = 0.693.
 */
function payoff({ facts }: TraderSeries): number | null {
  const [wins, losses] = [sum(facts.winningTrips, 20), sum(facts.losingTrips, 20)];
  const [won, lost] = [sum(facts.grossWin, 20), sum(facts.grossLoss, 20)];
  if (wins < 5 || losses < 5 || won <= 0 || lost <= 0) return null;
  return Math.log(won / wins / (lost / losses));
}
