import type Driver from 'better-sqlite3';
import { isCancelled } from '../../../domain/ledger/status.ts';
import type { BlockKey, FillBlocks, FillStage } from '../fillBlocks.ts';
import { FillColumns, pricesOf, type StoredBlock } from '../fillColumns.ts';
import { symbolsAndStatusesJson } from '../fillJson.ts';
import type { SqlConnection } from '../sqlConnection.ts';
import { jsonItems } from '../sqlDialect.ts';
import { byPlace, upsertSql } from '../upsertSql.ts';

const OF_BLOCK = 'FROM fill_block WHERE account_id = ? AND session_date = ?';
const LOAD = {
  all: `SELECT fills, numbers, texts, identities ${OF_BLOCK}`,
  ledger: `SELECT fills, numbers, texts, '[]' AS identities ${OF_BLOCK}`,
  amounts: `SELECT fills, numbers, json_set(texts, '$.orderIds', json('[]')) AS texts, '[]' AS identities ${OF_BLOCK}`,
};
// The order ids are most of the text and are not needed.
const PRINTS = `SELECT fills, numbers, json_remove(texts, '$.orderIds') AS texts ${OF_BLOCK}`;
const TEXTS = `SELECT json_remove(texts, '$.orderIds') ${OF_BLOCK}`;
const SAVE = upsertSql(
  'fill_block',
  ['account_id', 'session_date'],
  ['fills', 'numbers', 'texts', 'identities'],
  byPlace,
);

/**
 * Fills by column, in one row for each account and session: a row for each fill costs a hundred times as
 * much.
 */
export function sqliteFillBlocks(
  driver: Driver.Database,
  withConnection: (work: () => void) => Promise<void>,
): FillBlocks {
  return {
    async load(connection, { accountId, account, sessionDate }, parts) {
      const stored = await connection.get<StoredBlock>(LOAD[parts], accountId, sessionDate);
      return stored === undefined ? null : FillColumns.decode(stored, `${sessionDate} ${account}`);
    },

    save: saveBlock,

    openWriter: (connection) => ({
      save: (key, block) => saveBlock(connection, key, block),
      flush: async () => undefined,
    }),

    async remove(connection, { accountId, sessionDate }) {
      await connection.run(`DELETE ${OF_BLOCK}`, accountId, sessionDate);
    },

    async prints(connection, { accountId, account, sessionDate }) {
      const stored = await connection.get<Omit<StoredBlock, 'identities'>>(PRINTS, accountId, sessionDate);
      if (stored === undefined) return null;
      const texts = symbolsAndStatusesJson.read(stored.texts, `${sessionDate} ${account}`);
      const { symbols, statuses } = texts;
      return { account, ...pricesOf(stored.numbers, stored.fills), symbols, statuses };
    },

    async hasCounted(connection, { accountId, account, sessionDate }) {
      const texts = await connection.value<string>(TEXTS, accountId, sessionDate);
      if (texts === undefined) return false;
      const { statuses } = symbolsAndStatusesJson.read(texts, `${sessionDate} ${account}`);
      return statuses.length === 0 || statuses.some((status) => !isCancelled(status));
    },

    symbolsOfBlock: (alias) => jsonItems('sqlite', 'fill_block.texts', ['symbols'], alias),
    currenciesOfBlock: (alias) => jsonItems('sqlite', 'fill_block.texts', ['currencies'], alias),
    openStage: () => new TemporaryTable(),
    giveSpaceBack: () => withConnection(() => giveSpaceBack(driver)),
  };
}

async function saveBlock(connection: SqlConnection, key: BlockKey, block: FillColumns): Promise<void> {
  const { fills, numbers, texts, identities } = block.encode();
  await connection.run(SAVE, key.accountId, key.sessionDate, fills, numbers, texts, identities);
}

/** A temporary table of the connection, which all its streams share. */
class TemporaryTable implements FillStage {
  /** Number of this stream; null before its first part. */
  #stream: number | null = null;

  async add(...[connection, { account, sessionDate, part }, block]: Parameters<FillStage['add']>) {
    this.#stream ??= await newStream(connection);
    const { fills, numbers, texts, identities } = block.encode();
    const key = [this.#stream, account, sessionDate, part];
    await connection.run(
      'INSERT INTO temp.staged_fills VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[...key, fills, numbers, texts, identities],
    );
  }

  async load(...[connection, { account, sessionDate }]: Parameters<FillStage['load']>) {
    if (this.#stream === null) return [];
    const parts = await connection.all<StoredBlock>(
      `SELECT fills, numbers, texts, identities FROM temp.staged_fills
        WHERE stream = ? AND account = ? AND session_date = ? ORDER BY part`,
      ...[this.#stream, account, sessionDate],
    );
    return parts.map((part) => FillColumns.decode(part, `${sessionDate} ${account}`));
  }

  async clear(connection: SqlConnection) {
    if (this.#stream !== null)
      await connection.run('DELETE FROM temp.staged_fills WHERE stream = ?', this.#stream);
    this.#stream = null;
  }
}

/** A number for one more stream of this connection. */
async function newStream(connection: SqlConnection): Promise<number> {
  await connection.run(`CREATE TEMP TABLE IF NOT EXISTS staged_fills (
    stream INTEGER NOT NULL,
    account TEXT NOT NULL,
    session_date TEXT NOT NULL,
    part INTEGER NOT NULL,
    fills INTEGER NOT NULL,
    numbers BLOB NOT NULL,
    texts TEXT NOT NULL,
    identities TEXT NOT NULL,
    PRIMARY KEY (stream, account, session_date, part)
  ) STRICT`);
  const highest = await connection.value<number>('SELECT coalesce(max(stream), 0) FROM temp.staged_fills');
  return (highest ?? 0) + 1;
}

/** 100 MB of pages at a time, so the write-ahead log grows no larger. */
const PAGES_PER_STEP = 25_600;

function giveSpaceBack(driver: Driver.Database): void {
  const freePages = () => driver.pragma('freelist_count', { simple: true }) as number;
  for (let left = freePages(), before = Number.POSITIVE_INFINITY; left > 0 && left < before; ) {
    driver.exec(`PRAGMA incremental_vacuum(${PAGES_PER_STEP})`);
    // The file becomes shorter only when the write-ahead log is written back into it.
    driver.pragma('wal_checkpoint(TRUNCATE)');
    before = left;
    left = freePages();
  }
}
