import { EventEmitter, once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import type { SMTPServerSession } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordingLog } from '../../scripts/simulation/fakes.ts';
import { mailServer, testTls } from '../../scripts/simulation/mailServer.ts';
import { openPostgres } from '../../src/adapters/database/postgres/open.ts';
import { createJobQueue } from '../../src/adapters/database/postgres/queue/jobQueue.ts';
import { systemClock } from '../../src/adapters/schedule/systemClock.ts';
import { createMailTransport } from '../../src/commands/mailTransport.ts';
import { createStores } from '../../src/commands/world.ts';
import { deliver } from '../../src/pipeline/steps/deliver.ts';
import type { OutboxEntry } from '../../src/ports/outbox.ts';
import { type KillableCli, killableCli } from '../support/killable.ts';
import { leaseOf, unrecordedInMemory } from '../support/morningDesk.ts';
import { hasPostgres, temporaryPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/stores.ts';
import { inboxes, RECIPIENTS } from '../support/twoHosts.ts';

// A process is started, on a machine that may have other work.
const SESSION = '2026-03-03';
const FROM = 'Daybreak <risk@desk.example>';
const WORKER = 'worker.desk.example';

/** When the worker dies, as the mail server sees it. */
type Moment = 'before the first byte' | 'after the last byte' | 'after the answer';

/**
 * A desk with two mails, an owner that is this process, and a worker that is killed while it sends one of
 * them. The mail server lets the owner wait until the worker is dead.
 */
async function deskWithDyingWorker(moment: Moment) {
  const url = await temporaryPostgres();
  let worker: KillableCli | null = null;
  const death = new EventEmitter();
  const isKilled = once(death, 'killed');
  const kill = (session: SMTPServerSession) => {
    if (session.hostNameAppearsAs !== WORKER) return;
    worker?.kill();
    death.emit('killed');
  };
  const server = await mailServer({
    onRcptTo: (_address, session, answer) => {
      if (session.hostNameAppearsAs !== WORKER) return void isKilled.then(() => answer());
      if (moment === 'before the first byte') kill(session);
      answer();
    },
    onData: (stream, session, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        server.received.push({ from: '', to, bytes: Buffer.concat(chunks) });
        if (moment === 'after the last byte') kill(session);
        answer();
        if (moment === 'after the answer') kill(session);
      });
    },
  });
  onTestFinished(() => server.close());
  worker = killableCli(
    ['worker'],
    {
      DATABASE_URL: url,
      NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
      EMAIL_FROM: FROM,
      EMAIL_RECIPIENTS: RECIPIENTS.join(','),
      SMTP_HOST: 'localhost',
      SMTP_PORT: String(server.port),
      SMTP_EHLO_NAME: WORKER,
    },
    temporaryFolder(),
  );
  const own = await owner(url, server.port);
  await worker.logged('the worker starts');
  await hasRow(
    own.client,
    `SELECT 1 FROM pg_stat_activity
      WHERE application_name LIKE 'daybreak worker %' AND datname = current_database()`,
  );
  return { ...own, received: server.received, ended: worker.ended };
}

async function owner(url: string, port: number) {
  const stores = createStores(await openPostgres(url), null);
  onTestFinished(() => stores.database.close());
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  const log = recordingLog();
  const terms = { url, workers: 2, kinds: ['ledger'] as const, log, doJob: async () => undefined };
  const transport = createMailTransport({
    host: '127.0.0.1',
    port,
    security: 'starttls',
    from: FROM,
    tls: { ca: testTls.ca },
  });
  const jobs = createJobQueue(stores.database, terms);
  const unrecorded = unrecordedInMemory();
  const ports = { ...stores, clock: systemClock, log, transport, unrecorded, jobs };
  const lease = await leaseOf(stores, SESSION, 'host:1:ann', systemClock.now());
  const mails = RECIPIENTS.map((recipient) => ({
    kind: 'morning' as const,
    sealed: {
      recipient,
      messageId: `<1.${recipient}>`,
      bytes: Buffer.from(`Message-ID: <1.${recipient}>\r\nSubject: limits\r\n\r\nCut NET001.\r\n`),
    },
    expiresAt: new Date(Date.now() + 3_600_000),
  }));
  await ports.outbox.queue(lease, mails, systemClock.now());
  return { ports, lease, client };
}

async function hasRow(client: Client, sql: string): Promise<void> {
  while ((await client.query(sql)).rowCount === 0) await setTimeout(50);
}

function entriesOf(entries: readonly OutboxEntry[]) {
  return entries.map(({ status, ambiguousTries }) => [status, ambiguousTries] as const);
}

describe.skipIf(!hasPostgres)('a worker that is killed while it sends a mail', () => {
  it('before the first byte: the owner sends it, and each recipient has one copy', async () => {
    const { ports, lease, received, ended } = await deskWithDyingWorker('before the first byte');
    const entries = await deliver(ports, lease, 'morning');
    expect((await ended).killed).toBe(true);
    expect(entriesOf(entries)).toEqual([
      ['sent', 0],
      ['sent', 0],
    ]);
    expect(await inboxes(received)).toEqual(RECIPIENTS.map((recipient) => [recipient, 1, 1]));
    expect(ports.log.lines.some((line) => line.includes('workers died'))).toBe(true);
  });

  it.each(['after the last byte', 'after the answer'] as const)(
    '%s: the owner waits five minutes, and sends the same message once more',
    async (moment) => {
      const { ports, lease, received, ended, client } = await deskWithDyingWorker(moment);
      const delivered = deliver(ports, lease, 'morning');
      expect((await ended).killed).toBe(true);
      // A worker that was killed after the answer may have stored it, if it was very fast.
      await hasRow(
        client,
        `SELECT 1 FROM outbox HAVING count(*) FILTER (WHERE status = 'sent') = 2
           OR count(*) FILTER (WHERE status = 'sent') = 1
             AND bool_or(status = 'claimed' AND next_attempt_at > daybreak_now())`,
      );
      expect(received).toHaveLength(2);
      // The five minutes pass.
      await client.query("UPDATE outbox SET next_attempt_at = daybreak_now() WHERE status = 'claimed'");
      expect((await delivered).map(({ status }) => status)).toEqual(['sent', 'sent']);
      const copies = await inboxes(received);
      expect(copies.map(([recipient, messages]) => [recipient, messages])).toEqual(
        RECIPIENTS.map((recipient) => [recipient, 1]),
      );
      const ambiguous = entriesOf(await delivered).filter(([, tries]) => tries === 1);
      expect(copies.reduce((sum, [, , all]) => sum + all, 0)).toBe(2 + ambiguous.length);
      if (moment === 'after the last byte') expect(ambiguous).toHaveLength(1);
    },
  );
});
