/** Any number that no other program is likely to use: "DAYB" in ASCII. */
const SPACE = 0x44415942;

/** Advisory locks of the store, as two arguments of `pg_advisory_lock`. Each belongs to one database. */

/** One transaction writes at a time, as on SQLite: nothing changes between its first read and first write. */
export const WRITE_LOCK = `${SPACE}, 1`;

/**
 * One transaction appends to the audit trail at a time. The triggers take this lock, for programs that do not
 * take the other one.
 */
export const AUDIT_LOCK = `${SPACE}, 2`;

/** One process migrates at a time. */
export const MIGRATION_LOCK = `${SPACE}, 3`;
