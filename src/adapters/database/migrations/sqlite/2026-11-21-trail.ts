import { type Kysely, sql } from 'kysely';

/** The audit trail: a chain of hashes. Entries can be added, never changed or removed. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const statement of statements) await sql.raw(statement).execute(transaction);
  });
}

const statements = [
  `CREATE TABLE audit_entry (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    previous_hash TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE
  ) STRICT`,
  `CREATE TRIGGER audit_entry_never_changes BEFORE UPDATE ON audit_entry
   BEGIN SELECT RAISE(ABORT, 'the audit trail only grows: no entry is changed'); END`,
  `CREATE TRIGGER audit_entry_never_goes BEFORE DELETE ON audit_entry
   BEGIN SELECT RAISE(ABORT, 'the audit trail only grows: no entry is deleted'); END`,
  // REPLACE deletes without the trigger above, and a forked chain has two entries after one.
  `CREATE TRIGGER audit_entry_follows_the_last BEFORE INSERT ON audit_entry
   WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entry)
     OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM audit_entry ORDER BY sequence DESC LIMIT 1), '${'0'.repeat(64)}')
   BEGIN SELECT RAISE(ABORT, 'the audit trail only grows: an entry follows the last one'); END`,
];
