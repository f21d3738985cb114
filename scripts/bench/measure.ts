import { constants, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, type Run, runNode, runProduct, runProgram } from './childProcess.ts';
import { differingDays } from './compareFacts.ts';
import { MORNING, type Vendor } from './desk.ts';
import { sqliteImport } from './sqliteImport.ts';

/** Measures `npm run import` of the file into a new database. */
export async function measureImport(folder: string, csv: string, fills: number, profile: readonly string[]) {
  const run = await runImport(folder, csv, fills, {}, profile);
  removeDatabase(folder, 'bench.db');
  return run;
}

/**
 * Imports the file, and checks that every fill is new.
 * @param more settings beyond those of the benchmark.
 */
export async function runImport(
  folder: string,
  csv: string,
  fills: number,
  more: Settings = {},
  profile: readonly string[] = [],
): Promise<Run> {
  const run = await runProduct(folder, ['import', csv, '--json'], { ...settings(folder), ...more }, profile);
  const [file] = (JSON.parse(run.stdout) as { files: { inserted: number }[] }).files;
  if (file?.inserted !== fills) throw new Error(`the import took ${file?.inserted} of ${fills} fills`);
  return run;
}

/** Measures sqlite3's import of the same file; null without sqlite3. */
export async function measureSqlite(folder: string, csv: string, fills: number): Promise<Run | null> {
  if (!(await isInstalled('sqlite3'))) return null;
  const run = await sqliteImport(folder, csv);
  if (!run.stdout.includes(String(fills)))
    throw new Error(`sqlite3 took other than ${fills} rows: ${run.stdout}`);
  removeDatabase(folder, 'plain.db');
  return run;
}

/** Measures a morning from fetch to rendered mail, on a copy of the history. New fills come over HTTP. */
export async function measureMorning(
  folder: string,
  past: string,
  vendor: Vendor,
  expected: { readonly traders: number },
  profile: readonly string[],
): Promise<Run> {
  copyFileSync(past, join(folder, 'bench.db'), constants.COPYFILE_FICLONE);
  const run = await runMorning(folder, vendor, expected, {}, profile);
  removeDatabase(folder, 'bench.db');
  return run;
}

/** Runs a morning on the store as it is, and checks that every trader ties out. */
export async function runMorning(
  folder: string,
  vendor: Vendor,
  expected: { readonly traders: number },
  more: Settings = {},
  profile: readonly string[] = [],
): Promise<Run> {
  const before = await vendor.requests();
  const source = { API_URL: vendor.url, API_USER: 'bench', API_PASS: 'bench' };
  const args = ['morning', '--dry-run', '--date', MORNING, '--json'];
  const run = await runProduct(folder, args, { ...settings(folder), ...source, ...more }, profile);
  const { traders } = JSON.parse(run.stdout) as { traders: { reconciled: boolean | null }[] };
  const tiedOut = traders.filter(({ reconciled }) => reconciled === true).length;
  if (tiedOut !== expected.traders) throw new Error(`${tiedOut} of ${expected.traders} traders tie out`);
  const requests = (await vendor.requests()) - before;
  // Up to 40 requests in four seconds are not delayed by the pacing.
  if (requests > 40) throw new Error(`${requests} requests: the pacing would be measured`);
  return run;
}

export interface LedgerRun {
  readonly ours: number;
  /** Null without python3. */
  readonly python: number | null;
}

/** Fills per second of the ledger alone, after checking that both ledgers agree on every figure. */
export async function measureLedger(folder: string, csv: string): Promise<LedgerRun> {
  const [own, plain] = [join(folder, 'ours.jsonl'), join(folder, 'plain.jsonl')];
  const ours = await runNode(folder, [join(import.meta.dirname, 'ledgerAlone.ts'), csv, own]);
  if (!(await isInstalled('python3'))) return { ours: fillsASecond(ours), python: null };
  const program = join(import.meta.dirname, 'plain_ledger.py');
  const python = await runProgram(folder, 'python3', [program, csv, plain]);
  const { differing } = await differingDays(own, plain);
  if (differing.length > 0)
    throw new Error(
      `the ledgers differ on ${differing.length} trader-days: ${differing.slice(0, 3).join('; ')}`,
    );
  return { ours: fillsASecond(ours), python: fillsASecond(python) };
}

type Settings = Readonly<Record<string, string>>;

function settings(folder: string): Settings {
  return { DB_PATH: join(folder, 'bench.db'), LOG_LEVEL: 'error' };
}

function fillsASecond({ stdout }: Run): number {
  const { fills, seconds } = JSON.parse(stdout) as { fills: number; seconds: number };
  return fills / seconds;
}

function removeDatabase(folder: string, name: string): void {
  for (const suffix of ['', '-wal', '-shm', '.audit-head'])
    rmSync(join(folder, name + suffix), { force: true });
}

/** Reads the file once before timing, so the first program does not pay for a cold cache. */
export async function warmFileCache(folder: string, csv: string): Promise<void> {
  writeFileSync(join(folder, '.warm'), '');
  await runProgram(folder, process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(csv)})`]);
}
