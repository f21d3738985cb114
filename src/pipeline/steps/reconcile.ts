import { tiesOut } from '../../domain/ledger/reconciliation.ts';
import type { Mismatch } from '../../domain/report/tieOut.ts';
import type { LedgerStore, ReconciliationStore } from '../../ports/ledgerStore.ts';

/**
 * Result of comparing the net P&L of each trader with the totals of the source, over the sessions that a
 * morning fetches.
 */
export interface Reconciliation {
  /** False if any of the sessions differs. A trader is absent if the last session could not be compared. */
  readonly reconciled: ReadonlyMap<string, boolean>;
  /** Every trader and session that differs. */
  readonly mismatches: readonly Mismatch[];
  /** Sessions with fills for which the source returned no totals. */
  readonly notCompared: readonly string[];
}

interface Ports {
  readonly ledger: LedgerStore;
  readonly reconciliation: ReconciliationStore;
}

/**
 * Compares the net P&L of the ledger with the totals of the source, by trader and session. One session that
 * differs is enough to distrust a trader: streak, drawdown and volatility also depend on earlier sessions.
 * @param sessions ascending; the last is the session before the morning.
 */
export async function reconcile(ports: Ports, sessions: readonly string[]): Promise<Reconciliation> {
  const [first = '', last = ''] = [sessions[0], sessions.at(-1)];
  const days = await ports.ledger.days(first, last);
  const dates = [...new Set([...sessions, ...days.map(({ sessionDate }) => sessionDate)])].sort();
  const reconciled = new Map<string, boolean>();
  const mismatches: Mismatch[] = [];
  const notCompared: string[] = [];
  for (const sessionDate of dates) {
    const ours = new Map(
      days.filter((day) => day.sessionDate === sessionDate).map((day) => [day.trader, day]),
    );
    const theirs = await ports.reconciliation.totals(sessionDate);
    if (theirs.size === 0) {
      if (ours.size > 0 && sessions.includes(sessionDate)) notCompared.push(sessionDate);
      continue;
    }
    for (const trader of new Set([...ours.keys(), ...theirs.keys()])) {
      const mismatch = compared(trader, sessionDate, ours.get(trader) ?? null, theirs.get(trader) ?? null);
      if (mismatch !== null) mismatches.push(mismatch);
      else if (sessionDate === last) reconciled.set(trader, true);
    }
  }
  for (const { trader } of mismatches) reconciled.set(trader, false);
  return { reconciled, mismatches, notCompared };
}

type Ours = { readonly netPnl: number; readonly fills: number };
type Theirs = Ours & { readonly missingAccounts: readonly string[] };

/**
 * Returns null if both sides agree. A missing side does not agree even with 0, because that 0 was never
 * checked.
 */
function compared(
  trader: string,
  sessionDate: string,
  ours: Ours | null,
  theirs: Theirs | null,
): Mismatch | null {
  const missingAccounts = theirs?.missingAccounts ?? [];
  const bothKnown = ours === null ? theirs?.fills === 0 : theirs !== null && missingAccounts.length === 0;
  if (bothKnown && tiesOut({ ours, theirs })) return null;
  return {
    trader,
    sessionDate,
    ourNetPnl: ours?.netPnl ?? null,
    theirNetPnl: theirs?.netPnl ?? null,
    missingAccounts,
  };
}
