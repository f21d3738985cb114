import { join } from 'node:path';
import { postgresPrograms } from '../postgres/throwawayCluster.ts';
import { runNode } from './childProcess.ts';
import type { ModelPlan } from './modelBench.ts';
import { againstTarget, type BenchRow } from './rows.ts';

/** t: takeover by a second host. */
export type TakeoverPart = 't';

const LEASE_SECONDS = 15;
/** A process that waits for a morning looks every five seconds. */
const LOOK_SECONDS = 5;
const TRADERS = 24;
const FILLS = 4_000;

interface Takeover {
  readonly seconds: number;
  readonly mails: number;
  readonly recipients: number;
  readonly isSame: boolean;
}

/**
 * How long a second host needs when the owner of a morning is killed in the middle of a job.
 * @throws Error where a recipient has not exactly one mail, or a fact differs from an undisturbed morning
 */
export async function runTakeoverBench(
  plan: Pick<ModelPlan, 'folder' | 'parts' | 'logProgress'>,
): Promise<readonly BenchRow[]> {
  if (!plan.parts.includes('t')) return [];
  const what = `(t) the owner is killed in a job: a second host has the morning, LEASE_SECONDS=${LEASE_SECONDS}`;
  const target = LEASE_SECONDS + LOOK_SECONDS;
  const none = { ...againstTarget(target, target, 's', 1), what };
  if (postgresPrograms() === null)
    return [{ ...none, measured: '', ratio: null, skipped: 'skipped: no Postgres' }];
  plan.logProgress('a morning whose owner is killed');
  const args = [TRADERS, FILLS, LEASE_SECONDS].map(String);
  const program = join(import.meta.dirname, 'takeoverAlone.ts');
  const run = JSON.parse((await runNode(plan.folder, [program, ...args])).stdout) as Takeover;
  if (run.mails !== run.recipients || !run.isSame)
    throw new Error(`the second host did not finish the morning as one host does: ${JSON.stringify(run)}`);
  return [{ ...againstTarget(run.seconds, target, 's', 1), what }];
}
