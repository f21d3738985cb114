import { createHash } from 'node:crypto';

/** Any number that no other program is likely to use: "DAYB" in ASCII. */
const SPACE = 0x44415942;

/** Advisory locks of the store, as two arguments of `pg_advisory_lock`. Each belongs to one database. */

/**
 * One transaction writes at a time, as on SQLite: nothing changes between its first read and first write.
 * Transactions of the ledger share it, because each writes only what belongs to one trader.
 */
const WRITE_LOCK = `${SPACE}, 1`;

/** Waits until no other transaction of any process writes. The lock ends with the transaction. */
export const LOCK_STORE = `SELECT pg_advisory_xact_lock(${WRITE_LOCK})`;

/**
 * Waits until no transaction writes except those of other traders. Two names with the same hash wait for each
 * other, which costs time and nothing else.
 */
export function lockTrader(trader: string): string {
  const hash = createHash('sha256').update(trader).digest().readInt32BE(0);
  return `SELECT pg_advisory_xact_lock_shared(${WRITE_LOCK}); SELECT pg_advisory_xact_lock(${SPACE + 1}, ${hash})`;
}

/**
 * One transaction appends to the audit trail at a time: programs that do not take the write lock, such as
 * psql, wait here. The triggers and `appendAudit` take it.
 */
export const AUDIT_LOCK = `${SPACE}, 2`;

/** One process migrates at a time. */
export const MIGRATION_LOCK = `${SPACE}, 3`;
