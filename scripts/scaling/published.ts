import { readFileSync } from 'node:fs';
import { readCosts } from './costs.ts';
import { outcomeOf } from './outcomes.ts';
import { costsTable, outcomesTable } from './table.ts';

/** The costs of the tables in docs/scaling.md; `scripts/scaling.ts --calibrate` writes the file. */
export const MEASURED_COSTS = 'scripts/scaling/measured-costs.json';

/** What docs/scaling.md shows. */
const PUBLISHED = { seed: 1, desks: 10_000, accounts: 30, fetchSeconds: 5 };
const DAYS = 3;
const CAPACITIES = [
  { workers: 64, shards: 1, databaseCores: 16 },
  { workers: 256, shards: 1, databaseCores: 16 },
  { workers: 256, shards: 4, databaseCores: 16 },
  { workers: 1024, shards: 4, databaseCores: 16 },
  { workers: 1024, shards: 16, databaseCores: 16 },
];

/** The table of 10,000 desks. */
export function publishedOutcomes(): string {
  const costs = readCosts(readFileSync(MEASURED_COSTS, 'utf8'));
  return outcomesTable(CAPACITIES.map((capacity) => outcomeOf(costs, PUBLISHED, capacity, DAYS)));
}

/** The table of costs. */
export function publishedCosts(): string {
  return costsTable(readCosts(readFileSync(MEASURED_COSTS, 'utf8')));
}
