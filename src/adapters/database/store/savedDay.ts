import type { LedgerFinding } from '../../../domain/ledger/finding.ts';
import type { OpenLot } from '../../../domain/ledger/lot.ts';
import type { ClosedDay } from '../../../domain/ledger/traderDay.ts';
import { exposureValues } from '../exposureRow.ts';
import type { SqlConnection, SqlStatement, SqlValue } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { factColumns, factValues, marksText } from '../traderDayRow.ts';
import { byPlace, upsertSql } from '../upsertSql.ts';
import { type DayKey, noteRevision, type Standing } from './revisions.ts';

/**
 * Replaces a trader-day: its facts, marks, exposure, lots and findings. null removes it. What the change
 * means for a mail is recorded as a revision.
 * @param standing the day as it is stored now.
 */
export async function saveTraderDay(
  connection: SqlConnection,
  key: DayKey,
  day: ClosedDay | null,
  standing: Standing,
): Promise<void> {
  const { traderId, sessionDate } = key;
  await connection.batch([
    [REMOVE_LOTS, traderId, sessionDate],
    [removePrices(connection), { sessionDate }],
    [REMOVE_FINDINGS, traderId, sessionDate],
    ...(day === null ? removed(key) : closed(key, day)),
  ]);
  await noteRevision(connection, key, standing, day?.facts.netPnl ?? null);
}

function removed({ traderId, sessionDate }: DayKey): readonly SqlStatement[] {
  return DAY_TABLES.map((table) => [remove(table), traderId, sessionDate]);
}

function closed(
  { traderId, sessionDate }: DayKey,
  { facts, closingLots, findings }: ClosedDay,
): readonly SqlStatement[] {
  return [
    ...findings.map(
      (finding): SqlStatement => [SAVE_FINDING, traderId, sessionDate, ...findingValues(finding)],
    ),
    [SAVE_DAY, traderId, sessionDate, ...factValues(facts)],
    [SAVE_MARKS, traderId, sessionDate, marksText(facts.lowWaterMarks)],
    [SAVE_EXPOSURE, traderId, sessionDate, ...exposureValues(facts.openExposure)],
    ...closingLots.map(
      (lot, ordinal): SqlStatement => [SAVE_LOT, traderId, sessionDate, ordinal, ...lotValues(lot)],
    ),
  ];
}

const KEY = ['trader_id', 'session_date'];
const DAY_TABLES = ['trader_day', 'low_water_marks', 'open_exposure'] as const;
const remove = (table: string) => `DELETE FROM ${table} WHERE trader_id = ? AND session_date = ?`;
const REMOVE_LOTS = remove('open_lot');
const REMOVE_FINDINGS = remove('ledger_finding');
const SAVE_DAY = upsertSql('trader_day', KEY, factColumns, byPlace);
const SAVE_MARKS = upsertSql('low_water_marks', KEY, ['marks'], byPlace);
const SAVE_EXPOSURE = upsertSql(
  'open_exposure',
  KEY,
  ['largest_net_long', 'largest_net_short', 'largest_gross', 'steps'],
  byPlace,
);
const SAVE_LOT = `INSERT INTO open_lot (trader_id, session_date, ordinal, account, symbol, quantity, price,
    opened_on, opened_at_second, currency, last_price)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SAVE_FINDING = `INSERT INTO ledger_finding
    (trader_id, session_date, code, account, symbol, currency, weight, fills, text)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Prices are made again from the fills, unless some of the session's fills were removed. */
function removePrices({ dialect }: SqlConnection): string {
  return `DELETE FROM symbol_prices WHERE session_date = :sessionDate
    AND NOT EXISTS (SELECT 1 FROM account ${joinInOrder(dialect)} pruned_block ON account_id = account.id
                     WHERE pruned_block.session_date = :sessionDate)`;
}

function findingValues(finding: LedgerFinding): readonly SqlValue[] {
  const { code, account, symbol, currency, weight, fills, text } = finding;
  return [code, account, symbol, currency, weight, fills, text];
}

function lotValues(lot: OpenLot): readonly SqlValue[] {
  const { account, symbol, quantity, price, openedOn, openedAtSecond, currency, lastPrice } = lot;
  return [account, symbol, quantity, price, openedOn, openedAtSecond, currency, lastPrice];
}
