import type { z } from 'zod';
import type { AuditRow } from '../auditChain.ts';
import type { SqlConnection } from '../sqlConnection.ts';

/** A place where a table differs from what the audit trail recorded. */
export interface TableFinding {
  readonly table: string;
  /** The row, in words: `2026-03-03 NET001`. */
  readonly key: string;
  /** What the trail says. */
  readonly trail: string;
  /** What the table says. */
  readonly found: string;
}

/** Compares the entries of one kind with the tables that they describe. */
export interface TableCheck {
  readonly kind: string;
  /** Takes one entry, in the order of the trail. Keeps only what the last entry of each row says. */
  observe(row: AuditRow): Iterable<TableFinding>;
  /** Call it after the last entry. */
  compare(connection: SqlConnection): AsyncIterable<TableFinding>;
}

/**
 * Reads the body of an entry. An entry of another shape describes something else, or is of a later version:
 * its hash proves it, and no table is compared with it.
 * @returns null for another shape.
 */
export function bodyOf<T>(row: AuditRow, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(row.body)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Names of the values that differ, each with its value.
 * @returns null where all values of `expected` are found.
 */
export function differing(
  expected: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): { readonly trail: string; readonly found: string } | null {
  const keys = Object.keys(expected).filter(
    (key) => JSON.stringify(expected[key]) !== JSON.stringify(found[key]),
  );
  if (keys.length === 0) return null;
  const words = (values: Readonly<Record<string, unknown>>) =>
    keys.map((key) => `${key} ${JSON.stringify(values[key] ?? null)}`).join(', ');
  return { trail: words(expected), found: words(found) };
}

/**
 * Whether the database is older than its audit trail. Its oldest rows then have no entry. Kysely applies the
 * migrations of a new database within seconds.
 */
export async function trailBegan(connection: SqlConnection): Promise<string | null> {
  const times = await connection.get<{ readonly first: string; readonly trail: string | null }>(
    `SELECT min("timestamp") AS first, max("timestamp") FILTER (WHERE name = '2026-11-21-trail') AS trail
       FROM kysely_migration`,
  );
  // Only SQLite had a version without a trail.
  if (!times?.trail) return null;
  return Date.parse(times.trail) - Date.parse(times.first) > LONGEST_MIGRATION_MS ? times.trail : null;
}

const LONGEST_MIGRATION_MS = 60_000;
