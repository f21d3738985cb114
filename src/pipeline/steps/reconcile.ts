import { type Mismatch, tiesOut } from '../../domain/ledger/reconciliation.ts';
import type { ComparedDay, ReconciliationStore } from '../../ports/ledgerStore.ts';

/** Result of comparing the net P&L of each trader with the totals of the source, over the last sessions. */
export interface Reconciliation {
  /** False if any of the sessions differs. A trader is absent if the last session could not be compared. */
  readonly reconciled: ReadonlyMap<string, boolean>;
  /** Every trader and session that differs. */
  readonly mismatches: readonly Mismatch[];
  /** Traders whose last session could be compared. */
  readonly comparedLast: ReadonlySet<string>;
  /** Every trader-day with facts or totals, by session then trader. */
  readonly days: readonly ComparedDay[];
  /** Sessions with fills for which the source returned no totals. */
  readonly notCompared: readonly string[];
}

/**
 * Compares the net P&L of the ledger with the totals of the source, by trader and session. One session that
 * differs is enough to distrust a trader: streak, drawdown and volatility also depend on earlier sessions.
 * @param sessions ascending; the last is the session before the morning. Closed days between them count too.
 */
export async function reconcile(
  ports: { readonly reconciliation: ReconciliationStore },
  sessions: readonly string[],
): Promise<Reconciliation> {
  const [first = '', last = ''] = [sessions[0], sessions.at(-1)];
  const days = await ports.reconciliation.compared(first, last);
  const withTotals = new Set(days.filter(({ theirs }) => theirs !== null).map((day) => day.sessionDate));
  const withFills = new Set(days.filter(({ ours }) => ours !== null).map((day) => day.sessionDate));
  const comparable = days.filter(({ sessionDate }) => withTotals.has(sessionDate));
  const mismatches = comparable.filter((day) => !agrees(day)).map(mismatchOf);
  const comparedLast = new Set(
    comparable.filter(({ sessionDate }) => sessionDate === last).map(({ trader }) => trader),
  );
  const reconciled = new Map([...comparedLast].map((trader) => [trader, true]));
  for (const { trader } of mismatches) reconciled.set(trader, false);
  const notCompared = sessions.filter((session) => withFills.has(session) && !withTotals.has(session));
  return { reconciled, mismatches, comparedLast, days, notCompared };
}

/**
 * Whether both sides agree. A missing side does not agree even with 0, because that 0 was never checked.
 */
function agrees({ ours, theirs, missingAccounts }: ComparedDay): boolean {
  const bothKnown = ours === null ? theirs?.fills === 0 : theirs !== null && missingAccounts.length === 0;
  return bothKnown && tiesOut({ ours, theirs });
}

function mismatchOf({ trader, sessionDate, ours, theirs, missingAccounts }: ComparedDay): Mismatch {
  return {
    trader,
    sessionDate,
    ourNetPnl: ours?.netPnl ?? null,
    theirNetPnl: theirs?.netPnl ?? null,
    missingAccounts: theirs === null ? [] : missingAccounts,
  };
}
