import Driver from 'better-sqlite3';
import type { FillStage } from '../fillBlocks.ts';
import { FillColumns, type StoredBlock } from '../fillColumns.ts';

/**
 * Keeps the parts of a stream in a temporary file of this host: the server sees only what is committed. The
 * file has no name and vanishes with the process.
 */
export class LocalStage implements FillStage {
  #file: Driver.Database | null = null;

  async add(...[, { account, sessionDate, part }, block]: Parameters<FillStage['add']>): Promise<void> {
    this.#file ??= createFile();
    const { fills, numbers, texts, identities } = block.encode();
    this.#file
      .prepare('INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(account, sessionDate, part, fills, numbers, texts, identities);
  }

  async load(
    ...[, { account, sessionDate }]: Parameters<FillStage['load']>
  ): Promise<readonly FillColumns[]> {
    if (this.#file === null) return [];
    const parts = this.#file
      .prepare<[string, string], StoredBlock>(
        'SELECT fills, numbers, texts, identities FROM staged WHERE account = ? AND session_date = ? ORDER BY part',
      )
      .all(account, sessionDate);
    return parts.map((part) => FillColumns.decode(part, `${sessionDate} ${account}`));
  }

  async clear(): Promise<void> {
    this.#file?.close();
    this.#file = null;
  }
}

function createFile(): Driver.Database {
  // SQLite's name for a file without one.
  const file = new Driver('');
  file.pragma('journal_mode = OFF');
  file.pragma('synchronous = OFF');
  file.exec(`CREATE TABLE staged (
    account TEXT NOT NULL,
    session_date TEXT NOT NULL,
    part INTEGER NOT NULL,
    fills INTEGER NOT NULL,
    numbers BLOB NOT NULL,
    texts TEXT NOT NULL,
    identities TEXT NOT NULL,
    PRIMARY KEY (account, session_date, part)
  ) STRICT`);
  return file;
}
