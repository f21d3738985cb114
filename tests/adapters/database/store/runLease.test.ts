import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Stores } from '../../../../src/commands/world.ts';
import type { RunLease } from '../../../../src/ports/runLedger.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { decision, report } from '../../../support/report.ts';
import { contentOf, temporaryFolder, temporaryStores } from '../../../support/stores.ts';

const SESSION = '2026-03-03';
const at = (time: string) => new Date(`${SESSION}T${time}Z`);

/** Two processes on one database. */
async function twoProcesses() {
  const path = join(temporaryFolder(), 'daybreak.db');
  return { ann: await temporaryStores(path), bob: await temporaryStores(path) };
}

const acquire = ({ runs }: Stores, owner: string, time: string, until: string) =>
  runs.acquire(SESSION, owner, at(time), at(until));

describe('the lease of a morning', () => {
  it('goes to one process; the other gets its holder and its end', async () => {
    const { ann, bob } = await twoProcesses();
    expect(await acquire(ann, 'ann', '10:00:00', '10:01:30')).toEqual({
      kind: 'acquired',
      lease: { sessionDate: SESSION, owner: 'ann', fence: 1 },
    });
    expect(await acquire(bob, 'bob', '10:01:29', '10:03:00')).toEqual({
      kind: 'held',
      holder: { owner: 'ann', until: at('10:01:30') },
    });
  });

  it.each([
    ['has run out', async () => undefined],
    ['was given back', (stores: Stores, lease: RunLease) => stores.runs.release(lease)],
  ])('that %s goes to the next, with a higher fence', async (how, end) => {
    const { ann, bob } = await twoProcesses();
    await end(ann, await leaseOf(ann, SESSION, 'ann'));
    const time = how === 'has run out' ? '10:01:30' : '10:00:20';
    expect(await acquire(bob, 'bob', time, '10:03:00')).toMatchObject({ lease: { owner: 'bob', fence: 2 } });
  });

  it('that its own process could not release goes to that process again, and its earlier turn is over', async () => {
    const { ann } = await twoProcesses();
    const lease = await leaseOf(ann, SESSION, 'ann');
    expect(await acquire(ann, 'ann', '10:00:10', '10:03:00')).toMatchObject({
      lease: { owner: 'ann', fence: 2 },
    });
    await expect(ann.runs.renew(lease, at('10:01:00'), at('10:05:00'))).rejects.toMatchObject({
      code: 'lease_lost',
    });
  });

  it('is kept by a renewal, even a late one where no other process has acquired it', async () => {
    const { ann, bob } = await twoProcesses();
    const lease = await leaseOf(ann, SESSION, 'ann');
    await ann.runs.renew(lease, at('10:01:00'), at('10:05:00'));
    expect(await acquire(bob, 'bob', '10:04:59', '10:06:00')).toMatchObject({ kind: 'held' });
  });

  it('of one session leaves the others free', async () => {
    const { ann, bob } = await twoProcesses();
    await leaseOf(ann, SESSION, 'ann');
    expect(await leaseOf(bob, '2026-03-04', 'bob')).toMatchObject({ fence: 1 });
  });

  it('of an earlier turn is not renewed, although the owner is the same', async () => {
    const { ann } = await twoProcesses();
    const earlier = await leaseOf(ann, SESSION, 'ann');
    await leaseOf(ann, SESSION, 'ann', at('10:02:00'));
    await expect(ann.runs.renew(earlier, at('10:02:10'), at('10:09:00'))).rejects.toMatchObject({
      code: 'lease_lost',
    });
  });

  it('released late by an owner who has lost it stays with the new owner', async () => {
    const { ann, bob } = await twoProcesses();
    const lost = await leaseOf(ann, SESSION, 'ann');
    await leaseOf(bob, SESSION, 'bob', at('10:02:00'));
    await ann.runs.release(lost);
    expect(await acquire(ann, 'ann', '10:02:02', '10:04:00')).toMatchObject({ holder: { owner: 'bob' } });
  });
});

describe('an owner who has lost the lease', () => {
  const mail = {
    kind: 'morning' as const,
    sealed: { recipient: 'a@desk', messageId: '<a>', bytes: Buffer.from('a') },
    expiresAt: at('14:25:00'),
  };
  const decided = {
    report: report({ sessionDate: SESSION, decisions: [decision()] }),
    decidedAt: at('10:02:00'),
  };
  const writes: readonly [string, (stores: Stores, lease: RunLease) => Promise<unknown>][] = [
    ['renew it', ({ runs }, lease) => runs.renew(lease, at('10:03:00'), at('10:09:00'))],
    ['begin a step', ({ runs }, lease) => runs.begin(lease, 'fetch', at('10:03:00'))],
    ['end a step', ({ runs }, lease) => runs.done(lease, 'queue', at('10:03:00'))],
    ['record a failure', ({ runs }, lease) => runs.failed(lease, 'queue', at('10:03:00'), 'no')],
    ['save decisions and mails', ({ decisions }, lease) => decisions.save(lease, decided, [mail])],
    ['queue a mail', ({ outbox }, lease) => outbox.queue(lease, [mail], at('10:03:00'))],
    ['claim a mail', ({ outbox }, lease) => outbox.claim(lease, 'morning', at('10:03:00'))],
    [
      'settle a mail',
      ({ outbox }, lease) =>
        outbox.settle(
          lease,
          1,
          { status: 'sent', response: '', ambiguous: false, nextAttemptAt: null },
          at('10:03:00'),
        ),
    ],
    ['recover claims', ({ outbox }, lease) => outbox.recover(lease, at('10:03:00'))],
    ['open mails again', ({ outbox }, lease) => outbox.reopen(lease, 'morning', at('15:00:00'))],
    ['let mails expire', ({ outbox }, lease) => outbox.expire(lease, at('23:00:00'))],
  ];

  it.each(writes)('cannot %s, and nothing is written', async (_, write) => {
    const { ann, bob } = await twoProcesses();
    const lost = await leaseOf(ann, SESSION, 'ann');
    const newest = await leaseOf(bob, SESSION, 'bob', at('10:02:00'));
    await bob.runs.begin(newest, 'queue', at('10:02:00'));
    const other = { ...mail, sealed: { ...mail.sealed, recipient: 'b@desk' } };
    await bob.outbox.queue(newest, [other], at('10:02:00'));
    const tables = ['run_lease', 'run_step', 'decision', 'morning_report', 'outbox'];
    const before = await contentOf(bob, tables);
    await expect(write(ann, lost)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await contentOf(bob, tables)).toEqual(before);
    await write(bob, newest);
  });
});

describe('decisions', () => {
  it('are read as the report that was saved, in its order', async () => {
    const { ann, bob } = await twoProcesses();
    const saved = report({
      sessionDate: SESSION,
      decisions: [decision({ trader: 'B', action: 'cut', reductionPct: 40 }), decision({ trader: 'A' })],
    });
    expect(await bob.decisions.report(SESSION)).toBeNull();
    const lease = await leaseOf(ann, SESSION);
    await ann.decisions.save(lease, { report: saved, decidedAt: at('10:00:00') }, []);
    expect(await bob.decisions.report(SESSION)).toEqual(saved);
  });
});
