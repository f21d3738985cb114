import type { KnownTruth } from '../src/adapters/demo/simulation/knownTruth.ts';
import { engineCuts } from './simulation/twinDesks.ts';
import { type TwinScore, twinScore } from './simulation/twinScore.ts';

/**
 * Compares desks on which every cut is obeyed with their twins under base limits: `twin-desks.ts [TRUTH …]
 * [FIRST_SEED] [SEEDS] [--no-raw]`. Prints a line for each seed and a row for each truth. `--no-raw` leaves
 * out the desk that learns stopped days as seen.
 */
const TRUTHS: readonly KnownTruth[] = ['noEdge', 'tilt', 'revert'];
const given = process.argv.slice(2);
const [first = 700, count = 20] = given.map(Number).filter(Number.isFinite);
const chosen = TRUTHS.filter((truth) => given.includes(truth));
for (const truth of chosen.length > 0 ? chosen : TRUTHS) {
  const scores: TwinScore[] = [];
  for (let seed = first; seed < first + count; seed++) {
    const score = twinScore(
      { truth, seed, traders: 12, sessions: 320 },
      engineCuts,
      !given.includes('--no-raw'),
    );
    scores.push(score);
    process.stdout.write(`${truth} ${seed} ${JSON.stringify(score, (_, value) => rounded(value))}\n`);
  }
  const mean = (of: (score: TwinScore) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / count;
  process.stdout.write(
    `| ${truth} | ${(100 * mean((score) => score.stoppedShare)).toFixed(1)} % | ${Math.round(mean((score) => score.trueSaved))} | ${Math.round(mean((score) => score.saved))} | ${scores.filter(({ isCovered }) => isCovered).length} of ${count} | ${mean((score) => score.varRatio).toFixed(3)} | ${mean((score) => score.largeLossRatio).toFixed(3)} | ${mean((score) => score.rawVarRatio).toFixed(3)} | ${mean((score) => score.rawLargeLossRatio).toFixed(3)} |\n`,
  );
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(4)) : value;
}
