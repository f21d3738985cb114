import { EventEmitter, once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  clusterUrl,
  removeCluster,
  restartCluster,
  startCluster,
} from '../../scripts/postgres/throwawayCluster.ts';
import { mailServer } from '../../scripts/simulation/mailServer.ts';
import { cli } from '../support/cli.ts';
import { cuttableProxy } from '../support/cuttableProxy.ts';
import { FILLS_HEADER } from '../support/fillsFile.ts';
import { emptyPostgres, hasPostgres, sharedCluster } from '../support/postgres.ts';
import { type RunningDaemon, runningDaemon } from '../support/runningDaemon.ts';
import { tradedDay, zoneWhereItIsMorning } from '../support/tradedDay.ts';
import { inboxes, markAllStale, storeFaults } from '../support/twoHosts.ts';
import { workplace } from '../support/workplace.ts';

// Daemons are started one after the other, on a machine that may have other work.
/** The program finds its first job of the ledger. */
const IN_A_JOB = 'queue: Found task';

/** Two folders, as on two hosts, one Postgres desk whose morning is due now, and one mail server. */
async function twoHosts(given?: string, options: SMTPServerOptions = {}, recipients = ['ann']) {
  const address = given ?? (await emptyPostgres());
  const mails = await mailServer(options);
  onTestFinished(() => mails.close());
  const zone = zoneWhereItIsMorning(new Date());
  const today = new Date().toLocaleDateString('en-CA', { timeZone: zone });
  const settings = {
    DATABASE_URL: address,
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: recipients.map((name) => `${name}@desk.example`).join(),
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(mails.port),
    CALENDAR: 'everyday',
    TIMEZONE: zone,
    LEASE_SECONDS: '15',
    LOG_LEVEL: 'debug',
    HEALTH_PORT: '0',
  };
  const place = workplace();
  const ofAnn = [5, 4, 3, 2, 1].flatMap((ago) => tradedDay(today, ago));
  const ofBob = ofAnn.map((row) => row.replaceAll('NET001', 'NET002').replace(/(\d+)$/, '9$1'));
  const fills = place.write('fills.csv', FILLS_HEADER, ...ofAnn, ...ofBob);
  const imported = await cli(['import', fills], { DATABASE_URL: address }, place.folder);
  expect(imported.exitCode).toBe(0);
  await markAllStale(address);
  return {
    address,
    mails,
    daemon: (own = address): RunningDaemon =>
      runningDaemon({ ...settings, DATABASE_URL: own }, workplace().folder),
    /** A process that gives the mail server a name of its own. */
    named: (name: string, command: 'start' | 'worker'): RunningDaemon =>
      runningDaemon({ ...settings, SMTP_EHLO_NAME: name, WORKERS: '1' }, workplace().folder, command),
  };
}

/** Waits until a worker waits for jobs: only then a morning gives it mails. */
async function untilWorker(address: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  const query = `SELECT 1 FROM pg_stat_activity
    WHERE application_name LIKE 'daybreak worker %' AND datname = current_database()`;
  while ((await client.query(query)).rowCount === 0) await setTimeout(50);
  await client.end();
}

describe.skipIf(!hasPostgres)('two daemons on one Postgres desk', () => {
  it.each([IN_A_JOB, 'step queue done', 'mail handed over'])(
    'the one that is killed at "%s" is replaced by the other, and the mail arrives once',
    async (moment) => {
      const { address, mails, daemon } = await twoHosts();
      const first = daemon();
      const killed = first.waitForLog(moment).then(() => first.signal('SIGKILL'));
      await first.waitForLog('holding the daemon lease');
      const second = daemon();
      await killed;
      await first.ended;
      await second.waitForLog('holding the daemon lease');
      await second.waitForLog('the source is asked again at');
      second.signal('SIGTERM');
      expect(await second.ended).toEqual({ exitCode: 0, signal: null });
      expect((await inboxes(mails.received)).map(([to, messages]) => [to, messages])).toEqual([
        ['ann@desk.example', 1],
      ]);
      expect(await storeFaults(address)).toMatchObject({ fault: null, stale: 0 });
    },
  );

  it('the one that stands by sends each mail that owner and worker left when they were killed', async () => {
    const sent: (readonly [recipient: string, by: string])[] = [];
    const server = new EventEmitter();
    const recipients = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay'];
    // The owner waits for ever with its first mail, and the worker with its third.
    const isHeld = (name: string) =>
      name === 'owner' || (name === 'worker' && sent.filter(([, by]) => by === name).length === 2);
    const { address, named } = await twoHosts(
      undefined,
      {
        onRcptTo: (_, { hostNameAppearsAs: name }, answer) => {
          if (isHeld(name)) server.emit(`${name} waits`);
          else answer();
        },
        onData: (stream, { hostNameAppearsAs: name, envelope }, answer) => {
          stream.resume().on('end', () => {
            sent.push([envelope.rcptTo.map((to) => to.address.split('@')[0]).join(), name]);
            answer();
          });
        },
      },
      recipients,
    );
    const waits = [once(server, 'owner waits'), once(server, 'worker waits')];
    const worker = named('worker', 'worker');
    await untilWorker(address);
    const owner = named('owner', 'start');
    await Promise.all(waits);
    for (const each of [owner, worker]) each.signal('SIGKILL');
    await Promise.all([owner.ended, worker.ended]);
    const standby = named('standby', 'start');
    await standby.waitForLog('the source is asked again at');
    standby.signal('SIGTERM');
    expect(await standby.ended).toEqual({ exitCode: 0, signal: null });
    expect(sent.map(([recipient]) => recipient).sort()).toEqual(recipients);
    const senders = [...Array(2).fill('worker'), ...Array(4).fill('standby')];
    expect(sent.map(([, by]) => by)).toEqual(senders);
    expect(await storeFaults(address)).toEqual({ fault: null, jobs: 0, stale: 0 });
  });

  it('the one that is cut off stores and mails nothing more, stays alive, and stands by once it is back', async () => {
    const { address, mails, daemon } = await twoHosts();
    const { port } = await sharedCluster();
    const proxy = await cuttableProxy(port);
    const first = daemon(address.replace(`:${port}/`, `:${proxy.port}/`));
    await first.waitForLog(IN_A_JOB);
    proxy.cut();
    const second = daemon();
    await second.waitForLog('the source is asked again at');
    proxy.mend();
    await first.waitForLog('another daemon holds the lease: standing by');
    for (const each of [first, second]) each.signal('SIGTERM');
    expect(await first.ended).toEqual({ exitCode: 0, signal: null });
    await second.ended;
    expect(await inboxes(mails.received)).toEqual([['ann@desk.example', 1, 1]]);
    expect(await storeFaults(address)).toMatchObject({ fault: null, stale: 0 });
  });

  it('go on after the server has restarted in the middle of a morning', async () => {
    const cluster = await startCluster({ ownerPid: process.pid });
    onTestFinished(() => removeCluster(cluster));
    const { address, mails, daemon } = await twoHosts(clusterUrl(cluster));
    const first = daemon();
    const second = daemon();
    await Promise.race([first, second].map((each) => each.waitForLog(IN_A_JOB)));
    restartCluster(cluster);
    await Promise.race([first, second].map((each) => each.waitForLog('the source is asked again at')));
    for (const each of [first, second]) each.signal('SIGTERM');
    expect([await first.ended, await second.ended].map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await inboxes(mails.received)).toEqual([['ann@desk.example', 1, 1]]);
    expect(await storeFaults(address)).toMatchObject({ fault: null, stale: 0 });
  });

  it('the one that stands by works on jobs, and stops when it takes over', async () => {
    const { daemon } = await twoHosts();
    const first = daemon();
    await first.waitForLog('the source is asked again at');
    const second = daemon();
    await second.waitForLog('standing by: this daemon does jobs of the other one');
    first.signal('SIGTERM');
    expect(await first.ended).toEqual({ exitCode: 0, signal: null });
    await second.waitForLog('holding the daemon lease');
    await second.waitForLog('queue: Graceful shutdown complete');
    second.signal('SIGTERM');
    expect(await second.ended).toEqual({ exitCode: 0, signal: null });
  });
});
