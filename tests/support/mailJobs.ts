import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import { fakeClock, recordingLog } from '../../scripts/simulation/fakes.ts';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { createHistoryBlocks } from '../../src/adapters/database/postgres/queue/historyBlocks.ts';
import { createJobQueue } from '../../src/adapters/database/postgres/queue/jobQueue.ts';
import { startWorkers } from '../../src/adapters/database/postgres/queue/workers.ts';
import { createMailClaims } from '../../src/adapters/database/store/mailClaims.ts';
import { createStores } from '../../src/commands/world.ts';
import { jobDoer, jobKindsOf } from '../../src/pipeline/jobs/doJob.ts';
import type { SealedMail, SendResult } from '../../src/ports/mail.ts';
import type { MailClaims } from '../../src/ports/mailClaims.ts';
import { leaseOf, unrecordedInMemory } from './morningDesk.ts';
import { temporaryPostgres } from './postgres.ts';

export const SESSION = '2026-03-03';
export const PEOPLE = ['ann@desk', 'bob@desk', 'cid@desk', 'dora@desk'];
export const accepted: SendResult = { outcome: 'accepted', response: '250 ok' };

type Send = (mail: SealedMail) => Promise<SendResult>;

/** A transport that asks before the last byte, as the real one does, and counts what was sent to whom. */
function transportOf(sent: string[], send: Send) {
  return {
    async send(mail: SealedMail, _timeoutMs?: number, mayEnd?: () => Promise<boolean>): Promise<SendResult> {
      if (mayEnd !== undefined && !(await mayEnd()))
        return { outcome: 'unreachable', response: 'taken away' };
      const result = await send(mail);
      if (result.outcome === 'accepted') sent.push(`${mail.recipient} ${mail.messageId}`);
      return result;
    },
  };
}

/** A Postgres desk with a mail to each of four people, and its owner. `sent` has what servers accepted. */
export async function mailDesk() {
  const url = await temporaryPostgres();
  const sent: string[] = [];
  const open = async () => {
    const stores = createStores(await openPostgres(url), null);
    onTestFinished(() => stores.database.close());
    const histories = createHistoryBlocks(stores.database);
    return { ...stores, histories, clock: fakeClock(`${SESSION}T10:00:00Z`), log: recordingLog() };
  };

  async function owner(send: Send = async () => accepted, name = 'host:1:ann') {
    const own = await open();
    const terms = { url, workers: 2, kinds: ['ledger'] as const, log: own.log, doJob: async () => undefined };
    const jobs = createJobQueue(own.database, terms);
    const ports = { ...own, transport: transportOf(sent, send), unrecorded: unrecordedInMemory(), jobs };
    return { ...ports, lease: await leaseOf(own, SESSION, name) };
  }

  async function worker(send: Send = async () => accepted, change?: (claims: MailClaims) => MailClaims) {
    const own = await open();
    const claims = createMailClaims(own.database, 'host:2:bob');
    const unrecorded = unrecordedInMemory();
    const mail = {
      ...own,
      claims: change?.(claims) ?? claims,
      transport: transportOf(sent, send),
      unrecorded,
    };
    return { ...own, ...(await started({ ...own, mail })), claims, unrecorded };
  }

  /** Its process has no mail settings. */
  async function workerWithoutMail() {
    return started({ ...(await open()), mail: null });
  }

  async function started(ports: Parameters<typeof jobDoer>[0]) {
    const terms = { url, workers: 2, kinds: jobKindsOf(ports), log: ports.log, doJob: jobDoer(ports) };
    const workers = await startWorkers(terms);
    onTestFinished(async () => {
      await workers.stop();
      await workers.ended;
    });
    const named = "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'daybreak worker %'";
    while ((await query(`${named} AND datname = current_database()`)).length === 0);
    return { jobsDone: () => workers.jobsDone() };
  }

  async function query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const first = await owner();
  const mails = PEOPLE.map((recipient) => ({
    kind: 'morning' as const,
    sealed: { recipient, messageId: `<1.${recipient}>`, bytes: Buffer.from(`to ${recipient}`) },
    expiresAt: new Date(`${SESSION}T14:25:00Z`),
  }));
  await first.outbox.queue(first.lease, mails, first.clock.now());
  const ids = async () => (await query('SELECT id FROM outbox ORDER BY id')).map(({ id }) => Number(id));
  return { sent, owner, worker, workerWithoutMail, query, ids, jobsLeft: () => query(JOBS) };
}

const JOBS = 'SELECT id, payload FROM graphile_worker._private_jobs';
/** Once to each. */
export const ONCE_EACH = PEOPLE.map((recipient) => `${recipient} <1.${recipient}>`);
