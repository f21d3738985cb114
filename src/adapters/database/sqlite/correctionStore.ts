import type {
  CorrectionCounts,
  CorrectionStore,
  PositionEntry,
  RateEntry,
} from '../../../ports/corrections.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { appendAudit } from './auditTrail.ts';
import { actionRows, type CorrectionRows, positionRows, rateRows } from './correctionRows.ts';
import type { Database } from './open.ts';
import { createOpeningLotsReader } from './openingLotsReader.ts';
import type { Signature } from './rosterAudit.ts';

/** Corrections on SQLite. The audit trail records each with its author. */
export function createCorrectionStore(
  { driver, transaction, withConnection }: Database,
  by: string,
): CorrectionStore {
  const rows = { actions: actionRows(driver), positions: positionRows(driver), rates: rateRows(driver) };
  const opens = changedOpens(driver);
  const markRateDays = driver.prepare(
    `INSERT OR IGNORE INTO stale_day (trader_id, session_date)
     SELECT trader_id, session_date FROM ledger_finding WHERE session_date = ? AND currency = ?`,
  );
  const carried = driver
    .prepare<[], string>('SELECT symbol FROM open_lot UNION SELECT symbol FROM opening_position')
    .pluck();
  return {
    importActions: (entries, at) =>
      transaction(async () =>
        opens.markedBy(opens.everyTrader(), entries, () => store(driver, rows.actions, entries, { by, at })),
      ),

    importPositions: (entries, at) =>
      transaction(async () =>
        opens.markedBy(opens.tradersOf(entries), entries, () =>
          store(driver, rows.positions, entries, { by, at }),
        ),
      ),

    importRates: (entries, at) =>
      transaction(async () => {
        const changed = (entry: RateEntry) => rows.rates.read(entry) !== entry.value;
        // The ledger records a finding for each currency that a trader-day converts or sets aside.
        for (const { sessionDate, currency } of entries.filter(changed))
          markRateDays.run(sessionDate, currency);
        return store(driver, rows.rates, entries, { by, at });
      }),

    carriedSymbols: () => withConnection(() => carried.all()),
  };
}

interface Dated {
  readonly sessionDate: string;
}

/** Writes the entries that differ from what is stored, each with an audit entry. */
function store<Entry extends { readonly value: unknown }>(
  driver: Database['driver'],
  rows: CorrectionRows<Entry>,
  entries: readonly Entry[],
  { by, at }: Signature,
): CorrectionCounts {
  const counts = { added: 0, changed: 0, withdrawn: 0, same: 0 };
  for (const entry of entries) {
    const before = rows.read(entry);
    counts[outcomeOf(before, entry.value)]++;
    if (isSame(before, entry.value)) continue;
    rows.write(entry, at.toISOString());
    const { subject, body } = rows.audit(entry);
    appendAudit(driver, 'correction', subject, { ...body, before, after: entry.value, by }, at);
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

/**
 * Marks the sessions that open with other lots after a change than before it. For each trader and each date
 * of the entries it compares the trader's first active session on or after that date. The ledger update finds
 * the later sessions by itself.
 */
function changedOpens(driver: Database['driver']) {
  const opening = createOpeningLotsReader(driver);
  const traders = driver.prepare<[], number>('SELECT id FROM trader').pluck();
  const ownerOf = driver.prepare<[string], number>('SELECT trader_id FROM account WHERE code = ?').pluck();
  const firstFrom = driver
    .prepare<[number, string], string>(
      'SELECT session_date FROM trader_day WHERE trader_id = ? AND session_date >= ? ORDER BY session_date LIMIT 1',
    )
    .pluck();
  const mark = driver.prepare('INSERT OR IGNORE INTO stale_day (trader_id, session_date) VALUES (?, ?)');
  return {
    everyTrader: () => traders.all(),

    tradersOf(entries: readonly PositionEntry[]): readonly number[] {
      const owners = [...new Set(entries.map(({ account }) => account))].map((account) => {
        const owner = ownerOf.get(account);
        if (owner === undefined) throw new Error(`no account ${account} is stored`);
        return owner;
      });
      return [...new Set(owners)];
    },

    markedBy<T>(traderIds: readonly number[], entries: readonly Dated[], change: () => T): T {
      const dates = [...new Set(entries.map(({ sessionDate }) => sessionDate))];
      const sessions = traderIds.flatMap((id) => {
        const own = dates.map((date) => firstFrom.get(id, date)).filter((session) => session !== undefined);
        return [...new Set(own)].map((session) => ({ id, session }));
      });
      const lotsAt = ({ id, session }: (typeof sessions)[number]) =>
        JSON.stringify(opening.before(id, session));
      const before = sessions.map(lotsAt);
      const result = change();
      for (const [index, each] of sessions.entries())
        if (lotsAt(each) !== before[index]) mark.run(each.id, each.session);
      return result;
    },
  };
}
