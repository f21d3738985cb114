import { readFileSync, writeFileSync } from 'node:fs';
import { MomentSums } from '../../src/domain/engines/model/momentSums.ts';
import { fitRidge } from '../../src/domain/engines/model/ridge.ts';
import {
  standardisationOf,
  standardise,
  standardiseTarget,
} from '../../src/domain/engines/model/standardised.ts';
import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';

/**
 * Times the refit alone, with rows in memory: `refitAlone.ts ROWS FEATURES PENALTY ROUNDS DATA`. A refit sums
 * all rows, standardises them and solves one ridge; the best round counts. Writes the rows (features, then
 * the target, as doubles) for other programs, and prints `{seconds, coefficients}`.
 */
const [rows = 0, features = 0, penalty = 0, rounds = 0] = process.argv.slice(2, 6).map(Number);
const data = process.argv[6] ?? '';
const WARMING_ROWS = 7_500;
writeRows(data);
const table = new Float64Array(new Uint8Array(readFileSync(data)).buffer);
// The first refit, on a few rows, compiles the code; the other program warms up its libraries in the same
// way.
refit(Math.min(rows, WARMING_ROWS));
let seconds = Number.POSITIVE_INFINITY;
let coefficients: readonly number[] = [];
for (let round = 0; round < rounds; round++) {
  const begun = performance.now();
  const fit = refit(rows);
  seconds = Math.min(seconds, (performance.now() - begun) / 1_000);
  coefficients = [...fit.coefficients];
}
process.stdout.write(`${JSON.stringify({ seconds, coefficients })}\n`);

function refit(count: number) {
  const sums = new MomentSums(features, 1);
  const width = features + 1;
  const row = new Float64Array(features);
  const targets = new Float64Array(1);
  for (let start = 0; start < count * width; start += width) {
    for (let feature = 0; feature < features; feature++) row[feature] = table[start + feature]!;
    targets[0] = table[start + features]!;
    sums.add(row, targets);
  }
  const standardisation = standardisationOf(sums);
  const target = standardiseTarget(sums, 0, standardisation);
  return fitRidge(standardise(sums, standardisation), [target], penalty)[0]!;
}

function writeRows(path: string): void {
  const random = seededRandom(11);
  const made = new Float64Array(rows * (features + 1));
  for (let row = 0; row < rows; row++) {
    const start = row * (features + 1);
    let target = random() - 0.5;
    for (let feature = 0; feature < features; feature++) {
      const value = feature + random() * (1 + feature);
      made[start + feature] = value;
      target += 0.01 * (feature % 3) * value;
    }
    made[start + features] = target;
  }
  writeFileSync(path, made);
}
