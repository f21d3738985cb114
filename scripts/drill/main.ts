import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { createOutput } from '../../src/adapters/terminal/output.ts';
import { textTable } from '../../src/adapters/terminal/table.ts';
import { postgresDrillStores, sqliteDrillStores } from './drillStores.ts';
import { killDrill } from './killDrill.ts';
import { type DrillRow, killRows } from './killTable.ts';
import { simulateYear } from './year.ts';
import { yearRows } from './yearTable.ts';

/**
 * `npm run drill`: kills the real morning at every step boundary and at random moments, or simulates a year
 * of mornings with faults. Then it checks that inbox, database and run ledger agree. All data is in a
 * temporary folder; with DATABASE_URL in temporary databases of that server.
 */
interface Options {
  readonly kills: number;
  readonly year: boolean;
  readonly mornings: number;
  readonly seed: number;
  readonly json: boolean;
}

const output = createOutput();
const options = new Command('drill')
  .description(
    'kill mornings, or simulate a year of them with faults, and check that nothing is lost or doubled',
  )
  .option('--kills <count>', 'processes to kill', count, 200)
  .option('--year', 'a simulated year in place of the kills', false)
  .option('--mornings <count>', 'how many mornings the year has', count, 250)
  .option('--seed <number>', 'the same seed draws the same moments and faults', count, 1)
  .option('--json', 'one JSON document on standard output', false)
  .addHelpText(
    'after',
    '\nDATABASE_URL: the server on which the drill makes its databases; unset: SQLite files.',
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<Options>();

const folder = mkdtempSync(join(tmpdir(), 'daybreak-drill-'));
process.once('SIGINT', () => process.exit(130));
let isKept = false;
process.once('exit', () => isKept || rmSync(folder, { recursive: true, force: true }));
const logProgress = (text: string) => void process.stderr.write(`${text}\n`);
const url = process.env['DATABASE_URL'];
const stores = url === undefined || url === '' ? sqliteDrillStores : postgresDrillStores(url);
const { rows, violations } = options.year ? await year() : await kills();
if (options.json) output.json({ seed: options.seed, rows, violations });
else print(rows, violations);
isKept = violations.length > 0;
if (!isKept) await stores.close();
if (isKept) logProgress(`what went wrong is kept in ${folder}`);
process.exitCode = rows.some(({ verdict }) => verdict === 'fail') ? 1 : 0;

async function kills() {
  const mornings = await killDrill({ ...options, folder, stores, lanes: 2, logProgress });
  return {
    rows: killRows(mornings, options.kills),
    violations: mornings.flatMap(({ name, violations: bad }) =>
      bad.map(({ check, found }) => `${name} · ${check} · ${found}`),
    ),
  };
}

async function year() {
  const played = await simulateYear({ ...options, folder, stores, logProgress });
  return { rows: yearRows(played), violations: played.violations };
}

function print(all: readonly DrillRow[], bad: readonly string[]): void {
  output.line(
    textTable(
      [{ head: 'WHAT' }, { head: 'FOUND', align: 'right' }, { head: '' }],
      all.map(({ what, found, verdict }) => [what, found, verdict]),
    ),
  );
  for (const line of bad) output.line(line);
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 999999.');
}
