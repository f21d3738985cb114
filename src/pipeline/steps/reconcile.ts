import { tiesOut } from '../../domain/ledger/reconciliation.ts';
import type { LedgerStore, ReconciliationStore } from '../../ports.ts';

/** Whether each trader's net of the session equals the source's; a trader the source gives no totals for is null. */
export interface Reconciliation {
  readonly reconciled: ReadonlyMap<string, boolean>;
  readonly mismatches: readonly Mismatch[];
}

export interface Mismatch {
  readonly trader: string;
  readonly ourNetPnl: number;
  readonly theirNetPnl: number;
}

/**
 * Holds the ledger's net of one session against the source's own totals, by trader. Where the source sent totals for
 * anybody, a trader with fills and no total does not tie out, nor one with a total and no fills.
 */
export async function reconcile(
  ports: { readonly ledger: LedgerStore; readonly reconciliation: ReconciliationStore },
  sessionDate: string,
): Promise<Reconciliation> {
  const theirs = await ports.reconciliation.totals(sessionDate);
  if (theirs.size === 0) return { reconciled: new Map(), mismatches: [] };
  const ours = new Map((await ports.ledger.days(sessionDate, sessionDate)).map((day) => [day.trader, day]));
  const reconciled = new Map<string, boolean>();
  const mismatches: Mismatch[] = [];
  for (const trader of new Set([...ours.keys(), ...theirs.keys()])) {
    const pair = { ours: ours.get(trader) ?? null, theirs: theirs.get(trader) ?? null };
    reconciled.set(trader, tiesOut(pair));
    if (reconciled.get(trader)) continue;
    mismatches.push({ trader, ourNetPnl: pair.ours?.netPnl ?? 0, theirNetPnl: pair.theirs?.netPnl ?? 0 });
  }
  return { reconciled, mismatches };
}
