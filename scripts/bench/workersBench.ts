import { join } from 'node:path';
import { median } from '../../src/domain/statistics/descriptive.ts';
import { postgresPrograms } from '../postgres/throwawayCluster.ts';
import { runNode } from './childProcess.ts';
import type { ModelPlan } from './modelBench.ts';
import { atLeast, type BenchRow, timeOnly } from './rows.ts';

interface WorkersRun {
  readonly one: readonly number[];
  readonly two: readonly number[];
  readonly byOther: readonly number[];
}

/** Work that one process does, and two. */
interface SharedWork {
  readonly what: string;
  readonly program: string;
  readonly target: number;
  /** Jobs in all. */
  readonly jobs: number;
  /** Arguments of the program: in full, and once over. */
  readonly full: readonly number[];
  readonly short: readonly number[];
}

const LEDGER: SharedWork = {
  what: '(w) ledger step on Postgres: two workers against one',
  program: 'workersAlone.ts',
  target: 1.2,
  jobs: 32,
  // Fills, of one full session, spread over traders and sessions.
  full: [400_000, 60, 20],
  short: [40_000, 60, 20],
};

const HISTORIES: SharedWork = {
  what: '(w) histories of a backtest on Postgres: two workers against one',
  program: 'historiesAlone.ts',
  target: 1.5,
  jobs: 60,
  // Traders and sessions.
  full: [600, 250],
  short: [600, 120],
};

/**
 * The ledger step and the histories of a backtest on Postgres, by two processes against one. Both cores also
 * run the server, which bounds the gain: one process waits for the server, and uses that core then. The
 * ledger does so half of its time, the histories little.
 */
export async function runWorkersBench(
  plan: Pick<ModelPlan, 'folder' | 'repeat' | 'logProgress'>,
): Promise<readonly BenchRow[]> {
  return [await sharedRow(plan, LEDGER), await sharedRow(plan, HISTORIES)];
}

async function sharedRow(
  plan: Pick<ModelPlan, 'folder' | 'repeat' | 'logProgress'>,
  { what, program, target, jobs, full, short }: SharedWork,
): Promise<BenchRow> {
  const none = { ...timeOnly, what, measured: '', against: '', ratioTarget: atLeast(target) };
  if (postgresPrograms() === null) return { ...none, ratio: null, skipped: 'skipped: no Postgres' };
  plan.logProgress(what);
  const args = [...(plan.repeat === 1 ? short : full), plan.repeat].map(String);
  const path = join(import.meta.dirname, program);
  const run = JSON.parse((await runNode(plan.folder, [path, ...args])).stdout) as WorkersRun;
  const [one = 0, two = 0] = [median(run.one), median(run.two)].map((each) => each ?? 0);
  return {
    ...none,
    measured: `${two.toFixed(1)} s, ${(median(run.byOther) ?? 0).toFixed(0)} of ${jobs} jobs by the other`,
    against: `one worker ${one.toFixed(1)} s`,
    ratio: one / two,
  };
}
