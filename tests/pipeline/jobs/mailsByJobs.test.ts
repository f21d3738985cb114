import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { deliver, deliverDue } from '../../../src/pipeline/steps/deliver.ts';
import type { SendResult } from '../../../src/ports/mail.ts';
import type { OutboxEntry } from '../../../src/ports/outbox.ts';
import { StoreError } from '../../../src/shared/errors.ts';
import { eventually } from '../../support/eventually.ts';
import { accepted, mailDesk, ONCE_EACH, PEOPLE, SESSION } from '../../support/mailJobs.ts';
import { hasPostgres } from '../../support/postgres.ts';

const refused: SendResult = { outcome: 'refused', permanent: true, response: '550 no such user' };
const unreachable: SendResult = { outcome: 'unreachable', response: 'connection refused' };
const statuses = (entries: readonly OutboxEntry[]) => entries.map(({ status }) => status);
const ALL_SENT = PEOPLE.map(() => 'sent');

describe.skipIf(!hasPostgres)('mails by jobs of the queue', () => {
  it('are sent by a worker while the owner waits for a slow server, once to each recipient', async () => {
    const { owner, worker, sent, jobsLeft } = await mailDesk();
    const { jobsDone } = await worker();
    const own = await owner(async () => {
      while (sent.length < PEOPLE.length - 1) await setTimeout(10);
      return accepted;
    });
    const entries = await deliver(own, own.lease, 'morning');
    expect(statuses(entries)).toEqual(ALL_SENT);
    expect(entries.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
    expect(sent.toSorted()).toEqual(ONCE_EACH);
    expect(own.log.lines.filter((line) => line.includes('mail handed over by a worker'))).toHaveLength(3);
    expect(await jobsLeft()).toEqual([]);
    expect(jobsDone()).toBeGreaterThanOrEqual(3);
  });

  it('are left to the owner where the server does not take them from a worker', async () => {
    const { owner, worker, sent } = await mailDesk();
    let tries = 0;
    await worker(async () => {
      tries++;
      return refused;
    });
    const own = await owner(async () => {
      while (tries === 0) await setTimeout(10);
      return accepted;
    });
    expect(statuses(await deliver(own, own.lease, 'morning'))).toEqual(ALL_SENT);
    expect(sent.toSorted()).toEqual(ONCE_EACH);
  });

  it('that the server refuses to all processes are refused by the owner, and the others are sent', async () => {
    const { owner, worker, sent } = await mailDesk();
    const send = async ({ recipient }: { recipient: string }) =>
      recipient === 'cid@desk' ? refused : accepted;
    await worker(send);
    const own = await owner(send);
    const entries = await deliver(own, own.lease, 'morning');
    expect(statuses(entries)).toEqual(['sent', 'sent', 'refused', 'sent']);
    expect(sent.toSorted()).toEqual(ONCE_EACH.filter((each) => !each.startsWith('cid')));
    expect(own.log.lines.filter((line) => line.startsWith('error mail not taken'))).toHaveLength(1);
  });

  it('that failed once are the owner’s: it waits and tries again, as without workers', async () => {
    const { owner, worker, query } = await mailDesk();
    await worker(async () => unreachable);
    const own = await owner(async () => unreachable);
    await deliverDue(own, own.lease, ['morning']);
    const waiting = await own.outbox.entries(SESSION, 'morning');
    expect(waiting.every(({ status, nextAttemptAt }) => status === 'pending' && nextAttemptAt)).toBe(true);
    own.clock.set(`${SESSION}T11:00:00Z`);
    expect(await own.jobs.addMails(own.lease, 'morning', own.clock.now())).toEqual([]);
    expect(await query('SELECT id FROM graphile_worker._private_jobs')).toEqual([]);
  });

  it('are all sent by the owner where the worker has no mail settings, and no job is left', async () => {
    const { owner, workerWithoutMail, sent, jobsLeft } = await mailDesk();
    const { jobsDone } = await workerWithoutMail();
    const own = await owner();
    expect(statuses(await deliver(own, own.lease, 'morning'))).toEqual(ALL_SENT);
    expect([sent, jobsDone(), await jobsLeft()]).toEqual([ONCE_EACH, 0, []]);
  });

  it('are no jobs where no worker waits; their payload has no address and no text', async () => {
    const { owner, workerWithoutMail, jobsLeft } = await mailDesk();
    const own = await owner();
    const add = () => own.jobs.addMails(own.lease, 'morning', own.clock.now());
    expect(await add()).toEqual([]);
    await workerWithoutMail();
    expect(await add()).toHaveLength(4);
    const payloads = JSON.stringify(await jobsLeft());
    expect(payloads).toContain('"mail":');
    expect(payloads).not.toMatch(/desk|@|to /);
  });
});

describe.skipIf(!hasPostgres)('a worker', () => {
  it('that cannot store what the server accepted tries until it can: no other process sends it', async () => {
    const { owner, worker, sent } = await mailDesk();
    let failures = 3;
    const { unrecorded } = await worker(
      async () => accepted,
      (claims) => ({
        ...claims,
        settle: async (...settled) => {
          if (failures-- > 0) throw new StoreError('database_cut', 'cut', { hint: '' });
          return claims.settle(...settled);
        },
      }),
    );
    const own = await owner(async () => {
      while (sent.length < PEOPLE.length - 1) await setTimeout(10);
      return accepted;
    });
    expect(statuses(await deliver(own, own.lease, 'morning'))).toEqual(ALL_SENT);
    expect(sent.toSorted()).toEqual(ONCE_EACH);
    expect(PEOPLE.some((recipient) => unrecorded.has(`<1.${recipient}>`))).toBe(true);
  });

  it('that died before the last byte leaves its mail to the owner within the same lease', async () => {
    const { owner, worker, ids, sent, jobsLeft } = await mailDesk();
    const { claims } = await worker();
    const own = await owner();
    const [id = 0] = await ids();
    await claims.claim(own.lease, id, own.clock.now());
    const entries = await deliver(own, own.lease, 'morning');
    expect(statuses(entries)).toEqual(ALL_SENT);
    expect(entries.map(({ ambiguousTries }) => ambiguousTries)).toEqual([0, 0, 0, 0]);
    expect(sent.toSorted()).toEqual(ONCE_EACH);
    expect(await jobsLeft()).toEqual([]);
  });

  it('that died after the last byte keeps its mail for five minutes; then the owner sends it once more', async () => {
    const { owner, worker, ids, query, sent } = await mailDesk();
    const { claims } = await worker();
    const own = await owner();
    const [id = 0] = await ids();
    const mail = await claims.claim(own.lease, id, own.clock.now());
    if (mail === null) throw new Error('nothing to claim');
    await claims.hold(own.lease, mail, own.clock.now());
    const delivered = deliver(own, own.lease, 'morning');
    await eventually(() => expect(sent).toHaveLength(3));
    await setTimeout(500);
    expect(sent).toHaveLength(3);
    await query("UPDATE outbox SET next_attempt_at = '2026-03-03T10:00:00.000Z' WHERE status = 'claimed'");
    expect((await delivered).map(({ status, ambiguousTries }) => [status, ambiguousTries])).toEqual([
      ['sent', 1],
      ['sent', 0],
      ['sent', 0],
      ['sent', 0],
    ]);
    expect(sent.toSorted()).toEqual(ONCE_EACH);
  });

  it('stores the result of a mail that it holds for the next owner of the morning', async () => {
    const { owner, worker, ids, sent } = await mailDesk();
    const { claims } = await worker();
    const first = await owner();
    const [id = 0] = await ids();
    const mail = await claims.claim(first.lease, id, first.clock.now());
    if (mail === null) throw new Error('nothing to claim');
    await claims.hold(first.lease, mail, first.clock.now());
    await first.runs.release(first.lease);
    const next = await owner(undefined, 'host:3:cid');
    const delivered = deliver(next, next.lease, 'morning');
    await eventually(() => expect(sent).toHaveLength(3));
    const settlement = { status: 'sent' as const, response: '250 ok', ambiguous: false, nextAttemptAt: null };
    expect(await claims.settle(mail, settlement, next.clock.now())).toBe(true);
    expect(statuses(await delivered)).toEqual(ALL_SENT);
    expect(sent.toSorted()).toEqual(ONCE_EACH.slice(1));
  });
});
