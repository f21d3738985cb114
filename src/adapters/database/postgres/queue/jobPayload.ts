import { z } from 'zod';
import type { Job } from '../../../../ports/jobQueue.ts';
import type { MailAddressing } from '../../../../ports/mail.ts';
import type { RunLease } from '../../../../ports/runLedger.ts';
import { storedJson } from '../../storedJson.ts';

const lease = z.object({ sessionDate: z.string(), owner: z.string(), fence: z.int() });

const rosterTrader = z.object({ trader: z.string(), baseLimit: z.number(), riskCapital: z.number() });

const job: z.ZodType<Job> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ledger'), lease, traders: z.array(z.string()) }),
  z.object({
    kind: z.literal('history'),
    run: z.string(),
    span: z.int(),
    roster: z.array(rosterTrader),
    holes: z.array(z.string()),
    after: z.string(),
    blocks: z.array(z.string()),
  }),
  z.object({ kind: z.literal('mail'), lease, mail: z.int() }),
]);

/** What a row of the queue says. */
const payload = storedJson('graphile_worker.jobs', 'payload', job);

/** @throws StoreError `stored_json` for a job of a version that this program does not know. */
export function readJob(value: unknown, id: string): Job {
  return payload.read(JSON.stringify(value), `job ${id}`);
}

export function writeJob(value: Job): string {
  return payload.write(value);
}

/** The first part of the keys of the jobs of one lease and kind: `2026-03-03:7:ledger:`. */
export function jobsKey({ sessionDate, fence }: RunLease, kind: Job['kind']): string {
  return `${sessionDate}:${fence}:${kind}:`;
}

/** The first part of the keys of the jobs for one kind of mail: `2026-03-03:7:mail:late:`. */
export function mailsKey(lease: RunLease, kind: MailAddressing['kind']): string {
  return `${jobsKey(lease, 'mail')}${kind}:`;
}

/** The first part of the keys of all jobs of backtests, and of those of one run: `backtest:RUN:`. */
export function historiesKey(run?: string): string {
  return run === undefined ? 'backtest:' : `backtest:${run}:`;
}
