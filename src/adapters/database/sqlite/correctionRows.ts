import type { CorporateAction, OpeningPosition } from '../../../domain/ledger/corrections.ts';
import type { ActionEntry, PositionEntry, RateEntry } from '../../../ports/corrections.ts';
import type { Database } from './open.ts';
import { corporateAction } from './openingLotsReader.ts';
import type { CorporateActionRow } from './schema.ts';

/** Reads and writes what is stored for one kind of entry. The caller must be inside a transaction. */
export interface CorrectionRows<Entry> {
  /** The stored value of the entry's key; null where none is stored. */
  read(entry: Entry): unknown;
  write(entry: Entry, importedAt: string): void;
  /** Subject and body of the audit entry, without the values. */
  audit(entry: Entry): { readonly subject: string; readonly body: Readonly<Record<string, unknown>> };
}

export function actionRows(driver: Database['driver']): CorrectionRows<ActionEntry> {
  const key = 'session_date = ? AND symbol = ? AND action = ?';
  const find = driver.prepare<[string, string, string], CorporateActionRow>(
    `SELECT * FROM corporate_action WHERE ${key}`,
  );
  const remove = driver.prepare(`DELETE FROM corporate_action WHERE ${key}`);
  const insert = driver.prepare('INSERT INTO corporate_action VALUES (?, ?, ?, ?, ?, ?)');
  return {
    read({ sessionDate, symbol, action }) {
      const row = find.get(sessionDate, symbol, action);
      return row === undefined ? null : corporateAction(row);
    },
    write({ sessionDate, symbol, action, value }, importedAt) {
      remove.run(sessionDate, symbol, action);
      if (value === null) return;
      insert.run(sessionDate, symbol, action, ...actionColumns(value), importedAt);
    },
    audit: ({ sessionDate, symbol, action }) => ({
      subject: symbol,
      body: { correction: action, sessionDate },
    }),
  };
}

function actionColumns(value: CorporateAction): readonly [ratio: number | null, newSymbol: string | null] {
  return value.action === 'split' ? [value.ratio, null] : [null, value.newSymbol];
}

export function positionRows(driver: Database['driver']): CorrectionRows<PositionEntry> {
  const key = 'session_date = ? AND account = ? AND symbol = ?';
  const find = driver.prepare<[string, string, string], OpeningPosition>(
    `SELECT session_date AS sessionDate, account, symbol, quantity, price, currency FROM opening_position
      WHERE ${key} ORDER BY ordinal`,
  );
  const remove = driver.prepare(`DELETE FROM opening_position WHERE ${key}`);
  const insert = driver.prepare(
    `INSERT INTO opening_position (session_date, account, symbol, ordinal, quantity, price, currency, imported_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    read({ sessionDate, account, symbol }) {
      const lots = find.all(sessionDate, account, symbol);
      return lots.length === 0 ? null : lots;
    },
    write({ sessionDate, account, symbol, value }, importedAt) {
      remove.run(sessionDate, account, symbol);
      for (const [ordinal, { quantity, price, currency }] of (value ?? []).entries())
        insert.run(sessionDate, account, symbol, ordinal, quantity, price, currency, importedAt);
    },
    audit: ({ sessionDate, account, symbol }) => ({
      subject: account,
      body: { correction: 'position', sessionDate, symbol },
    }),
  };
}

export function rateRows(driver: Database['driver']): CorrectionRows<RateEntry> {
  const key = 'session_date = ? AND currency = ?';
  const find = driver
    .prepare<[string, string], number>(`SELECT rate FROM exchange_rate WHERE ${key}`)
    .pluck();
  const remove = driver.prepare(`DELETE FROM exchange_rate WHERE ${key}`);
  const insert = driver.prepare('INSERT INTO exchange_rate VALUES (?, ?, ?, ?)');
  return {
    read: ({ sessionDate, currency }) => find.get(sessionDate, currency) ?? null,
    write({ sessionDate, currency, value }, importedAt) {
      remove.run(sessionDate, currency);
      if (value !== null) insert.run(sessionDate, currency, value, importedAt);
    },
    audit: ({ sessionDate, currency }) => ({ subject: currency, body: { correction: 'rate', sessionDate } }),
  };
}
