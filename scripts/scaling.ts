import { readFileSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { createOutput } from '../src/adapters/terminal/output.ts';
import { textTable } from '../src/adapters/terminal/table.ts';
import { calibrate } from './scaling/calibrate.ts';
import { readCosts } from './scaling/costs.ts';
import { outcomeOf } from './scaling/outcomes.ts';
import { MEASURED_COSTS } from './scaling/published.ts';
import { cellsOf, outcomeHeads } from './scaling/table.ts';

/**
 * `node --import tsx scripts/scaling.ts`: simulates the mornings of many desks from measured costs. Prints
 * when their mails are sent. The same seed gives the same table.
 */
interface Options {
  readonly desks: number;
  readonly accounts: number;
  readonly workers: readonly number[];
  readonly shards: readonly number[];
  readonly databaseCores: number;
  readonly fetchSeconds: number;
  readonly days: number;
  readonly seed: number;
  readonly costs: string;
  readonly calibrate: boolean;
  readonly json: boolean;
}

const options = new Command('scaling')
  .description(
    'simulate the mornings of many desks: from 05:00 to the last mail, by workers and Postgres servers',
  )
  .option('--desks <number>', 'desks', count, 10_000)
  .option('--accounts <number>', 'mean accounts of a desk', count, 30)
  .option('--workers <numbers>', 'cores of workers, each number a row', counts, [64, 256, 1024])
  .option('--shards <numbers>', 'Postgres servers, each number a row', counts, [1, 4, 16])
  .option('--database-cores <number>', 'cores of each Postgres server', count, 16)
  .option('--fetch-seconds <number>', 'mean seconds until the fills of a desk are there', count, 5)
  .option('--days <number>', 'simulated days of which the median is printed', count, 5)
  .option('--seed <number>', 'seed of the first day', count, 1)
  .option('--costs <file>', 'file of measured costs', MEASURED_COSTS)
  .option('--calibrate', 'measure the costs on this machine first, and write them to the file', false)
  .option('--json', 'one JSON document on standard output', false)
  .addHelpText('after', '\nExample: node --import tsx scripts/scaling.ts --desks 100 --workers 4 --shards 1')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<Options>();

const log = (text: string) => void process.stderr.write(`${text}\n`);
if (options.calibrate) writeFileSync(options.costs, `${JSON.stringify(await calibrate(log), null, 2)}\n`);
const costs = readCosts(readFileSync(options.costs, 'utf8'));
const { databaseCores, days } = options;
const outcomes = options.shards.flatMap((shards) =>
  options.workers.map((workers) => {
    log(`simulating ${workers} workers and ${shards} servers`);
    return outcomeOf(costs, options, { workers, shards, databaseCores }, days);
  }),
);
const output = createOutput();
if (options.json) output.json({ costs, outcomes });
else
  output.line(
    textTable(
      outcomeHeads.map((head) => ({ head: head.toUpperCase() })),
      outcomes.map((outcome) => [...cellsOf(outcome)]),
    ),
  );

function count(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 9999999.');
}

function counts(text: string): readonly number[] {
  return text.split(',').map((part) => count(part.trim()));
}
