import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expireAfterRestore } from '../../../../src/adapters/database/store/expireAfterRestore.ts';
import type { MailSettlement } from '../../../../src/ports/outbox.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { report } from '../../../support/report.ts';
import { temporaryFolder, temporaryStores } from '../../../support/stores.ts';

const SESSION = '2026-03-03';
const at = (time: string) => new Date(`${SESSION}T${time}:00Z`);
const mail = (recipient: string) => ({
  kind: 'morning' as const,
  sealed: { recipient, messageId: `<${recipient}>`, bytes: Buffer.from(`to ${recipient}`) },
  expiresAt: at('14:25'),
});

const sent: MailSettlement = { status: 'sent', response: '250 ok', ambiguous: false, nextAttemptAt: null };
const refused: MailSettlement = { ...sent, status: 'refused', response: '550 no such user' };
const unclear: MailSettlement = { ...sent, status: 'ambiguous', ambiguous: true };
const later = (time: string, ambiguous = false): MailSettlement => ({
  status: 'pending',
  response: '451 later',
  ambiguous,
  nextAttemptAt: at(time),
});

/** A database with mails of one owner, and the operations of that owner and of a later one. */
async function queued(...recipients: string[]) {
  const path = join(temporaryFolder(), 'daybreak.db');
  const stores = await temporaryStores(path);
  const lease = await leaseOf(stores, SESSION);
  const save = (...more: string[]) =>
    stores.decisions.save(
      lease,
      { report: report({ sessionDate: SESSION }), decidedAt: at('10:00') },
      more.map(mail),
    );
  await save(...recipients);
  const claim = (time = '10:01') => stores.outbox.claim(lease, 'morning', at(time));
  const settle = async (settlement: MailSettlement, time = '10:01') => {
    const claimed = await claim(time);
    await stores.outbox.settle(lease, claimed?.id ?? 0, settlement, at(time));
  };
  const statuses = async () =>
    (await stores.outbox.entries(SESSION, 'morning')).map(({ recipient, status, attempts }) => [
      recipient,
      status,
      attempts,
    ]);
  const successor = async () => {
    const other = await temporaryStores(path);
    return { ...other, lease: await leaseOf(other, SESSION, 'host:2:b', at('10:05')) };
  };
  return { ...stores, path, lease, save, claim, settle, statuses, successor };
}

describe('the outbox', () => {
  it('claims each mail once', async () => {
    const { claim } = await queued('a@desk', 'b@desk');
    expect((await Promise.all([claim(), claim(), claim()])).map((claimed) => claimed?.recipient)).toEqual([
      'a@desk',
      'b@desk',
      undefined,
    ]);
  });

  it('keeps bytes and Message-ID unchanged', async () => {
    const { claim } = await queued('a@desk');
    const claimed = await claim();
    expect({ ...claimed, bytes: claimed?.bytes.toString() }).toMatchObject({
      messageId: '<a@desk>',
      bytes: 'to a@desk',
      attempts: 1,
      ambiguousTries: 0,
    });
  });

  it('does not queue a mail again that is queued, sent or not', async () => {
    const { settle, save, statuses, outbox, lease } = await queued('a@desk');
    await settle(sent);
    await save('a@desk', 'b@desk');
    await outbox.queue(lease, [mail('b@desk'), mail('c@desk')], at('10:02'));
    expect(await statuses()).toEqual([
      ['a@desk', 'sent', 1],
      ['b@desk', 'pending', 0],
      ['c@desk', 'pending', 0],
    ]);
  });

  it('distinguishes several mails of one kind by their sequence', async () => {
    const { outbox, lease } = await queued();
    const correction = (sequence: number) => ({ ...mail('a@desk'), kind: 'correction' as const, sequence });
    await outbox.queue(lease, [correction(1), correction(2), correction(2)], at('10:02'));
    expect(await outbox.entries(SESSION, 'correction')).toHaveLength(2);
    expect(await outbox.claim(lease, 'morning', at('10:03'))).toBeNull();
  });

  it('holds one alert for each code of a session, and queues neither of two codes again', async () => {
    const { outbox, lease } = await queued();
    const alert = (code: string) => ({ ...mail('op@desk'), kind: 'alert' as const, code });
    await outbox.queue(lease, [alert('source_login'), alert('database_full')], at('10:02'));
    await outbox.queue(lease, [alert('source_login'), alert('database_full')], at('10:03'));
    expect(await outbox.entries(SESSION, 'alert')).toHaveLength(2);
  });

  it('hands out a mail again when its turn has come, not before', async () => {
    const { settle, claim } = await queued('a@desk');
    await settle(later('10:05', true));
    expect(await claim('10:04')).toBeNull();
    expect(await claim('10:05')).toMatchObject({ attempts: 2, ambiguousTries: 1 });
  });

  it('claims nothing after the deadline; what is left expires, or is ambiguous where it may have arrived', async () => {
    const { settle, claim, outbox, lease, statuses } = await queued('a@desk', 'b@desk');
    await settle(later('10:05', true));
    expect(await claim('14:25')).toBeNull();
    expect(await outbox.expire(lease, at('14:25'))).toBe(2);
    expect(await statuses()).toEqual([
      ['a@desk', 'ambiguous', 1],
      ['b@desk', 'expired', 0],
    ]);
  });

  it('reopens only mails that certainly did not arrive', async () => {
    const { settle, statuses, outbox, lease } = await queued('sent@desk', 'refused@desk', 'unclear@desk');
    for (const settlement of [sent, refused, unclear]) await settle(settlement);
    await outbox.reopen(lease, 'morning', at('15:00'));
    expect(await statuses()).toEqual([
      ['sent@desk', 'sent', 1],
      ['refused@desk', 'pending', 0],
      ['unclear@desk', 'ambiguous', 1],
    ]);
  });
});

describe('a mail claimed by a process that ended', () => {
  it('is pending again for the next owner, and counts as a mail that may have arrived', async () => {
    const { claim, successor, statuses } = await queued('a@desk', 'b@desk');
    await claim();
    const { outbox, lease } = await successor();
    expect((await outbox.recover(lease, at('10:05'))).map(({ recipient }) => recipient)).toEqual(['a@desk']);
    expect(await statuses()).toEqual([
      ['a@desk', 'pending', 1],
      ['b@desk', 'pending', 0],
    ]);
    expect(await outbox.claim(lease, 'morning', at('10:05'))).toMatchObject({
      ambiguousTries: 1,
      attempts: 2,
    });
  });

  it.each([
    ['a second time', '10:05', true],
    ['after its deadline', '14:30', false],
  ])('%s is ambiguous for good', async (_, time, unclearBefore) => {
    const { claim, settle, successor, statuses } = await queued('a@desk');
    if (unclearBefore) await settle(later('10:01', true));
    await claim();
    const { outbox, lease } = await successor();
    await outbox.recover(lease, at(time));
    expect((await statuses()).map(([, status]) => status)).toEqual(['ambiguous']);
    expect(await outbox.claim(lease, 'morning', at('10:06'))).toBeNull();
  });

  it('is not taken from an owner that still has the morning', async () => {
    const { claim, outbox, lease, statuses } = await queued('a@desk');
    await claim();
    expect(await outbox.recover(lease, at('10:02'))).toEqual([]);
    expect(await statuses()).toEqual([['a@desk', 'claimed', 1]]);
  });

  it('stays with an owner that is alive, even after the deadline: the server may be answering', async () => {
    const { claim, statuses, outbox, runs, lease } = await queued('a@desk');
    await claim();
    await runs.renew(lease, at('14:25'), at('14:27'));
    expect(await outbox.expire(lease, at('14:26'))).toBe(0);
    expect(await statuses()).toEqual([['a@desk', 'claimed', 1]]);
  });

  it('of an older session is settled by the next owner, after its owner has died and its time is over', async () => {
    const { claim, statuses, ...stores } = await queued('a@desk', 'b@desk');
    await claim();
    const next = await leaseOf(stores, '2026-03-04');
    expect(await stores.outbox.claim(next, 'morning', new Date('2026-03-04T10:01:00Z'))).toBeNull();
    expect(await stores.outbox.expire(next, new Date('2026-03-04T10:01:00Z'))).toBe(2);
    expect(await statuses()).toEqual([
      ['a@desk', 'ambiguous', 1],
      ['b@desk', 'expired', 0],
    ]);
  });
});

describe('after a restore', () => {
  it('no mail that was unsent in the backup is sent, and the outbox reports it', async () => {
    const { settle, claim, statuses, outbox, lease, database } = await queued('a@desk', 'b@desk', 'c@desk');
    await settle(sent);
    await claim();
    expect(await outbox.restored(SESSION, 'morning')).toBeNull();
    expect(await expireAfterRestore(database, at('11:00'))).toBe(2);
    expect(await statuses()).toEqual([
      ['a@desk', 'sent', 1],
      ['b@desk', 'expired', 1],
      ['c@desk', 'expired', 0],
    ]);
    expect(await outbox.restored(SESSION, 'morning')).toEqual({ at: at('11:00'), mails: 2 });
    expect(await outbox.restored(SESSION, 'late')).toEqual({ at: at('11:00'), mails: 0 });
    await expect(outbox.claim(lease, 'morning', at('11:01'))).rejects.toMatchObject({ code: 'lease_lost' });
  });
});
