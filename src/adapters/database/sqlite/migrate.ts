import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import { StoreError } from '../../../shared/errors.ts';
import * as initial from '../migrations/sqlite/2026-11-21-initial.ts';
import * as learning from '../migrations/sqlite/2026-11-21-learning.ts';
import * as runOwnership from '../migrations/sqlite/2026-11-21-run-ownership.ts';
import * as trail from '../migrations/sqlite/2026-11-21-trail.ts';
import * as watch from '../migrations/sqlite/2026-11-21-watch.ts';
import * as outboxCode from '../migrations/sqlite/2026-11-28-outbox-code.ts';
import * as proof from '../migrations/sqlite/2026-11-28-proof.ts';
import * as proofUpgrade from '../migrations/sqlite/2026-11-28-proof-upgrade.ts';
import * as limits from '../migrations/sqlite/2026-11-29-limits.ts';
import * as web from '../migrations/sqlite/2026-11-29-web.ts';
import * as stress from '../migrations/sqlite/2026-11-30-stress.ts';
import * as symbolPrices from '../migrations/sqlite/2026-11-30-symbol-prices.ts';
import * as traderSizes from '../migrations/sqlite/2026-11-30-trader-sizes.ts';
import * as drift from '../migrations/sqlite/2026-12-01-drift.ts';
import * as cutProof from '../migrations/sqlite/2026-12-02-cut-proof.ts';
import type { Schema } from '../store/schema.ts';
import { storeErrorOf } from './storeError.ts';

const migrations: Readonly<Record<string, Migration>> = {
  '2026-11-21-initial': initial,
  '2026-11-21-learning': learning,
  '2026-11-21-run-ownership': runOwnership,
  '2026-11-21-trail': trail,
  '2026-11-21-watch': watch,
  '2026-11-28-outbox-code': outboxCode,
  '2026-11-28-proof': proof,
  '2026-11-28-proof-upgrade': proofUpgrade,
  '2026-11-29-limits': limits,
  '2026-11-29-web': web,
  '2026-11-30-stress': stress,
  '2026-11-30-symbol-prices': symbolPrices,
  '2026-11-30-trader-sizes': traderSizes,
  '2026-12-01-drift': drift,
  '2026-12-02-cut-proof': cutProof,
};

/** The migrations of this version, oldest first. */
export const migrationNames: readonly string[] = Object.keys(migrations).sort();

/**
 * Applies missing migrations, oldest first.
 * @returns their names.
 * @throws StoreError `migration_failed` where one fails or the database comes from a newer version.
 */
export async function migrate(queries: Kysely<Schema>, path: string): Promise<readonly string[]> {
  if (await isUpToDate(queries)) return [];
  const { error, results } = await migratorOf(queries, migrationNames).migrateToLatest();
  if (error) throw migrationFailed(path, error);
  return (results ?? []).map((result) => result.migrationName);
}

/** Every migration of this version, with the time when it was applied; null where it was not. */
export async function migrationStatus(
  queries: Kysely<Schema>,
): Promise<readonly { readonly name: string; readonly appliedAt: Date | null }[]> {
  return (await migratorOf(queries, migrationNames).getMigrations()).map(({ name, executedAt }) => ({
    name,
    appliedAt: executedAt ?? null,
  }));
}

/**
 * Applies these migrations of this version to an empty database, and no other. The schema that they leave is
 * the one that a database with these migrations must have.
 * @throws whatever a migration throws.
 */
export async function applyMigrations(queries: Kysely<Schema>, names: readonly string[]): Promise<void> {
  const { error } = await migratorOf(queries, names).migrateToLatest();
  if (error) throw error;
}

function migratorOf(db: Kysely<Schema>, names: readonly string[]): Migrator {
  const chosen = Object.fromEntries(Object.entries(migrations).filter(([name]) => names.includes(name)));
  return new Migrator({ db, provider: { getMigrations: async () => chosen } });
}

/** Every command opens the store, and the migrator looks at each of its tables. */
async function isUpToDate(queries: Kysely<Schema>): Promise<boolean> {
  const tables = await sql`SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'`.execute(queries);
  if (tables.rows.length === 0) return false;
  const applied = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(
    queries,
  );
  return applied.rows.map(({ name }) => name).join() === migrationNames.join();
}

function migrationFailed(path: string, cause: unknown): StoreError {
  const trouble = storeErrorOf(cause, `Database ${path}`);
  if (trouble !== null) return trouble;
  const text = cause instanceof Error ? cause.message : String(cause);
  const newer = text.includes('is missing');
  return new StoreError('migration_failed', `Database ${path}: cannot be migrated to this version: ${text}`, {
    hint: newer
      ? 'The database was written by a newer version of Daybreak: run that version, or restore an older copy.'
      : 'Nothing was changed. Check that the file is a Daybreak database and that the disk has free space.',
    cause,
  });
}
