import type { BacktestResult } from '../../src/domain/evaluation/backtestResult.ts';
import type { MonthlyReview } from '../../src/domain/evaluation/reviewResult.ts';

/** Each part may be rounded to the cent. */
const HALF_A_CENT = 0.005;

/** The sums of a review that do not add up, in words; empty where every figure fits the others. */
export function reviewSumProblems(result: BacktestResult): readonly string[] {
  const { review } = result;
  if (review === null) return ['no review'];
  const all = [...walkedSums(result), ...mailedSums(result, review)];
  return all.flatMap(([name, whole, ...parts]) => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return Math.abs(sum - whole) < HALF_A_CENT * Math.max(1, parts.length)
      ? []
      : [`${name}: ${whole} is not ${parts.join(' + ')}`];
  });
}

type Sum = readonly [name: string, whole: number, ...parts: number[]];

function walkedSums({
  period,
  gate,
  strategies,
  byMonth,
  byTrader,
  equity,
  ...result
}: BacktestResult): Sum[] {
  const { limit } = strategies;
  return [
    ['traded days judged or not', period.tradedDays, result.judgedDays, result.unjudgedDays],
    ['sessions by engine', period.sessions, gate.ridgeSessions, gate.rulesSessions, gate.noCutSessions],
    ['sessions by month', period.sessions, ...byMonth.map(({ sessions }) => sessions)],
    ['sessions of the equity', period.sessions, equity.length],
    ['traders', period.traders, byTrader.length],
    ['traded days by trader', period.tradedDays, ...byTrader.map(({ tradedDays }) => tradedDays)],
    ['net of the cuts', limit.net, limit.avoided, -limit.opportunityCost],
    ['net of the cuts by month', limit.net, ...byMonth.map((month) => month.limit.net)],
    ['net of the cuts by trader', limit.net, ...byTrader.map((trader) => trader.limit.net)],
    [
      'days with an effect by trader',
      limit.bindingDays,
      ...byTrader.map((trader) => trader.limit.bindingDays),
    ],
    [
      'net of the cuts by session',
      limit.net,
      ...equity.map(({ underCutLimits, underBaseLimits }) => underCutLimits - underBaseLimits),
    ],
    [
      'net P&L by trader',
      sumOf(equity.map(({ asTraded }) => asTraded)),
      ...byTrader.map(({ netPnl }) => netPnl),
    ],
    ['VaRs by month', result.valueAtRisk.forecasts, ...byMonth.map(({ varForecasts }) => varForecasts)],
    [
      'exceptions by month',
      result.valueAtRisk.exceptions,
      ...byMonth.map(({ varExceptions }) => varExceptions),
    ],
  ];
}

function mailedSums(
  { period, judgedDays }: BacktestResult,
  { decided, mailed, discuss }: MonthlyReview,
): Sum[] {
  const { changes, answers, cutDays, stops } = mailed;
  const overridden = sumOf(decided.overrides.map(({ traderDays }) => traderDays));
  return [
    ['mornings', mailed.mornings, decided.sessions],
    ['sessions with and without a mail', period.sessions, mailed.mornings, mailed.withoutMail.length],
    ['limits mailed', decided.traderDays, decided.agreeing, decided.differing],
    ['changes', changes.all, changes.lower, changes.raise],
    ['answers', changes.all, answers.asMailed, answers.other, answers.notSet, answers.unanswered],
    [
      'days under a cut',
      cutDays.all,
      ...[cutDays.stopped, cutDays.ignored, cutDays.unclear, cutDays.notReached, cutDays.notApplied],
    ],
    ['stopped days', cutDays.stopped, stops.estimated, stops.notKnown],
    ['net of the mailed limits', decided.limit.net, decided.limit.avoided, -decided.limit.opportunityCost],
    atMost('days with an effect', decided.limit.bindingDays, judgedDays),
    atMost('estimated days', decided.estimatedDays, decided.limit.bindingDays),
    atMost('cuts', decided.cuts, decided.traderDays),
    atMost('limits mailed of trader-days', decided.traderDays, period.traderDays),
    atMost('overrides', overridden, decided.traderDays),
    ...discuss.map(({ trader, tradedDays }) => atMost(`days of ${trader}`, tradedDays, period.sessions)),
  ];
}

/** A part that must not be larger than the whole, as a sum with what is left of it. */
function atMost(name: string, part: number, whole: number): Sum {
  return [`${name}, at most ${whole}`, part, Math.min(part, whole)];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
