import type { LedgerFinding } from '../../../domain/ledger/finding.ts';
import type { OpenLot } from '../../../domain/ledger/lot.ts';
import type { ClosedDay } from '../../../domain/ledger/traderDay.ts';
import { exposureValues } from '../exposureRow.ts';
import type { SqlConnection, SqlValue } from '../sqlConnection.ts';
import { joinInOrder } from '../sqlDialect.ts';
import { factColumns, factValues, marksText } from '../traderDayRow.ts';
import { byPlace, upsertSql } from '../upsertSql.ts';
import { type DayKey, noteRevision, standingOf } from './revisions.ts';

/**
 * Replaces a trader-day: its facts, marks, exposure, lots and findings. null removes it. What the change
 * means for a mail is recorded as a revision.
 * @returns the net P&L before; null where the day was not stored.
 */
export async function saveTraderDay(
  connection: SqlConnection,
  key: DayKey,
  day: ClosedDay | null,
): Promise<number | null> {
  const { traderId, sessionDate } = key;
  const standing = await standingOf(connection, key);
  await connection.run(REMOVE_LOTS, traderId, sessionDate);
  await connection.run(removePrices(connection), { sessionDate });
  await connection.run(REMOVE_FINDINGS, traderId, sessionDate);
  if (day === null)
    for (const table of DAY_TABLES) await connection.run(remove(table), traderId, sessionDate);
  else await saveClosedDay(connection, key, day);
  await noteRevision(connection, key, standing, day?.facts.netPnl ?? null);
  return standing.netBefore;
}

async function saveClosedDay(
  connection: SqlConnection,
  { traderId, sessionDate }: DayKey,
  { facts, closingLots, findings }: ClosedDay,
): Promise<void> {
  await connection.runEach(
    SAVE_FINDING,
    findings.map((finding) => [traderId, sessionDate, ...findingValues(finding)]),
  );
  await connection.run(SAVE_DAY, traderId, sessionDate, ...factValues(facts));
  await connection.run(SAVE_MARKS, traderId, sessionDate, marksText(facts.lowWaterMarks));
  await connection.run(SAVE_EXPOSURE, traderId, sessionDate, ...exposureValues(facts.openExposure));
  await connection.runEach(
    SAVE_LOT,
    closingLots.map((lot, ordinal) => [traderId, sessionDate, ordinal, ...lotValues(lot)]),
  );
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
