import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';
import type { ScalingCosts } from './costs.ts';
import type { Job } from './simulate.ts';

export interface DesksPlan {
  readonly seed: number;
  readonly desks: number;
  /** Mean accounts of a desk. */
  readonly accounts: number;
  /** Mean seconds until the fills of a desk have arrived from its source. */
  readonly fetchSeconds: number;
  readonly shards: number;
}

/** Desks differ: σ of the logarithm of the accounts of a desk. A tenth has more than 2.1 times the mean. */
const SIZE_SIGMA = 0.9;
/** σ of the logarithm of what the same work takes from one time to another. */
const NOISE_SIGMA = 0.2;
/** One morning in a hundred takes five times as long: a cold cache, a history to learn again, a slow disk. */
const STRAGGLER = { probability: 0.01, factor: 5 };

/** The mornings of many desks as jobs, in the order of the queue. The same seed gives the same jobs. */
export function jobsOf(
  costs: ScalingCosts,
  { seed, desks, accounts, fetchSeconds, shards }: DesksPlan,
): Job[] {
  const random = seededRandom(seed);
  const spread = (sigma: number) => Math.exp(sigma * normal(random) - sigma ** 2 / 2);
  return Array.from({ length: desks }, (_, desk) => {
    const size = Math.max(1, Math.round(accounts * spread(SIZE_SIGMA)));
    const factor = spread(NOISE_SIGMA) * (random() < STRAGGLER.probability ? STRAGGLER.factor : 1);
    const of = (part: 'workerSeconds' | 'databaseSeconds') =>
      factor * (costs.perDesk[part] + size * costs.perAccount[part]);
    const database = of('databaseSeconds');
    return {
      readyAt: -fetchSeconds * Math.log(1 - random()),
      shard: desk % shards,
      readSeconds: database / 2,
      computeSeconds: of('workerSeconds'),
      writeSeconds: database / 2,
    };
  });
}

/** A standard normal number. Source: G. Box and M. Muller, Ann. Math. Stat. 29 (1958) 610-611. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
