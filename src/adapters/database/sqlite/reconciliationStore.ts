import type Driver from 'better-sqlite3';
import { isCancelled } from '../../../domain/ledger/status.ts';
import type { ComparedDay, ReconciliationStore, TotalsOutcome } from '../../../ports/ledgerStore.ts';
import type { SourceTotals } from '../../../ports/source.ts';
import { symbolsAndStatusesJson } from '../fillJson.ts';
import { createAccount } from './identifiers.ts';
import type { Database } from './open.ts';

type SavedTotal = Pick<SourceTotals, 'grossPnl' | 'netPnl' | 'fills'>;

/** The source's own totals on SQLite, one row per account and session. */
export function createReconciliationStore(database: Database): ReconciliationStore {
  const { driver, withConnection } = database;
  const findAccount = driver.prepare<[string], number>('SELECT id FROM account WHERE code = ?').pluck();
  const save = driver.prepare(
    `REPLACE INTO source_total (account_id, session_date, gross_pnl, fees, net_pnl, fills, rows)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const find = driver.prepare<[number, string], SavedTotal>(
    'SELECT gross_pnl AS grossPnl, net_pnl AS netPnl, fills FROM source_total WHERE account_id = ? AND session_date = ?',
  );
  const forget = driver.prepare(
    `DELETE FROM source_total WHERE account_id = (SELECT id FROM account WHERE code = ?) AND session_date BETWEEN ? AND ?`,
  );
  const comparison = prepareComparison(driver);
  return {
    saveTotals: (totals, whole) =>
      database.transaction(async () => {
        for (const code of whole?.accounts ?? []) forget.run(code, whole?.from, whole?.to);
        return totals.map((total) => {
          const account = findAccount.get(total.account) ?? createAccount(driver, total.account).id;
          const before = find.get(account, total.sessionDate);
          const { sessionDate, grossPnl, fees, netPnl, fills, rows } = total;
          save.run(account, sessionDate, grossPnl, fees, netPnl, fills, rows ?? null);
          return outcomeOf(total, before);
        });
      }),

    compared: (from, through) => withConnection(() => comparedDays(comparison, from, through)),
  };
}

type Range = [from: string, through: string];
type OurRow = readonly [trader: number, session: string, netPnl: number, fills: number, symbols: number];
type TheirRow = readonly [
  trader: number,
  session: string,
  netPnl: number,
  fills: number,
  rows: number | null,
];
type MissingRow = readonly [trader: number, session: string, code: string, texts: string];

interface Comparison {
  readonly names: Driver.Statement<[], readonly [id: number, name: string]>;
  readonly ours: Driver.Statement<Range, OurRow>;
  readonly theirs: Driver.Statement<Range, TheirRow>;
  readonly missing: Driver.Statement<Range, MissingRow>;
}

/** Raw rows and a loop over the accounts: 1,000 traders and 60 sessions take a fraction of a second. */
function prepareComparison(driver: Database['driver']): Comparison {
  return {
    names: driver.prepare<[], readonly [number, string]>('SELECT id, name FROM trader').raw(),
    ours: driver
      .prepare<Range, OurRow>(
        'SELECT trader_id, session_date, net_pnl, fills, symbols FROM trader_day WHERE session_date BETWEEN ? AND ?',
      )
      .raw(),
    // A total without its number of rows makes that of the day unknown.
    theirs: driver
      .prepare<Range, TheirRow>(
        `SELECT trader_id, session_date, sum(net_pnl), sum(fills),
                CASE WHEN count(rows) = count(*) THEN sum(rows) END
           FROM account CROSS JOIN source_total ON account_id = account.id AND session_date BETWEEN ? AND ?
          GROUP BY trader_id, session_date`,
      )
      .raw(),
    missing: driver
      .prepare<Range, MissingRow>(
        `SELECT trader_id, fill_block.session_date, code, json_remove(texts, '$.orderIds')
           FROM account CROSS JOIN fill_block
             ON fill_block.account_id = account.id AND fill_block.session_date BETWEEN ? AND ?
          WHERE NOT EXISTS (SELECT 1 FROM source_total AS own
                             WHERE own.account_id = account.id AND own.session_date = fill_block.session_date)
            AND EXISTS (SELECT 1 FROM account AS other JOIN source_total AS total ON total.account_id = other.id
                         WHERE other.trader_id = account.trader_id AND total.session_date = fill_block.session_date)
          ORDER BY code`,
      )
      .raw(),
  };
}

type Draft = { -readonly [Key in keyof ComparedDay]: ComparedDay[Key] };

function comparedDays(comparison: Comparison, from: string, through: string): readonly ComparedDay[] {
  const names = new Map(comparison.names.all());
  const days = new Map<string, Draft>();
  const dayOf = (trader: number, sessionDate: string): Draft => {
    const key = `${sessionDate} ${trader}`;
    const known = days.get(key);
    if (known !== undefined) return known;
    const day = {
      trader: names.get(trader) ?? '',
      sessionDate,
      ours: null,
      theirs: null,
      missingAccounts: [],
    };
    days.set(key, day);
    return day;
  };
  for (const [trader, session, netPnl, fills, symbols] of comparison.ours.all(from, through))
    dayOf(trader, session).ours = { netPnl, fills, symbols };
  for (const [trader, session, netPnl, fills, rows] of comparison.theirs.all(from, through))
    dayOf(trader, session).theirs = { netPnl, fills, rows };
  for (const [trader, session, code, texts] of comparison.missing.all(from, through)) {
    if (!hasCountedFills(texts, `${session} ${code}`)) continue;
    const day = dayOf(trader, session);
    day.missingAccounts = [...day.missingAccounts, code];
  }
  return [...days.values()].sort((a, b) => order(a.sessionDate, b.sessionDate) || order(a.trader, b.trader));
}

/** A source has no totals for an account of which it cancelled all fills. */
function hasCountedFills(texts: string, key: string): boolean {
  const { statuses } = symbolsAndStatusesJson.read(texts, key);
  return statuses.length === 0 || statuses.some((status) => !isCancelled(status));
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function outcomeOf(total: SavedTotal, before: SavedTotal | undefined): TotalsOutcome {
  if (before === undefined) return 'new';
  const same =
    total.grossPnl === before.grossPnl && total.netPnl === before.netPnl && total.fills === before.fills;
  return same ? 'same' : 'changed';
}
