import { describe, expect, it } from 'vitest';
import { lineThrough, readCosts, type ScalingCosts } from '../../scripts/scaling/costs.ts';
import { jobsOf } from '../../scripts/scaling/desks.ts';
import { outcomeOf } from '../../scripts/scaling/outcomes.ts';
import { type Job, simulate } from '../../scripts/scaling/simulate.ts';
import { duration } from '../../scripts/scaling/table.ts';
import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';

const job = (changes: Partial<Job> = {}): Job => ({
  readyAt: 0,
  shard: 0,
  readSeconds: 0,
  computeSeconds: 0,
  writeSeconds: 0,
  ...changes,
});

const COSTS: ScalingCosts = {
  version: 1,
  host: 'a test',
  fillsPerAccount: 100,
  historySessions: 20,
  perDesk: { workerSeconds: 1, databaseSeconds: 0.1 },
  perAccount: { workerSeconds: 0.02, databaseSeconds: 0.01 },
};

describe('the simulation of many mornings', () => {
  it('sends the mails of equal jobs in rounds, as many at once as there are workers', () => {
    const jobs = Array.from({ length: 7 }, () => job({ computeSeconds: 2 }));
    const capacity = { workers: 3, shards: 1, databaseCores: 1 };
    expect([...simulate(jobs, capacity)]).toEqual([2, 2, 2, 4, 4, 4, 6]);
  });

  it('schedules unequal jobs as a list: the next one goes to the first worker that is free', () => {
    const jobs = [5, 1, 2, 4].map((computeSeconds) => job({ computeSeconds }));
    const capacity = { workers: 2, shards: 1, databaseCores: 1 };
    // The second worker does 1, then 2, then 4; the first is busy until 5.
    expect([...simulate(jobs, capacity)]).toEqual([5, 1, 3, 7]);
  });

  it('makes steps on one core of Postgres wait for each other, and not those of another shard', () => {
    const steps = { readSeconds: 1, computeSeconds: 3, writeSeconds: 1 };
    const capacity = { workers: 9, shards: 2, databaseCores: 1 };
    // Reads from 0 and 1, writes from 4 and 5; the other shard is alone.
    expect([...simulate([job(steps), job(steps), job({ ...steps, shard: 1 })], capacity)]).toEqual([5, 6, 5]);
  });

  it('keeps a worker while its job waits for Postgres', () => {
    const jobs = [job({ readSeconds: 4 }), job({ readSeconds: 4 }), job({ computeSeconds: 1 })];
    // Both workers are taken: the third job begins at 4, although it needs no Postgres.
    expect([...simulate(jobs, { workers: 2, shards: 1, databaseCores: 1 })]).toEqual([4, 8, 5]);
  });

  it.each([
    [1, 0.8, 2],
    [1, 0.5, 0.5],
  ])('waits as an M/D/%d queue does: load %d, on average %d services', (workers, load, expected) => {
    // Pollaczek and Khinchine: ρ / (2 (1 - ρ)) services of one second.
    const random = seededRandom(11);
    let readyAt = 0;
    const jobs = Array.from({ length: 200_000 }, () => {
      readyAt -= Math.log(1 - random()) / (load * workers);
      return job({ readyAt, computeSeconds: 1 });
    });
    const sent = simulate(jobs, { workers, shards: 1, databaseCores: 1 });
    const waits = jobs.map((each, place) => (sent[place] ?? 0) - each.readyAt - 1);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(Math.abs(mean / expected - 1)).toBeLessThan(0.05);
  });

  it('gives the same desks and times for the same seed, and others for another', () => {
    const plan = { seed: 3, desks: 200, accounts: 30, fetchSeconds: 5, shards: 4 };
    expect(jobsOf(COSTS, plan)).toEqual(jobsOf(COSTS, plan));
    expect(jobsOf(COSTS, plan)).not.toEqual(jobsOf(COSTS, { ...plan, seed: 4 }));
    const capacity = { workers: 8, shards: 4, databaseCores: 2 };
    expect(outcomeOf(COSTS, plan, capacity, 2)).toEqual(outcomeOf(COSTS, plan, capacity, 2));
  });

  it('spends on average what was measured, stragglers included', () => {
    const jobs = jobsOf(COSTS, { seed: 1, desks: 50_000, accounts: 30, fetchSeconds: 5, shards: 1 });
    const mean = (of: (each: Job) => number) => jobs.reduce((sum, each) => sum + of(each), 0) / jobs.length;
    // One in a hundred takes five times as long: 4 % more. 1 s + 30 · 0.02 s are 1.6 s.
    expect(mean(({ computeSeconds }) => computeSeconds) / (1.6 * 1.04)).toBeCloseTo(1, 1);
    expect(mean(({ readyAt }) => readyAt) / 5).toBeCloseTo(1, 1);
  });

  it('ends no sooner than the work on its busiest part, and names it', () => {
    const plan = { seed: 1, desks: 2_000, accounts: 30, fetchSeconds: 1 };
    const capacity = { workers: 400, shards: 1, databaseCores: 2 };
    const { last, worstLast, busiest, busy, half } = outcomeOf(COSTS, plan, capacity, 3);
    const work = jobsOf(COSTS, { ...plan, shards: 1 }).reduce((sum, each) => sum + 2 * each.readSeconds, 0);
    expect(last).toBeGreaterThan(work / 2 - 30);
    expect(worstLast).toBeGreaterThanOrEqual(last);
    expect(half).toBeLessThan(last);
    expect([busiest, busy > 0.9]).toEqual(['Postgres', true]);
  });
});

describe('the measured costs', () => {
  it('are a line through two desks, and never negative', () => {
    expect(lineThrough({ accounts: 10, seconds: 3 }, { accounts: 60, seconds: 8 })).toEqual({
      perDesk: 2,
      perAccount: 0.1,
    });
    expect(lineThrough({ accounts: 10, seconds: 3 }, { accounts: 60, seconds: 2 }).perAccount).toBe(0);
  });

  it('are refused where a part is missing', () => {
    const { perAccount: _, ...incomplete } = COSTS;
    expect(() => readCosts(JSON.stringify(incomplete))).toThrow(/perAccount/);
    expect(readCosts(JSON.stringify(COSTS))).toEqual(COSTS);
  });
});

it.each([
  [65, '1:05'],
  [7205, '2:00:05'],
  [0.4, '0:00'],
])('%d seconds are written as %s', (seconds, text) => expect(duration(seconds)).toBe(text));
