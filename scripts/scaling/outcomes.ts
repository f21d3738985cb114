import type { ScalingCosts } from './costs.ts';
import { type DesksPlan, jobsOf } from './desks.ts';
import { type Capacity, simulate } from './simulate.ts';

/** Seconds from 05:00: the median over the simulated days. */
export interface Outcome {
  readonly capacity: Capacity;
  /** Until half, 95 % and 99 % of the mails are sent, and the last. */
  readonly half: number;
  readonly ninetyFive: number;
  readonly ninetyNine: number;
  readonly last: number;
  /** The last mail on the worst of the days. */
  readonly worstLast: number;
  /** Which of the two is busier, and how much of the time until the last mail, from 0 to 1. */
  readonly busiest: 'workers' | 'Postgres';
  readonly busy: number;
}

/** Simulates `days` mornings with seeds that follow each other. */
export function outcomeOf(
  costs: ScalingCosts,
  plan: Omit<DesksPlan, 'shards'>,
  capacity: Capacity,
  days: number,
): Outcome {
  const each = Array.from({ length: days }, (_, day) =>
    oneDay(costs, { ...plan, seed: plan.seed + day, shards: capacity.shards }, capacity),
  );
  const median = (of: (day: (typeof each)[number]) => number) => quantile(each.map(of), 0.5);
  const [workers, postgres] = [median((day) => day.workers), median((day) => day.postgres)];
  return {
    capacity,
    half: median(({ sent }) => quantile(sent, 0.5)),
    ninetyFive: median(({ sent }) => quantile(sent, 0.95)),
    ninetyNine: median(({ sent }) => quantile(sent, 0.99)),
    last: median(({ sent }) => quantile(sent, 1)),
    worstLast: Math.max(...each.map(({ sent }) => quantile(sent, 1))),
    busiest: postgres > workers ? 'Postgres' : 'workers',
    busy: Math.max(workers, postgres),
  };
}

function oneDay(costs: ScalingCosts, plan: DesksPlan, capacity: Capacity) {
  const jobs = jobsOf(costs, plan);
  const sent = [...simulate(jobs, capacity)];
  const last = quantile(sent, 1);
  const database = jobs.reduce((sum, { readSeconds, writeSeconds }) => sum + readSeconds + writeSeconds, 0);
  const compute = jobs.reduce((sum, { computeSeconds }) => sum + computeSeconds, 0);
  return {
    sent,
    workers: compute / (capacity.workers * last),
    postgres: database / (capacity.shards * capacity.databaseCores * last),
  };
}

/** The smallest value that at least this share does not exceed. Example: 0.5 of 1, 2, 3, 4 is 2. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
