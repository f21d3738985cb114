import type { Indicator } from './indicator.ts';
import type { TraderSeries } from './traderSeries.ts';
import { clustering, mean, ratio, sum } from './windows.ts';

/**
 * Minutes at the average pace added to both sides of the revenge rate, so that a single entry has little
 * weight.
 */
const PRIOR_MINUTES = 30;
/** Minutes needed on each side before the revenge rate has a value. */
const LEAST_MINUTES = 30;

/** How the trader's pace, size and patience change after losses. */
export const behaviourIndicators: readonly Indicator[] = [
  {
    id: 'revenge_rate',
    family: 'behaviour',
    label: 'Revenge rate',
    unit: 'natural logarithm',
    windowSessions: 20,
    minimumObservations: LEAST_MINUTES,
    nullReason:
      'fewer than 30 active minutes after losing exits, or otherwise, in 20 active sessions, or no entry',
    worse: 'higher',
    formula:
      'ln((e_L + 30λ)/(m_L + 30)) − ln((e_O + 30λ)/(m_O + 30)): entries e and active minutes m after losing exits (L) and otherwise (O) over the last 20 active sessions, λ = (e_L + e_O)/(m_L + m_O)',
    sentence:
      'Whether new trades come faster right after a loss: 0.7 is twice the usual pace, below 0 is caution.',
    source: 'Loss chasing, Lesieur (1984); Gamma-Poisson shrinkage to the own pace',
    compute: revengeRate,
  },
  {
    id: 'size_after_loss',
    family: 'behaviour',
    label: 'Size after a loss',
    unit: 'natural logarithm',
    windowSessions: 20,
    minimumObservations: 5,
    nullReason: 'fewer than 5 of the last 20 active sessions with an entry after a loss, or after a win',
    worse: 'higher',
    formula:
      'mean ln(next size / day median) after losing trips − the same after winning ones, means over sessions',
    sentence: 'Whether the next trade after a loss is larger than after a win: 0.1 is about 10 % larger.',
    source: 'Thaler & Johnson (1990)',
    compute: ({ facts }) =>
      difference(mean(facts.logSizeAfterLoss, 20, 5), mean(facts.logSizeAfterWin, 20, 5)),
  },
  {
    id: 'afternoon_escalation',
    family: 'behaviour',
    label: 'Afternoon escalation',
    unit: 'natural logarithm',
    windowSessions: 60,
    minimumObservations: 5,
    nullReason: 'fewer than 5 losing or fewer than 5 winning mornings in 60 active sessions',
    worse: 'higher',
    formula:
      'mean ln((PM + 0.05·N)/(AM + 0.05·N)) on days with a losing morning − the same with a winning one, N = PM + AM notional, over the last 60 active sessions',
    sentence: 'Whether a losing morning is followed by a heavier afternoon than a winning one is.',
    source: 'Coval & Shumway (2005)',
    compute: ({ facts }) =>
      difference(mean(facts.logAfternoonIfLosing, 60, 5), mean(facts.logAfternoonIfWinning, 60, 5)),
  },
  {
    id: 'hold_asymmetry',
    family: 'behaviour',
    label: 'Hold asymmetry',
    unit: 'natural logarithm',
    windowSessions: 20,
    minimumObservations: 5,
    nullReason: 'fewer than 5 of the last 20 active sessions with both a timed winner and a timed loser',
    worse: 'higher',
    formula:
      'mean ln((hold of losers + 1 s)/(hold of winners + 1 s)), daily medians, over the last 20 active sessions',
    sentence: 'Whether losers are held longer than winners: 0.7 is twice as long.',
    source: 'Disposition effect, Shefrin & Statman (1985); of professionals, Locke & Mann (2005)',
    compute: ({ facts }) => mean(facts.logHoldRatio, 20, 5),
  },
  {
    id: 'averaging_down',
    family: 'behaviour',
    label: 'Averaging down',
    unit: 'fraction, 0 to 1',
    windowSessions: 20,
    minimumObservations: 5,
    nullReason: 'fewer than 5 active sessions, or no notional',
    worse: 'higher',
    formula: 'notional of fills that added to a losing position / notional, over the last 20 active sessions',
    sentence: 'How much of the trading adds to positions that are already losing.',
    source: 'Odean (1998); desk practice',
    compute: ({ length, facts }) =>
      length < 5 ? null : ratio(sum(facts.notionalAddedBelowCost, 20), sum(facts.notional, 20)),
  },
  {
    id: 'clustering',
    family: 'behaviour',
    label: 'Risk clustering',
    unit: 'correlation, −1 to 1',
    windowSessions: 60,
    minimumObservations: 30,
    nullReason: 'fewer than 30 scaled sessions among the last 60, or all of one size',
    worse: 'higher',
    formula: 'lag-1 autocorrelation of |r| over the last 60 active sessions',
    sentence: 'Whether wild days follow wild days: then one of them is a warning for the next.',
    source: 'Volatility clustering, Mandelbrot (1963), Engle (1982)',
    compute: ({ scaledPnl }) => clustering(scaledPnl, 60, 30),
  },
];

/**
 * Log ratio of the pace of entries after losses to the pace otherwise, both shrunk towards the average pace
 * λ. Window 20 active sessions; null below 30 minutes on either side, or without entries.
 *
 * Example: 20 entries in 100 minutes after losses, 30 in 300 otherwise: λ = 50/400, ln(23.75/130) −
 * ln(33.75/330) = 0.580.
 */
function revengeRate({ facts }: TraderSeries): number | null {
  const entriesAfter = sum(facts.entriesAfterLoss, 20);
  const minutesAfter = sum(facts.minutesAfterLoss, 20);
  const entriesOtherwise = sum(facts.entriesOtherwise, 20);
  const minutesOtherwise = sum(facts.minutesOtherwise, 20);
  const entries = entriesAfter + entriesOtherwise;
  if (minutesAfter < LEAST_MINUTES || minutesOtherwise < LEAST_MINUTES || entries === 0) return null;
  const prior = (PRIOR_MINUTES * entries) / (minutesAfter + minutesOtherwise);
  const rateAfter = (entriesAfter + prior) / (minutesAfter + PRIOR_MINUTES);
  const rateOtherwise = (entriesOtherwise + prior) / (minutesOtherwise + PRIOR_MINUTES);
  return Math.log(rateAfter / rateOtherwise);
}

function difference(afterLoss: number | null, afterWin: number | null): number | null {
  return afterLoss === null || afterWin === null ? null : afterLoss - afterWin;
}
