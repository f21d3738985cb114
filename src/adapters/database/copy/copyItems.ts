import type { BlockKey } from '../fillBlocks.ts';
import type { SqlConnection, SqlValue } from '../sqlConnection.ts';
import { type Cell, type Content, ContentHash } from './contentHash.ts';
import type { CopySide, CopyTarget, TableShape } from './copySide.ts';

/** Something that is copied whole, in one transaction. */
export interface CopyItem {
  readonly name: string;
  /** Reads it from a store, and passes it on where a target is given. */
  readonly copy: (from: CopySide, to: CopyTarget | null) => Promise<Content>;
}

/** Rows in memory at a time: a mail or a learned session can have a megabyte. */
const PAGE = 200;

/** Copies the rows of a table, in the order of its key. */
export function tableItem(shape: TableShape): CopyItem {
  const { name, columns } = shape;
  const insert = `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return {
    name: `table ${name}`,
    async copy(from, to) {
      const hash = new ContentHash();
      for await (const rows of pagesOf(from.connection, shape)) {
        for (const row of rows) hash.addRow(row);
        await to?.connection.runEach(insert, rows as SqlValue[][]);
      }
      return hash.content();
    },
  };
}

/** Copies the fills of a session. SQLite has a block for each account, Postgres rows. */
export function fillsItem(sessionDate: string): CopyItem {
  return {
    name: `fills ${sessionDate}`,
    async copy(from, to) {
      const hash = new ContentHash();
      for (const key of await blocksOf(from.connection, sessionDate)) {
        const fills = await from.loadFills(key);
        if (fills === null) continue;
        hash.addBlock(key.account, sessionDate, fills);
        await to?.saveFills(key, fills);
      }
      return hash.content();
    },
  };
}

/** The sessions with fills, oldest first. */
export function sessionsWithFills(connection: SqlConnection): Promise<readonly string[]> {
  return connection.values<string>('SELECT DISTINCT session_date FROM fill_block ORDER BY session_date');
}

async function* pagesOf(
  connection: SqlConnection,
  { name, columns, key }: TableShape,
): AsyncGenerator<readonly Cell[][]> {
  const keyList = key.join(', ');
  const select = `SELECT ${columns.join(', ')} FROM ${name}`;
  const places = key.map((column) => columns.indexOf(column));
  let after: readonly Cell[] | null = null;
  for (;;) {
    const where: string = after === null ? '' : `WHERE (${keyList}) > (${key.map(() => '?').join(', ')})`;
    const rows: Cell[][] = await connection.rows<Cell[]>(
      `${select} ${where} ORDER BY ${keyList} LIMIT ${PAGE}`,
      ...((after ?? []) as SqlValue[]),
    );
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    const last: Cell[] = rows.at(-1) ?? [];
    after = places.map((place) => last[place] ?? null);
  }
}

function blocksOf(connection: SqlConnection, sessionDate: string): Promise<readonly BlockKey[]> {
  return connection.all<BlockKey>(
    `SELECT account.id AS "accountId", account.code AS account, fill_block.session_date AS "sessionDate"
       FROM fill_block JOIN account ON account.id = fill_block.account_id
      WHERE fill_block.session_date = ? ORDER BY account.id`,
    sessionDate,
  );
}
