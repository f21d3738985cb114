import { type Kysely, type Migration, Migrator, sql, type Transaction } from 'kysely';
import { StoreError } from '../../../shared/errors.ts';
import * as deskAndLedger from '../migrations/postgres/2026-12-02-1-desk-and-ledger.ts';
import * as proofAndModel from '../migrations/postgres/2026-12-02-2-proof-and-model.ts';
import * as morningAndWeb from '../migrations/postgres/2026-12-02-3-morning-and-web.ts';
import * as triggers from '../migrations/postgres/2026-12-02-4-triggers.ts';
import * as fills from '../migrations/postgres/2026-12-02-5-fills.ts';
import type { Schema } from '../store/schema.ts';
import { auditTriggers } from './auditTriggers.ts';
import { requireNotCopying, STORE_STATE, type StoreState } from './hasStore.ts';
import { MIGRATION_LOCK } from './locks.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '2026-12-02-1-desk-and-ledger': deskAndLedger,
  '2026-12-02-2-proof-and-model': proofAndModel,
  '2026-12-02-3-morning-and-web': morningAndWeb,
  '2026-12-02-4-triggers': triggers,
  '2026-12-02-5-fills': fills,
};

/** The migrations of this version for Postgres, oldest first. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

/**
 * Applies missing migrations, oldest first, in one transaction and under a lock: of two hosts that start at
 * once, the second waits and finds nothing left to do. Then brings the triggers of the audit trail to this
 * version.
 * @param queries over one connection, which the caller closes afterwards.
 * @param where names the database in errors.
 * @returns the names of the applied migrations.
 * @throws StoreError `migration_failed` where one fails or the database comes from a newer version;
 *   `copy_unfinished`.
 */
export async function migrate(queries: Kysely<Schema>, where: string): Promise<readonly string[]> {
  if (await isUpToDate(queries)) return [];
  // The lock belongs to the one connection of `queries`, and ends with it.
  await sql.raw(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`).execute(queries);
  const [state] = (await sql.raw<StoreState>(STORE_STATE).execute(queries)).rows;
  if (state !== undefined) requireNotCopying(state, where);
  const { error, results } = await migratorOf(queries).migrateToLatest();
  if (error !== undefined) throw migrationFailed(where, error);
  await installAuditTriggers(queries);
  return (results ?? []).map((result) => result.migrationName);
}

/**
 * Makes the tables and triggers of this version in the present schema, which must be empty.
 * @param transaction so that nothing of a failure is kept.
 */
export async function createSchema(transaction: Transaction<Schema>): Promise<void> {
  for (const name of migrationNames) await migrations[name]?.up(transaction);
  const { digest, statements } = auditTriggers();
  for (const statement of [...statements, commentOf(digest)]) await sql.raw(statement).execute(transaction);
}

/** Every migration of this version, with the time when it was applied; null where it was not. */
export async function migrationStatus(
  queries: Kysely<Schema>,
): Promise<readonly { readonly name: string; readonly appliedAt: Date | null }[]> {
  const applied = await sql<{ name: string; timestamp: string }>`
    SELECT name, "timestamp" FROM kysely_migration`.execute(queries);
  const times = new Map(applied.rows.map(({ name, timestamp }) => [name, new Date(timestamp)]));
  return migrationNames.map((name) => ({ name, appliedAt: times.get(name) ?? null }));
}

function migratorOf(db: Kysely<Schema>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

/** Two queries instead of the dozen of the migrator: every command opens the store. */
async function isUpToDate(queries: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ exists: number; digest: string | null }>`
    SELECT to_regclass('kysely_migration') IS NOT NULL AS exists,
           obj_description(to_regprocedure('daybreak_record(text, text, text, text)'), 'pg_proc') AS digest`.execute(
    queries,
  );
  const { exists = 0, digest = null } = rows[0] ?? {};
  if (exists === 0 || digest !== auditTriggers().digest) return false;
  const applied = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(queries);
  const names = new Set(applied.rows.map(({ name }) => name));
  return names.size === migrationNames.length && migrationNames.every((name) => names.has(name));
}

/** The comment of a function keeps the digest of what is installed. */
async function installAuditTriggers(queries: Kysely<Schema>): Promise<void> {
  const { digest, statements } = auditTriggers();
  await queries.transaction().execute(async (transaction) => {
    for (const statement of [...statements, commentOf(digest)]) await sql.raw(statement).execute(transaction);
  });
}

function commentOf(digest: string): string {
  return `COMMENT ON FUNCTION daybreak_record(text, text, text, text) IS '${digest}'`;
}

function migrationFailed(where: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const newer = text.includes('is missing');
  return new StoreError(
    'migration_failed',
    `Database ${where}: cannot be migrated to this version: ${text}`,
    {
      hint: newer
        ? 'The database was written by a newer version of Daybreak: run that version on every host.'
        : 'Nothing was changed. Check that the database is empty or one of Daybreak, and that the user owns it.',
      cause,
    },
  );
}
