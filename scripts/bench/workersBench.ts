import { join } from 'node:path';
import { median } from '../../src/domain/statistics/descriptive.ts';
import { postgresPrograms } from '../postgres/throwawayCluster.ts';
import { runNode } from './childProcess.ts';
import type { ModelPlan } from './modelBench.ts';
import { atLeast, type BenchRow, timeOnly } from './rows.ts';

const TRADERS = 60;
const SESSIONS = 20;
/** Of the fills of one full session, spread over twenty. */
const FULL_FILLS = 400_000;

interface WorkersRun {
  readonly one: readonly number[];
  readonly two: readonly number[];
  readonly byOther: readonly number[];
}

/**
 * The ledger step on Postgres by two processes against one. Both cores also run the server, which bounds the
 * gain: one process waits for the server half of its time, and uses that core then.
 */
export async function runWorkersBench(
  plan: Pick<ModelPlan, 'folder' | 'repeat' | 'logProgress'>,
): Promise<readonly BenchRow[]> {
  const what = '(w) ledger step on Postgres: two workers against one';
  const none = { ...timeOnly, what, measured: '', against: '', ratioTarget: atLeast(1.2) };
  if (postgresPrograms() === null) return [{ ...none, ratio: null, skipped: 'skipped: no Postgres' }];
  plan.logProgress(`ledger step of ${TRADERS} traders by one process and by two`);
  const fills = plan.repeat === 1 ? FULL_FILLS / 10 : FULL_FILLS;
  const args = [fills, TRADERS, SESSIONS, plan.repeat].map(String);
  const program = join(import.meta.dirname, 'workersAlone.ts');
  const run = JSON.parse((await runNode(plan.folder, [program, ...args])).stdout) as WorkersRun;
  const [one = 0, two = 0] = [median(run.one), median(run.two)].map((each) => each ?? 0);
  return [
    {
      ...none,
      measured: `${two.toFixed(1)} s, ${(median(run.byOther) ?? 0).toFixed(0)} of 32 jobs by the other`,
      against: `one worker ${one.toFixed(1)} s`,
      ratio: one / two,
    },
  ];
}
