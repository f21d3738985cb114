import { parseArgs } from 'node:util';
import type { KnownTruth } from '../src/adapters/demo/simulation/knownTruth.ts';
import { DEFAULT_TIERS } from '../src/domain/engines/modelTier.ts';
import type { Challenger } from '../src/domain/evaluation/challengers/challenger.ts';
import { closingRidge, rangeFeatures } from '../src/domain/evaluation/challengers/closingRidge.ts';
import { Contest } from '../src/domain/evaluation/challengers/contest.ts';
import type { ContestResult } from '../src/domain/evaluation/challengers/contestResult.ts';
import { logistic } from '../src/domain/evaluation/challengers/logistic.ts';
import { plainVolatility } from '../src/domain/evaluation/challengers/plainVolatility.ts';
import { quantileRegression } from '../src/domain/evaluation/challengers/quantileRegression.ts';
import { squaredVolatility } from '../src/domain/evaluation/challengers/squaredVolatility.ts';
import { DEFAULT_STOP } from '../src/domain/outcome/counterfactual.ts';
import { mean } from '../src/domain/statistics/descriptive.ts';
import { ledgeredDesk } from './simulation/ledgeredDesk.ts';
import { simulateDesk } from './simulation/simulatedDesk.ts';
import { walkDesk } from './simulation/walkedDesk.ts';

/**
 * Compares the models on simulated desks, one desk a seed: `compare-simulated.ts [SEED …]` on desks of facts
 * that tilt after losses; `--truth noEdge,tilt,revert,shift` on desks of fills behind the ledger, with the
 * ratios of the pinball loss to that of the model on closes. `--traders` and `--sessions` set their size.
 */
const OPTIONS = {
  retrainEverySessions: 5,
  maxReductionPct: 80,
  tiers: DEFAULT_TIERS,
  stop: DEFAULT_STOP,
  first: '0000-01-01',
  last: '9999-12-31',
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    truth: { type: 'string' },
    traders: { type: 'string', default: '12' },
    sessions: { type: 'string', default: '260' },
  },
});
const seeds = positionals.length > 0 ? positionals.map(Number) : [601, 602, 603];
if (values.truth === undefined) for (const seed of seeds) compareAll(seed);
else for (const truth of values.truth.split(',')) compareRidges(truth as KnownTruth);

function compareAll(seed: number): void {
  const desk = simulateDesk({ traders: 15, sessions: 320, seed, truth: 'tilt' });
  const all = [closingRidge(), rangeFeatures(), logistic(), quantileRegression()];
  const { contestants, traderDays } = contested([...all, plainVolatility(), squaredVolatility()], desk, desk);
  process.stdout.write(`seed ${seed}, ${traderDays} trader-days\n`);
  for (const { name, measures } of contestants) {
    const scores = Object.entries(measures).map(([score, value]) => `${score} ${value?.toFixed(4) ?? '–'}`);
    process.stdout.write(`  ${name.padEnd(22)}${scores.join('  ')}\n`);
  }
}

/** The model, and its features over σ₀ of closes, against the model on closes: the same rows for each. */
function compareRidges(truth: KnownTruth): void {
  const [traders, sessions] = [Number(values.traders), Number(values.sessions)];
  const scored = seeds.map((seed) => {
    const desk = ledgeredDesk(seed, { truth, traders, sessions });
    const { contestants } = contested([closingRidge(), rangeFeatures()], desk, desk.sessions);
    const [model, closes, features] = contestants.map(({ measures }) => measures);
    const ratioOf = (own: number | null = null) => (own ?? Number.NaN) / (closes?.pinball ?? Number.NaN);
    const gain = (model?.auc ?? Number.NaN) - (closes?.auc ?? Number.NaN);
    const scores = [ratioOf(model?.pinball), ratioOf(features?.pinball), gain] as const;
    process.stdout.write(`${truth} ${seed}  ${scores.map((score) => score.toFixed(4)).join('  ')}\n`);
    return scores;
  });
  for (const [place, name] of (['model', 'σ₀ of closes', 'AUC gain of the model'] as const).entries()) {
    const all = scored.map((scores) => scores[place] ?? Number.NaN);
    const summary = [mean(all) ?? Number.NaN, Math.min(...all), Math.max(...all)];
    process.stdout.write(
      `  ${truth} ${name}: mean, least, most ${summary.map((x) => x.toFixed(4)).join('  ')}\n`,
    );
  }
}

function contested(
  challengers: readonly Challenger[],
  ...[desk, sessions]: Parameters<typeof walkDesk>
): ContestResult {
  const contest = new Contest(challengers, OPTIONS);
  for (const day of walkDesk(desk, sessions)) contest.add(day);
  return contest.result();
}
