import type { BlockKey } from '../fillBlocks.ts';
import type { FillColumns } from '../fillColumns.ts';
import type { SqlConnection } from '../sqlConnection.ts';

/** A table that both stores have, and what identifies its rows. */
export interface TableShape {
  readonly name: string;
  /** In alphabetical order. */
  readonly columns: readonly string[];
  /** The primary key, in its own order. */
  readonly key: readonly string[];
}

/** One of the two stores of a copy: one connection, and what differs between the dialects. */
export interface CopySide {
  /** Names the store in messages, without a password. */
  readonly place: string;
  readonly connection: SqlConnection;
  /** The tables that are copied row by row: neither fills nor migrations. In alphabetical order. */
  shapes(): Promise<readonly TableShape[]>;
  /** The migrations that it has, oldest first. */
  migrations(): Promise<readonly string[]>;
  /** Those of this version. */
  readonly expectedMigrations: readonly string[];
  /** The present instant on the clock by which its leases end, as ISO text. */
  now(): Promise<string>;
  loadFills(key: BlockKey): Promise<FillColumns | null>;
  close(): Promise<void>;
}

/** A store that is being filled. Nothing else uses it before it is published. */
export interface CopyTarget extends CopySide {
  saveFills(key: BlockKey, fills: FillColumns): Promise<void>;
  /**
   * Checks the chain of hashes, the tables against the trail, and the schema.
   * @throws StoreError `copy_differs`
   */
  verify(): Promise<void>;
  /** Makes it the desk's database, in one step, and closes it. */
  publish(): Promise<void>;
}

/** Fills are not copied row by row: each store has them in a form of its own. */
export const FILL_TABLES: readonly string[] = ['fill', 'fill_block'];

/** The table that says how far a copy has come. It is gone when the copy is complete. */
export const PROGRESS_TABLE = 'copy_progress';

/** Whether a table is copied row by row. */
export function isCopied(name: string): boolean {
  return !(FILL_TABLES.includes(name) || name === PROGRESS_TABLE || name.startsWith('kysely_'));
}
