import { join } from 'node:path';
import { type Run, runProgram } from './childProcess.ts';
import { FILLS_HEADER } from './generateFills.ts';

/**
 * The comparison for the import: sqlite3 imports the same file, all 26 columns, into a table clustered by
 * account, time and id.
 */
export function sqliteImport(folder: string, csv: string): Promise<Run> {
  const columns = FILLS_HEADER.split(',').map((name) => `"${name}" TEXT`);
  const input = [
    'PRAGMA journal_mode = WAL;',
    `CREATE TABLE fills (${columns.join(', ')}, PRIMARY KEY (Account, "Date/Time", "PropReports Id")) WITHOUT ROWID;`,
    '.mode csv',
    `.import --skip 1 ${csv} fills`,
    'SELECT count(*) FROM fills;',
  ].join('\n');
  return runProgram(folder, 'sqlite3', ['-bail', join(folder, 'plain.db')], { input: `${input}\n` });
}
