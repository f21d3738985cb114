import { DEFAULT_TIERS } from '../src/domain/engines/modelTier.ts';
import { Contest } from '../src/domain/evaluation/challengers/contest.ts';
import { logistic } from '../src/domain/evaluation/challengers/logistic.ts';
import { plainVolatility } from '../src/domain/evaluation/challengers/plainVolatility.ts';
import { quantileRegression } from '../src/domain/evaluation/challengers/quantileRegression.ts';
import { squaredVolatility } from '../src/domain/evaluation/challengers/squaredVolatility.ts';
import { DEFAULT_STOP } from '../src/domain/outcome/counterfactual.ts';
import { simulateDesk } from './simulation/simulatedDesk.ts';
import { walkDesk } from './simulation/walkedDesk.ts';

/**
 * Compares the models on simulated desks that tilt after losses, one desk per seed: `compare-simulated.ts
 * [SEED …]`.
 */
const OPTIONS = {
  retrainEverySessions: 5,
  maxReductionPct: 80,
  tiers: DEFAULT_TIERS,
  stop: DEFAULT_STOP,
  first: '0000-01-01',
  last: '9999-12-31',
};
const given = process.argv.slice(2).map(Number);
for (const seed of given.length > 0 ? given : [601, 602, 603]) {
  const desk = simulateDesk({ traders: 15, sessions: 320, seed, truth: 'tilt' });
  const challengers = [logistic(), quantileRegression(), plainVolatility(), squaredVolatility()];
  const contest = new Contest(challengers, OPTIONS);
  for (const day of walkDesk(desk, desk)) contest.add(day);
  const { contestants, traderDays } = contest.result();
  process.stdout.write(`seed ${seed}, ${traderDays} trader-days\n`);
  for (const { name, measures } of contestants) {
    const scores = Object.entries(measures).map(([score, value]) => `${score} ${value?.toFixed(4) ?? '–'}`);
    process.stdout.write(`  ${name.padEnd(22)}${scores.join('  ')}\n`);
  }
}
