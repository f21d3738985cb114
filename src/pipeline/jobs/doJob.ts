import type { DoJob, Job, LedgerJob } from '../../ports/jobQueue.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import { StoreError } from '../../shared/errors.ts';
import { updateTrader } from '../updateLedger.ts';
import { doMailJob, type MailJobPorts } from './doMailJob.ts';
import { doHistoryJob, type HistoryJobPorts } from './historyJob.ts';

export interface JobPorts extends HistoryJobPorts {
  readonly ledger: Pick<LedgerStore, 'traderTransaction' | 'daysOf'>;
  /** null: this process cannot send mails, and takes no job of them. */
  readonly mail: MailJobPorts | null;
}

/** The kinds of jobs that a process with these ports can do. */
export function jobKindsOf({ mail }: Pick<JobPorts, 'mail'>): readonly Job['kind'][] {
  return mail === null ? ['ledger', 'history'] : ['ledger', 'history', 'mail'];
}

/** Does the jobs of the queue with these stores. A job that comes too late does nothing, and says so. */
export function jobDoer(ports: JobPorts): DoJob {
  return async (job) => {
    try {
      await doJob(ports, job);
    } catch (error) {
      if (!(error instanceof StoreError && error.code === 'lease_lost') || job.kind === 'history')
        throw error;
      const { sessionDate, owner, fence } = job.lease;
      ports.log.warn('a job was skipped: another process has taken over its morning', {
        job: job.kind,
        sessionDate,
        owner,
        fence,
      });
    }
  };
}

async function doJob(ports: JobPorts, job: Job): Promise<void> {
  switch (job.kind) {
    case 'ledger':
      return doLedgerJob(ports, job);
    case 'history':
      return doHistoryJob(ports, job);
    case 'mail':
      if (ports.mail === null) throw new Error('a process without mail settings has a mail job');
      return doMailJob(ports.mail, job);
  }
}

/** One transaction a trader, so that a worker that dies loses one trader at most. */
async function doLedgerJob({ ledger }: JobPorts, { lease, traders }: LedgerJob): Promise<void> {
  for (const trader of traders)
    await ledger.traderTransaction(trader, lease, async (open) => {
      await updateTrader(open, trader, await open.staleSessions(trader));
    });
}
