import { type Drawdown, drawdownOf, drawdownPct, RULES_WINDOW_SESSIONS } from '../engines/rules/drawdown.ts';
import { DRAWDOWN_BOUND_PCT, type FiredRule } from '../engines/rules/evaluateRules.ts';
import { lowWords } from '../engines/rules/proposeByRules.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { shortDay } from '../text/dates.ts';
import { roughDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import { VOLATILITY_RULE_SESSIONS, volatileDays, volatileDaysOfRule } from './warningDays.ts';

/** The facts of one trader on a morning, whichever engine is in force. */
export interface WarningFacts {
  /** Active sessions, oldest first, through the session before the decision. */
  readonly days: readonly TraderDaySummary[];
  /** Dollars. */
  readonly baseLimit: number;
  readonly riskCapital: number;
  /** Indicator id → value on the morning of the decision. */
  readonly indicators: Readonly<Record<string, number | null>>;
  /** The rules that fire on the morning decided for, whichever engine decides. */
  readonly firedRules: readonly FiredRule[];
  /** Whether a session is missing among those that the rules look at. */
  readonly hasHole: boolean;
}

/** A larger ratio is named by this bound. */
const MOST_TIMES = 20;
/** ln 2: twice the usual rate of new entries after a losing exit. */
export const REVENGE_LOG_RATE = Math.LN2;
/** Recent volatility divided by that of the last months. */
const VOLATILITY_RATIO = 1.5;
/** Standard errors from the trader's own win rate. */
const WIN_RATE_Z = -2;
const MONTH_SESSIONS = 20;
const USUAL_SESSIONS = 120;

/**
 * The revenge rate and the days behind it; null up to twice the usual rate. Rates are those of the indicator
 * `revenge_rate`.
 */
export function revengeTrading({ indicators, days }: WarningFacts): string | null {
  const logRate = indicators['revenge_rate'] ?? 0;
  if (logRate <= REVENGE_LOG_RATE) return null;
  const recent = days.slice(-MONTH_SESSIONS);
  const worst = quickestDay(recent);
  return `after a loss re-enters ${timesWords(Math.exp(logRate))} as fast as otherwise, over ${count(recent.length, 'session')}${worst === null ? '' : `; most on ${worst}`}`;
}

/** The session with most entries right after a loss: `Fri 13 Nov, 7 entries in 19 minutes`; null: none. */
export function quickestDay(days: readonly TraderDaySummary[]): string | null {
  const most = days
    .slice(-MONTH_SESSIONS)
    .reduce<TraderDaySummary | null>(
      (best, day) => (day.entriesAfterLoss >= (best?.entriesAfterLoss ?? 1) ? day : best),
      null,
    );
  if (most === null) return null;
  const minutes = Math.max(1, Math.round(most.minutesAfterLoss));
  return `${shortDay(most.sessionDate)}, ${count(most.entriesAfterLoss, 'entry', 'entries')} in ${count(minutes, 'minute')}`;
}

/**
 * The volatility measures beyond their bounds, with the days that contribute most to the first; null within
 * the bounds.
 */
export function highVolatility(facts: WarningFacts): string | null {
  const ratio = facts.indicators['vol_ratio'] ?? 0;
  const rule = valueOfVolatilityRule(facts);
  const isWild = ratio > VOLATILITY_RATIO;
  if (!isWild && rule === null) return null;
  const clauses = [
    ...(isWild ? [`daily results swing ${timesWords(ratio)} as much as in the last months`] : []),
    ...(rule === null
      ? []
      : [`the last ${VOLATILITY_RULE_SESSIONS} sessions swung ${timesWords(rule)} as much as the 20 before`]),
  ];
  const { days, share } = isWild ? volatileDays(facts) : volatileDaysOfRule(facts);
  const made = days.map(({ sessionDate, netPnl }) => `${shortDay(sessionDate)} (${roughDollars(netPnl)})`);
  return `${clauses.join(', and ')}; ${Math.round(100 * share)}% of it comes from ${made.join(', ')}`;
}

/**
 * Winning sessions of the last 20 and 120; null unless the month is more than 2 standard errors below the
 * usual rate.
 */
export function lowWinRate({ indicators, days }: WarningFacts): string | null {
  const z = indicators['win_rate_change'] ?? 0;
  if (z >= WIN_RATE_Z) return null;
  const wins = (sessions: readonly TraderDaySummary[]) => sessions.filter(({ netPnl }) => netPnl > 0).length;
  const [month, usual] = [days.slice(-MONTH_SESSIONS), days.slice(-USUAL_SESSIONS)];
  const expected = Math.round((month.length * wins(usual)) / usual.length);
  return `${wins(month)} of the last ${month.length} sessions won, where ${expected} are usual`;
}

/**
 * Dollars below the peak of 60 sessions, the dates of peak and low, and what was recovered; null up to 15 %
 * of risk capital. The warning describes the trader's state, so it is raised for a stale drawdown too, and
 * says that no rule cuts for it.
 */
export function largeDrawdown({ days, riskCapital, hasHole }: WarningFacts): string | null {
  const netPnl = days.map((day) => day.netPnl);
  const percent = drawdownPct({ netPnl, riskCapital });
  if (hasHole || percent <= DRAWDOWN_BOUND_PCT) return null;
  const fall = drawdownOf(netPnl);
  const stale = fall.isFresh ? '' : '; not fresh, so the drawdown rule does not cut';
  return `${roughDollars(fall.dollars)} below the best point of ${RULES_WINDOW_SESSIONS} sessions, ${peakWords(fall, days)}: ${Math.round(percent)}% of the risk capital of ${roughDollars(riskCapital)}; ${lowWords(fall, days)}${stale}`;
}

/** `at the close of Mon 2 Jan`; `before Sun 1 Jan` where the sum was highest before the window. */
function peakWords({ sessionsSincePeak }: Drawdown, days: readonly TraderDaySummary[]): string {
  const peak = sessionsSincePeak === null ? undefined : days.at(-1 - sessionsSincePeak);
  if (peak !== undefined) return `at the close of ${shortDay(peak.sessionDate)}`;
  return `before ${shortDay(days.at(-RULES_WINDOW_SESSIONS)?.sessionDate ?? days[0]?.sessionDate ?? '')}`;
}

/** Returns the ratio on which the volatility rule fires; null where it does not fire. */
function valueOfVolatilityRule({ firedRules }: WarningFacts): number | null {
  return firedRules.find(({ code }) => code === 'volatility')?.value ?? null;
}

/** `2.4 times`. */
export function timesWords(ratio: number): string {
  // After sessions without any movement the ratio has no meaning beyond its size.
  if (ratio >= MOST_TIMES) return `more than ${MOST_TIMES} times`;
  return `${ratio.toFixed(1)} times`;
}
