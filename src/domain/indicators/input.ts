import { DecisionError } from '../../errors.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import type { IndicatorInput } from './indicator.ts';
import { SCALE_WINDOW, scaledPnl, scaleThrough } from './scale.ts';

/** The most active sessions that any indicator looks back on. */
export const WINDOW_SESSIONS = 250;
/** Active sessions to load a trader: the window, and the scale behind the window's first r. More changes nothing. */
export const HISTORY_SESSIONS = WINDOW_SESSIONS + SCALE_WINDOW;

export interface TraderHistoryFacts {
  readonly trader: string;
  /** Active sessions, oldest first, none after the previous session; at least the last 310 of them, or all. */
  readonly days: readonly TraderDaySummary[];
  /** Daily loss limit, dollars. */
  readonly baseLimit: number;
}

/** Market sessions after `from`, up to and including `to`. */
export type SessionsBetween = (from: string, to: string) => number;

/**
 * What the indicators of every trader may see on the morning after `previousSession` (YYYY-MM-DD), by trader. The
 * order of the traders changes nothing, nor does history beyond 310 active sessions. Throws DecisionError for a day
 * after the previous session (it would let the future in), days out of order or doubled, another trader's day, or a
 * trader listed twice.
 */
export function indicatorInputs(
  traders: readonly TraderHistoryFacts[],
  previousSession: string,
  sessionsBetween: SessionsBetween,
): Map<string, IndicatorInput> {
  refuseDoubledTraders(traders);
  const desk = traders.map((trader) => scaledHistory(trader, previousSession));
  return new Map(
    desk.map((own) => [
      own.trader,
      {
        days: own.days,
        scaledPnl: own.scaledPnl,
        scale: own.scale,
        idleSessions: own.lastSession === null ? null : sessionsBetween(own.lastSession, previousSession),
        othersScaledPnl: previousSessionOf(desk.filter((other) => other !== own)),
        previousSessionScaledPnl: own.previousSessionScaledPnl,
      },
    ]),
  );
}

type ScaledHistory = Pick<IndicatorInput, 'days' | 'scaledPnl' | 'scale' | 'previousSessionScaledPnl'> & {
  readonly trader: string;
  readonly lastSession: string | null;
};

/** The window is cut off after scaling, so that its first r has all 60 sessions of its scale behind it. */
function scaledHistory(history: TraderHistoryFacts, previousSession: string): ScaledHistory {
  refuseWrongDays(history, previousSession);
  const loaded = history.days.slice(-HISTORY_SESSIONS);
  const scale = scaleThrough(loaded, history.baseLimit);
  const r = scaledPnl(loaded, scale);
  const lastSession = loaded.at(-1)?.sessionDate ?? null;
  return {
    trader: history.trader,
    lastSession,
    days: loaded.slice(-WINDOW_SESSIONS),
    scale: scale.slice(-WINDOW_SESSIONS),
    scaledPnl: r.slice(-WINDOW_SESSIONS),
    previousSessionScaledPnl: lastSession === previousSession ? (r.at(-1) ?? null) : null,
  };
}

/** In ascending order, so that sums over it do not depend on the order of the traders. */
function previousSessionOf(others: readonly ScaledHistory[]): number[] {
  return others.flatMap((other) => other.previousSessionScaledPnl ?? []).sort((a, b) => a - b);
}

function refuseDoubledTraders(traders: readonly TraderHistoryFacts[]): void {
  const names = new Set<string>();
  for (const { trader } of traders) {
    if (names.has(trader)) throw refusal('doubled_trader', `trader ${trader} twice`, 'each trader once');
    names.add(trader);
  }
}

function refuseWrongDays({ trader, days }: TraderHistoryFacts, previousSession: string): void {
  let before = '';
  for (const day of days) {
    if (day.trader !== trader) {
      throw refusal(
        'foreign_day',
        `${day.sessionDate} of ${day.trader} under ${trader}`,
        'days of one trader',
      );
    }
    if (day.sessionDate > previousSession) {
      throw refusal('look_ahead', `${trader} on ${day.sessionDate}`, `no day after ${previousSession}`);
    }
    if (day.sessionDate <= before) {
      throw refusal(
        'disordered_days',
        `${trader}: ${day.sessionDate} after ${before}`,
        'oldest first, no day twice',
      );
    }
    before = day.sessionDate;
  }
}

function refusal(code: string, found: string, expected: string): DecisionError {
  return new DecisionError(code, `indicator input · ${found} · expected ${expected}`, {
    hint: 'Load the trader-day facts through the previous session only, one row per trader and session.',
  });
}
