import { EventEmitter, once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  clusterUrl,
  removeCluster,
  restartCluster,
  startCluster,
} from '../../scripts/postgres/throwawayCluster.ts';
import type { ReceivingServer } from '../../scripts/simulation/mailServer.ts';
import { cuttableProxy } from '../support/cuttableProxy.ts';
import type { KillableCli } from '../support/killable.ts';
import { hasPostgres, sharedCluster } from '../support/postgres.ts';
import {
  copiedDesk,
  inboxes,
  knownFacts,
  LEASE_MS,
  RECIPIENTS,
  sharedDesk,
  storeFaults,
} from '../support/twoHosts.ts';

// Several processes compute a morning, on a machine that may have other work.
const MORNING = ['morning', '--force', '--json'] as const;
const ONE_EACH = RECIPIENTS.map((recipient) => [recipient, 1, 1]);

interface Known {
  readonly facts: Readonly<Record<string, string>>;
  readonly mails: Awaited<ReturnType<typeof contents>>;
}
let known: Promise<Known> | null = null;

/** What a desk on SQLite knows and mails after the same morning, which nothing disturbed. */
function undisturbed(): Promise<Known> {
  known ??= sharedDesk(null).then(async ({ first, server }) => {
    const { exitCode, stderr } = await first.run(...MORNING);
    if (exitCode !== 0) throw new Error(stderr);
    return { facts: await knownFacts(first), mails: await contents(server.received) };
  });
  return known;
}

/** Each mail without its time, in the order of the recipients. */
async function contents(received: ReceivingServer['received']) {
  const mails = await Promise.all(
    received.map(async ({ to, bytes }) => {
      const { date, headers, headerLines, ...mail } = await simpleParser(bytes);
      return { recipient: to.join(), mail, lines: headerLines.filter(({ key }) => key !== 'date') };
    }),
  );
  return mails.sort((a, b) => a.recipient.localeCompare(b.recipient));
}

/** CUT_SECONDS=30 cuts as long as a switch of a network that restarts. */
const CUT_MS = Number(process.env['CUT_SECONDS'] ?? 3) * 1_000;

/** The program finds its first job: after it, the job is in the middle of its work. */
const IN_A_JOB = 'queue: Found task';

describe.skipIf(!hasPostgres)('two hosts on one Postgres desk', () => {
  /** The desk knows what an undisturbed SQLite desk knows, its trail is whole, and no job is left. */
  async function expectSound(address: string, host: Awaited<ReturnType<typeof sharedDesk>>['first']) {
    expect(await storeFaults(address)).toEqual({ fault: null, jobs: 0, stale: 0 });
    const { facts: expected } = await undisturbed();
    expect(expected['decisions']?.split('\n').length).toBeGreaterThan(20);
    expect(await knownFacts(host)).toEqual(expected);
  }

  it.each([
    ['in the middle of a job of the ledger', IN_A_JOB],
    ['before the mails', 'step queue done'],
    ['between two mails', 'mail handed over'],
  ])('the owner is killed %s: the other host finishes the morning', async (_, moment) => {
    const { address, host, first, server } = await copiedDesk();
    const owner = first.start(MORNING, moment);
    const other = host();
    let beganAt = Number.NaN;
    const atFirstLine = { words: '', act: () => (beganAt = Date.now()) };
    const finished = startedAfter(owner, () => other.start(MORNING, undefined, atFirstLine));
    const { killed, stderr: logged } = await owner.ended;
    expect([killed, logged]).toEqual([true, expect.stringContaining(moment)]);
    const killedAt = Date.now();
    const { exitCode, stdout, stderr } = await (await finished).ended;
    expect(exitCode).toBe(0);
    // On a busy machine the other process may begin when the lease of the killed one is over.
    const hadToWait = beganAt < killedAt + LEASE_MS / 2;
    if (hadToWait) expect(stderr).toContain('another process has this morning');
    expect(['sent', 'already-mailed']).toContain(JSON.parse(stdout).outcome);
    expect((await inboxes(server.received)).map(([to, messages]) => [to, messages])).toEqual(
      RECIPIENTS.map((recipient) => [recipient, 1]),
    );
    await expectSound(address, other);
  });

  it('a worker is killed in the middle of a job: the owner does it', async () => {
    const { address, host, first, server } = await copiedDesk();
    const worker = host().start(['worker'], IN_A_JOB);
    await setTimeout(1_000);
    const { exitCode } = await first.start(MORNING).ended;
    worker.kill();
    await worker.ended;
    expect(exitCode).toBe(0);
    expect(await inboxes(server.received)).toEqual(ONE_EACH);
    await expectSound(address, first);
  });

  it('a worker sends mails: they are those of an undisturbed desk, and each arrives once', async () => {
    const WORKER = 'worker.desk.example';
    const arrival = new EventEmitter();
    const workerHasSent = once(arrival, 'arrived');
    const { address, host, first, server } = await copiedDesk({
      // The owner waits, so that the worker is not too late.
      onRcptTo: async (_recipient, { hostNameAppearsAs }, answer) => {
        if (hostNameAppearsAs !== WORKER) await workerHasSent;
        answer();
      },
      onMailFrom: (_sender, { hostNameAppearsAs }, answer) => {
        if (hostNameAppearsAs === WORKER) arrival.emit('arrived');
        answer();
      },
    });
    const worker = host(address, { SMTP_EHLO_NAME: WORKER }).start(['worker']);
    await worker.logged('queue: Worker connected');
    const { exitCode, stderr } = await first.start(MORNING).ended;
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('mail handed over by a worker')]);
    worker.terminate();
    expect((await worker.ended).stderr).toContain('mail handed over');
    expect(await inboxes(server.received)).toEqual(ONE_EACH);
    expect(await contents(server.received)).toEqual((await undisturbed()).mails);
    await expectSound(address, first);
  });

  it('the connection of the owner is cut: it stores and mails nothing more, and the other host finishes', async () => {
    const { port } = await sharedCluster();
    const proxy = await cuttableProxy(port);
    const { address, host, first, server } = await copiedDesk();
    const owner = host(address.replace(`:${port}/`, `:${proxy.port}/`)).start(MORNING, undefined, {
      words: IN_A_JOB,
      act: proxy.cut,
    });
    const finished = startedAfter(owner, () => first.start(MORNING));
    const lost = await owner.ended;
    proxy.mend();
    expect([lost.exitCode, lost.killed]).toEqual([1, false]);
    expect((await (await finished).ended).exitCode).toBe(0);
    expect(await inboxes(server.received)).toEqual(ONE_EACH);
    await expectSound(address, first);
  });

  it('the connection of a worker is cut and mended: it goes on, and no fact differs', async () => {
    const { port } = await sharedCluster();
    const proxy = await cuttableProxy(port);
    const { address, host, first, server } = await copiedDesk();
    const cutAndMend = () => {
      proxy.cut();
      void setTimeout(CUT_MS).then(proxy.mend);
    };
    const worker = host(address.replace(`:${port}/`, `:${proxy.port}/`)).start(['worker'], undefined, {
      words: IN_A_JOB,
      act: cutAndMend,
    });
    await setTimeout(1_000);
    expect((await first.start(MORNING).ended).exitCode).toBe(0);
    worker.terminate();
    const { exitCode, stderr } = await worker.ended;
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(IN_A_JOB)]);
    expect(await inboxes(server.received)).toEqual(ONE_EACH);
    await expectSound(address, first);
  });

  it('the server restarts in the middle: the morning fails, and the next run finishes it', async () => {
    const cluster = await startCluster({ ownerPid: process.pid });
    onTestFinished(() => removeCluster(cluster));
    const address = clusterUrl(cluster);
    const { first, server } = await sharedDesk(address);
    const interrupted = first.start(MORNING, undefined, {
      words: IN_A_JOB,
      act: () => restartCluster(cluster),
    });
    const { exitCode } = await interrupted.ended;
    expect(exitCode).toBe(1);
    expect((await first.start(MORNING).ended).exitCode).toBe(0);
    expect(await inboxes(server.received)).toEqual(ONE_EACH);
    await expectSound(address, first);
  });
});

/** Starts the second process once the first one owns the morning. */
async function startedAfter(owner: KillableCli, start: () => KillableCli): Promise<KillableCli> {
  await owner.logged('step ledger begins');
  return start();
}
