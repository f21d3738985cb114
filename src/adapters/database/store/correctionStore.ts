import type { CorrectionCounts, CorrectionStore } from '../../../ports/corrections.ts';
import { canonicalJson } from '../canonicalJson.ts';
import type { Database, StoreTransaction } from '../database.ts';
import { appendAudit } from './auditTrail.ts';
import { everyTrader, markChangedOpens, tradersOf } from './changedOpens.ts';
import { actionRows, type CorrectionRows, positionRows, rateRows } from './correctionRows.ts';
import type { Signature } from './rosterAudit.ts';

const MARK_RATE_DAYS = `INSERT INTO stale_day (trader_id, session_date)
  SELECT DISTINCT trader_id, session_date FROM ledger_finding WHERE session_date = ? AND currency = ?
  ON CONFLICT DO NOTHING`;
const CARRIED = 'SELECT symbol FROM open_lot UNION SELECT symbol FROM opening_position ORDER BY 1';

/** Corrections. The audit trail records each with its author. */
export function createCorrectionStore({ connection, transaction }: Database, by: string): CorrectionStore {
  return {
    importActions: (entries, at) =>
      transaction(async (open) => {
        const traders = await everyTrader(open.connection);
        const dates = entries.map(({ sessionDate }) => sessionDate);
        return markChangedOpens(open.connection, { traders, dates }, () =>
          store(open, actionRows, entries, { by, at }),
        );
      }),

    importPositions: (entries, at) =>
      transaction(async (open) => {
        const accounts = entries.map(({ account }) => account);
        const traders = await tradersOf(open.connection, accounts);
        const dates = entries.map(({ sessionDate }) => sessionDate);
        return markChangedOpens(open.connection, { traders, dates }, () =>
          store(open, positionRows, entries, { by, at }),
        );
      }),

    importRates: (entries, at) =>
      transaction(async (open) => {
        // The ledger records a finding for each currency that a trader-day converts or sets aside.
        for (const entry of entries)
          if ((await rateRows.read(open.connection, entry)) !== entry.value)
            await open.connection.run(MARK_RATE_DAYS, entry.sessionDate, entry.currency);
        return store(open, rateRows, entries, { by, at });
      }),

    carriedSymbols: () => connection.values<string>(CARRIED),
  };
}

/** Writes the entries that differ from what is stored, each with an audit entry. */
async function store<Entry extends { readonly value: unknown }>(
  transaction: StoreTransaction,
  rows: CorrectionRows<Entry>,
  entries: readonly Entry[],
  { by, at }: Signature,
): Promise<CorrectionCounts> {
  const counts = { added: 0, changed: 0, withdrawn: 0, same: 0 };
  for (const entry of entries) {
    const before = await rows.read(transaction.connection, entry);
    counts[outcomeOf(before, entry.value)]++;
    if (isSame(before, entry.value)) continue;
    await rows.write(transaction.connection, entry, at.toISOString());
    const { subject, body } = rows.audit(entry);
    await appendAudit(transaction, 'correction', subject, { ...body, before, after: entry.value, by }, at);
  }
  return counts;
}

function outcomeOf(before: unknown, after: unknown): keyof CorrectionCounts {
  if (isSame(before, after)) return 'same';
  if (before === null) return 'added';
  return after === null ? 'withdrawn' : 'changed';
}

function isSame(before: unknown, after: unknown): boolean {
  return canonicalJson(before) === canonicalJson(after);
}
