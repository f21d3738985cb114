import type { CorporateAction, OpeningPosition } from '../../../domain/ledger/corrections.ts';
import type { ActionEntry, PositionEntry, RateEntry } from '../../../ports/corrections.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { corporateAction } from './openingLotsReader.ts';
import type { CorporateActionRow } from './schema.ts';

/** Reads and writes what is stored for one kind of entry, inside a transaction. */
export interface CorrectionRows<Entry> {
  /** The stored value of the entry's key; null where none is stored. */
  read(connection: SqlConnection, entry: Entry): Promise<unknown>;
  write(connection: SqlConnection, entry: Entry, importedAt: string): Promise<void>;
  /** Subject and body of the audit entry, without the values. */
  audit(entry: Entry): { readonly subject: string; readonly body: Readonly<Record<string, unknown>> };
}

const ACTION = 'FROM corporate_action WHERE session_date = ? AND symbol = ? AND action = ?';
const ADD_ACTION = `INSERT INTO corporate_action (session_date, symbol, action, ratio, new_symbol, imported_at)
  VALUES (?, ?, ?, ?, ?, ?)`;

export const actionRows: CorrectionRows<ActionEntry> = {
  async read(connection, { sessionDate, symbol, action }) {
    const row = await connection.get<CorporateActionRow>(`SELECT * ${ACTION}`, sessionDate, symbol, action);
    return row === undefined ? null : corporateAction(row);
  },
  async write(connection, { sessionDate, symbol, action, value }, importedAt) {
    await connection.run(`DELETE ${ACTION}`, sessionDate, symbol, action);
    if (value === null) return;
    await connection.run(ADD_ACTION, sessionDate, symbol, action, ...actionColumns(value), importedAt);
  },
  audit: ({ sessionDate, symbol, action }) => ({
    subject: symbol,
    body: { correction: action, sessionDate },
  }),
};

function actionColumns(value: CorporateAction): readonly [ratio: number | null, newSymbol: string | null] {
  return value.action === 'split' ? [value.ratio, null] : [null, value.newSymbol];
}

const POSITION = 'FROM opening_position WHERE session_date = ? AND account = ? AND symbol = ?';
const LOTS = `SELECT session_date AS "sessionDate", account, symbol, quantity, price, currency ${POSITION}
  ORDER BY ordinal`;
const ADD_LOT = `INSERT INTO opening_position
    (session_date, account, symbol, ordinal, quantity, price, currency, imported_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

export const positionRows: CorrectionRows<PositionEntry> = {
  async read(connection, { sessionDate, account, symbol }) {
    const lots = await connection.all<OpeningPosition>(LOTS, sessionDate, account, symbol);
    return lots.length === 0 ? null : lots;
  },
  async write(connection, { sessionDate, account, symbol, value }, importedAt) {
    await connection.run(`DELETE ${POSITION}`, sessionDate, account, symbol);
    const key = [sessionDate, account, symbol];
    for (const [ordinal, { quantity, price, currency }] of (value ?? []).entries())
      await connection.run(ADD_LOT, ...key, ordinal, quantity, price, currency, importedAt);
  },
  audit: ({ sessionDate, account, symbol }) => ({
    subject: account,
    body: { correction: 'position', sessionDate, symbol },
  }),
};

const RATE = 'FROM exchange_rate WHERE session_date = ? AND currency = ?';
const ADD_RATE = 'INSERT INTO exchange_rate (session_date, currency, rate, imported_at) VALUES (?, ?, ?, ?)';

export const rateRows: CorrectionRows<RateEntry> = {
  async read(connection, { sessionDate, currency }) {
    return (await connection.value<number>(`SELECT rate ${RATE}`, sessionDate, currency)) ?? null;
  },
  async write(connection, { sessionDate, currency, value }, importedAt) {
    await connection.run(`DELETE ${RATE}`, sessionDate, currency);
    if (value !== null) await connection.run(ADD_RATE, sessionDate, currency, value, importedAt);
  },
  audit: ({ sessionDate, currency }) => ({ subject: currency, body: { correction: 'rate', sessionDate } }),
};
