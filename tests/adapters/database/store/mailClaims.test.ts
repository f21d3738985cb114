import { describe, expect, it } from 'vitest';
import { createMailClaims } from '../../../../src/adapters/database/store/mailClaims.ts';
import type { MailSettlement, QueuedMail } from '../../../../src/ports/outbox.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { temporaryStores } from '../../../support/stores.ts';

const SESSION = '2026-03-03';
const at = (time: string) => new Date(`${SESSION}T${time}:00Z`);
const sent: MailSettlement = { status: 'sent', response: '250 ok', ambiguous: false, nextAttemptAt: null };
const NOW = at('10:01');

/** Two mails, their owner, and two workers of it. */
async function desk() {
  const stores = await temporaryStores();
  const { outbox, database } = stores;
  const lease = await leaseOf(stores, SESSION);
  const mails = ['ann@desk', 'bob@desk'].map((recipient) => ({
    kind: 'morning' as const,
    sealed: { recipient, messageId: `<${recipient}>`, bytes: Buffer.from(`to ${recipient}`) },
    expiresAt: at('14:25'),
  }));
  await outbox.queue(lease, mails, at('10:00'));
  const ids = await database.connection.all<{ id: number }>('SELECT id FROM outbox ORDER BY id');
  const [id = 0] = ids.map((row) => row.id);
  const [worker, other] = ['host:2:bob', 'host:3:cid'].map((name) => createMailClaims(database, name));
  if (worker === undefined || other === undefined) throw new Error('no workers');
  const claimed = async (claims = worker): Promise<QueuedMail> => {
    const mail = await claims.claim(lease, id, NOW);
    if (mail === null) throw new Error('nothing to claim');
    return mail;
  };
  const first = async () => {
    const [entry] = await outbox.entries(SESSION, 'morning');
    return [entry?.status, entry?.attempts, entry?.ambiguousTries];
  };
  /** Another process owns the session from now on. */
  const successor = async () => {
    await stores.runs.release(lease);
    return leaseOf(stores, SESSION, 'host:4:dora', at('10:05'));
  };
  /** The five minutes pass, on every clock. */
  const passHeld = () =>
    database.connection.run(
      "UPDATE outbox SET next_attempt_at = '2026-03-03T10:01:00.000Z' WHERE next_attempt_at IS NOT NULL",
    );
  return { ...stores, lease, id, worker, other, claimed, first, successor, passHeld };
}

describe('the claim of a worker', () => {
  it('has the stored bytes, and no other process can claim the mail', async () => {
    const { claimed, other, lease, id, outbox } = await desk();
    const { recipient, bytes, attempts } = await claimed();
    expect([recipient, bytes.toString(), attempts]).toEqual(['ann@desk', 'to ann@desk', 1]);
    expect(await other.claim(lease, id, NOW)).toBeNull();
    expect((await outbox.claim(lease, 'morning', NOW))?.recipient).toBe('bob@desk');
    expect(await outbox.claim(lease, 'morning', NOW)).toBeNull();
  });

  it('is none for a mail whose time has passed, or of a lost lease', async () => {
    const { worker, lease, id, successor } = await desk();
    expect(await worker.claim(lease, id, at('14:25'))).toBeNull();
    await successor();
    await expect(worker.claim(lease, id, NOW)).rejects.toMatchObject({ code: 'lease_lost' });
  });

  it('is settled once', async () => {
    const { claimed, worker, lease, first } = await desk();
    const mail = await claimed();
    expect(await worker.hold(lease, mail, NOW)).toBe(true);
    expect(await worker.settle(mail, sent, NOW)).toBe(true);
    expect(await worker.settle(mail, sent, NOW)).toBe(false);
    expect(await first()).toEqual(['sent', 1, 0]);
  });

  it('that was taken back can neither be held nor settled, and the mail is as before', async () => {
    const { claimed, worker, other, lease, outbox, first } = await desk();
    const mail = await claimed();
    await outbox.takeBack(lease, 'morning');
    expect(await first()).toEqual(['pending', 1, 0]);
    expect(await worker.hold(lease, mail, NOW)).toBe(false);
    const again = await claimed(other);
    expect(await worker.hold(lease, mail, NOW)).toBe(false);
    expect(await worker.settle(mail, sent, NOW)).toBe(false);
    expect(await other.hold(lease, again, NOW)).toBe(true);
  });

  it('is not taken back once the mail is held, nor where the owner itself claimed the mail', async () => {
    const { claimed, worker, lease, outbox } = await desk();
    await worker.hold(lease, await claimed(), NOW);
    await outbox.claim(lease, 'morning', NOW);
    await outbox.takeBack(lease, 'morning');
    expect((await outbox.entries(SESSION, 'morning')).map(({ status }) => status)).toEqual([
      'claimed',
      'claimed',
    ]);
  });
});

describe('the owner of the session', () => {
  it('sends a mail of an earlier one that no worker holds as if it was not tried, and the worker cannot hold it', async () => {
    const { claimed, worker, lease, outbox, successor, first } = await desk();
    const mail = await claimed();
    const next = await successor();
    expect(await outbox.recover(next, NOW)).toHaveLength(1);
    expect(await first()).toEqual(['pending', 1, 0]);
    await expect(worker.hold(lease, mail, NOW)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await worker.settle(mail, sent, NOW)).toBe(false);
  });

  it('leaves a held mail of an earlier one to its worker, which stores the result without the lease', async () => {
    const { claimed, worker, lease, outbox, successor, first } = await desk();
    const mail = await claimed();
    await worker.hold(lease, mail, NOW);
    expect(await outbox.recover(await successor(), NOW)).toEqual([]);
    expect(await worker.settle(mail, sent, NOW)).toBe(true);
    expect(await first()).toEqual(['sent', 1, 0]);
  });

  it.each([
    ['a later owner', true],
    ['the owner that it was claimed for', false],
  ])('sends a mail again that was held for five minutes: %s', async (_, isLater) => {
    const { claimed, worker, lease, outbox, successor, passHeld, first } = await desk();
    const mail = await claimed();
    await worker.hold(lease, mail, NOW);
    const owner = isLater ? await successor() : lease;
    expect(await outbox.recover(owner, at('10:02'))).toEqual([]);
    await passHeld();
    expect(await outbox.recover(owner, at('10:02'))).toHaveLength(1);
    expect(await first()).toEqual(['pending', 1, 1]);
    expect(await worker.settle(mail, sent, NOW)).toBe(false);
  });

  it('gives a mail up whose time has passed while it was held', async () => {
    const { claimed, worker, lease, outbox, successor, passHeld, first } = await desk();
    await worker.hold(lease, await claimed(), NOW);
    await passHeld();
    await outbox.recover(await successor(), at('14:26'));
    expect(await first()).toEqual(['ambiguous', 1, 1]);
  });
});
