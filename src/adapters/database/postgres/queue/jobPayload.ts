import { z } from 'zod';
import type { Job } from '../../../../ports/jobQueue.ts';
import type { RunLease } from '../../../../ports/runLedger.ts';
import { storedJson } from '../../storedJson.ts';

/** The tasks of the queue. */
export const jobKinds = ['ledger'] as const satisfies readonly Job['kind'][];

const lease = z.object({ sessionDate: z.string(), owner: z.string(), fence: z.int() });

const job: z.ZodType<Job> = z.object({
  kind: z.literal('ledger'),
  lease,
  traders: z.array(z.string()),
});

/** What a row of the queue says. */
const payload = storedJson('graphile_worker.jobs', 'payload', job);

/** @throws StoreError `stored_json` for a job of a version that this program does not know. */
export function readJob(value: unknown, id: string): Job {
  return payload.read(JSON.stringify(value), `job ${id}`);
}

export function writeJob(value: Job): string {
  return payload.write(value);
}

/** The first part of the keys of the jobs of one lease: `2026-03-03:7:`. */
export function leaseKey({ sessionDate, fence }: RunLease): string {
  return `${sessionDate}:${fence}:`;
}
