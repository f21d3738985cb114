import { tiesOut } from '../../domain/ledger/reconciliation.ts';
import type { Mismatch } from '../../domain/report/tieOut.ts';
import type { LedgerStore, ReconciliationStore } from '../../ports/ledgerStore.ts';

/** How each trader's net compares with the source's own, over the sessions that a morning fetches. */
export interface Reconciliation {
  /** False where any of the sessions does not tie out; absent where the last one could not be compared. */
  readonly reconciled: ReadonlyMap<string, boolean>;
  /** By trader and session, every one that does not tie out. */
  readonly mismatches: readonly Mismatch[];
  /** Sessions with fills for which the source gave no totals at all. */
  readonly notCompared: readonly string[];
}

interface Ports {
  readonly ledger: LedgerStore;
  readonly reconciliation: ReconciliationStore;
}

/**
 * Holds the ledger's net of each session against the source's own totals, by trader. One session that does not tie out
 * is enough to distrust a trader: streak, drawdown and volatility rest on the earlier ones too.
 * @param sessions ascending; the last is the one that the morning looks back on.
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

/** Null where the two agree. A side that is missing agrees with nothing, not even with 0: nobody has checked that 0. */
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
