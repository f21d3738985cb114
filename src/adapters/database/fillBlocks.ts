import type { AccountPrints } from '../../domain/ledger/prints.ts';
import type { FillColumns } from './fillColumns.ts';
import type { SqlConnection } from './sqlConnection.ts';

/** An account and a session. Their fills are one block. */
export interface BlockKey {
  readonly accountId: number;
  /** The code of the account, for errors. */
  readonly account: string;
  readonly sessionDate: string;
}

/** What is read of a block: all; no identities; or neither identities nor order ids, which are most bytes. */
export type BlockParts = 'all' | 'ledger' | 'amounts';

/**
 * Where the fills are. Both stores have a row of `fill_block` (account_id, session_date, fills) for each
 * account and session with fills: statements find blocks by it. SQLite keeps the fills in that row, by
 * column; Postgres keeps a row for each fill.
 *
 * A method runs on the connection that it is given, inside a transaction where it writes.
 */
export interface FillBlocks {
  /** The fills in their order; null where there are none. */
  load(connection: SqlConnection, key: BlockKey, parts: BlockParts): Promise<FillColumns | null>;
  /** Replaces the fills by these, at least one. */
  save(connection: SqlConnection, key: BlockKey, block: FillColumns): Promise<void>;
  /** Saves many blocks of one transaction. */
  openWriter(connection: SqlConnection): BlockWriter;
  remove(connection: SqlConnection, key: BlockKey): Promise<void>;
  /** Prices and statuses only; null where there are no fills. */
  prints(connection: SqlConnection, key: BlockKey): Promise<AccountPrints | null>;
  /** Whether any fill counts: the source did not cancel it. */
  hasCounted(connection: SqlConnection, key: BlockKey): Promise<boolean>;
  /** For FROM next to `fill_block`: the symbols of the block, as a table with the column `value`. */
  symbolsOfBlock(alias: string): string;
  /** The same with its currencies; '' where a fill has none. */
  currenciesOfBlock(alias: string): string;
  /** A place on disk for the fills of one stream that does not fit into memory. */
  openStage(): FillStage;
  /** Gives the space of removed fills back to the disk. Call it outside a transaction. */
  giveSpaceBack(): Promise<void>;
}

/** Saves blocks one after the other; Postgres stores many of them at once. */
export interface BlockWriter {
  /** Replaces the fills of a block by these, at least one. */
  save(key: BlockKey, block: FillColumns): Promise<void>;
  /** Stores what was saved last. Nothing is stored for certain before. */
  flush(): Promise<void>;
}

/** Parts of a stream, by account and session. The store itself is neither locked nor changed. */
export interface FillStage {
  add(connection: SqlConnection, of: StagedPart, fills: FillColumns): Promise<void>;
  /** The parts of an account and session, in order. */
  load(connection: SqlConnection, of: Omit<StagedPart, 'part'>): Promise<readonly FillColumns[]>;
  clear(connection: SqlConnection): Promise<void>;
}

export interface StagedPart {
  readonly account: string;
  readonly sessionDate: string;
  /** Counted from 0. */
  readonly part: number;
}
