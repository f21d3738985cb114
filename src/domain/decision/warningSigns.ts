import type { FiredRule } from '../engines/rules/evaluateRules.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { shortDay } from '../text/dates.ts';
import { roughDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import { drawdownOf, VOLATILITY_RULE_SESSIONS, volatileDays, volatileDaysOfRule } from './warningDays.ts';

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
}

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
  const most = recent.reduce<TraderDaySummary | null>(
    (best, day) => (day.entriesAfterLoss >= (best?.entriesAfterLoss ?? 1) ? day : best),
    null,
  );
  const after = entriesInMinutes(sum(recent, 'entriesAfterLoss'), sum(recent, 'minutesAfterLoss'));
  const otherwise = entriesInMinutes(sum(recent, 'entriesOtherwise'), sum(recent, 'minutesOtherwise'));
  return [
    `new entries right after losing exits at ${ratioWords(Math.exp(logRate))} the usual pace over ${count(recent.length, 'session')} (${after}, against ${otherwise} otherwise)`,
    ...(most
      ? [
          `most on ${shortDay(most.sessionDate)}: ${entriesInMinutes(most.entriesAfterLoss, most.minutesAfterLoss)}`,
        ]
      : []),
  ].join('; ');
}

/**
 * The volatility measures beyond their bounds, with the days that contribute most to the first; null within
 * the bounds.
 */
export function highVolatility(facts: WarningFacts): string | null {
  const ratio = facts.indicators['vol_ratio'] ?? 0;
  const rule = valueOfFiredRule(facts, 'volatility');
  const isWild = ratio > VOLATILITY_RATIO;
  if (!isWild && rule === null) return null;
  const clauses = [
    ...(isWild ? [`swings of the last sessions ${ratioWords(ratio)} those of the last months`] : []),
    ...(rule === null
      ? []
      : [`volatility of ${VOLATILITY_RULE_SESSIONS} sessions ${ratioWords(rule)} that of the 20 before`]),
  ];
  const { days, share } = isWild ? volatileDays(facts) : volatileDaysOfRule(facts);
  const made = days.map(({ sessionDate, netPnl }) => `${shortDay(sessionDate)} (${roughDollars(netPnl)})`);
  return `${clauses.join(', and ')}; ${Math.round(100 * share)}% of it from ${made.join(', ')}`;
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
  const share = Math.round((100 * wins(usual)) / usual.length);
  return `${wins(month)} of the last ${month.length} sessions won, against ${wins(usual)} of ${usual.length} (${share}%): ${(-z).toFixed(1)} standard errors below`;
}

/** Dollars below the peak of 60 sessions, and the date of the peak; null up to 15 % of risk capital. */
export function largeDrawdown(facts: WarningFacts): string | null {
  const percent = valueOfFiredRule(facts, 'drawdown');
  if (percent === null) return null;
  const { dollars, since, isFromStart } = drawdownOf(facts.days);
  const peak = isFromStart ? 'before' : 'at the close of';
  return `${roughDollars(dollars)} below the best point of 60 sessions, ${peak} ${shortDay(since)}: ${percent.toFixed(1)}% of the risk capital of ${roughDollars(facts.riskCapital)}`;
}

/** Returns the number on which a rule of the baseline fires; null where it does not fire. */
function valueOfFiredRule({ firedRules }: WarningFacts, code: 'volatility' | 'drawdown'): number | null {
  return firedRules.find((rule) => rule.code === code)?.value ?? null;
}

function sum(
  days: readonly TraderDaySummary[],
  fact: 'entriesAfterLoss' | 'minutesAfterLoss' | 'entriesOtherwise' | 'minutesOtherwise',
): number {
  return days.reduce((total, day) => total + day[fact], 0);
}

function entriesInMinutes(entries: number, minutes: number): string {
  return `${entries} in ${Math.round(minutes)} min`;
}

/** `2.4×`. */
export function ratioWords(ratio: number): string {
  return `${ratio.toFixed(1)}×`;
}
