import { describe, expect, it } from 'vitest';
import { temporaryStores } from '../../support/stores.ts';

const at = (time: string) => new Date(`2026-03-03T${time}:00Z`);
const mail = (recipient: string) => ({
  kind: 'morning' as const,
  sealed: { recipient, messageId: `<${recipient}>`, bytes: Buffer.from(`to ${recipient}`) },
  expiresAt: at('14:25'),
});

async function queued(...recipients: string[]) {
  const stores = await temporaryStores();
  const record = {
    sessionDate: '2026-03-03',
    engine: 'rules' as const,
    decisions: [],
    decidedAt: at('10:00'),
  };
  await stores.decisions.save(record, recipients.map(mail));
  return { ...stores, save: (...more: string[]) => stores.decisions.save(record, more.map(mail)) };
}

describe('the outbox', () => {
  it('hands out each mail once', async () => {
    const { outbox } = await queued('a@desk', 'b@desk');
    const claims = [1, 2, 3].map(() => outbox.claim('2026-03-03', 'morning', 1, at('10:01')));
    expect((await Promise.all(claims)).map((claim) => claim?.recipient)).toEqual([
      'a@desk',
      'b@desk',
      undefined,
    ]);
  });

  it('keeps bytes and Message-ID to the letter', async () => {
    const { outbox } = await queued('a@desk');
    const claim = await outbox.claim('2026-03-03', 'morning', 1, at('10:01'));
    expect({
      messageId: claim?.messageId,
      bytes: claim?.bytes.toString(),
      attempts: claim?.attempts,
    }).toEqual({
      messageId: '<a@desk>',
      bytes: 'to a@desk',
      attempts: 1,
    });
  });

  it('does not queue a mail again that is queued, sent or not', async () => {
    const { outbox, save } = await queued('a@desk');
    const claim = await outbox.claim('2026-03-03', 'morning', 1, at('10:01'));
    await outbox.settle(claim?.id ?? 0, 'sent', '250 ok', at('10:02'));
    await save('a@desk', 'b@desk');
    expect(
      (await outbox.entries('2026-03-03', 'morning')).map(({ recipient, status }) => [recipient, status]),
    ).toEqual([
      ['a@desk', 'sent'],
      ['b@desk', 'pending'],
    ]);
  });

  it('hands out a mail again only in the next round', async () => {
    const { outbox } = await queued('a@desk');
    const first = await outbox.claim('2026-03-03', 'morning', 1, at('10:01'));
    await outbox.settle(first?.id ?? 0, 'pending', '451 later', at('10:01'));
    expect(await outbox.claim('2026-03-03', 'morning', 1, at('10:02'))).toBeNull();
    expect(await outbox.claim('2026-03-03', 'morning', 2, at('10:02'))).toMatchObject({ attempts: 2 });
  });

  it('hands out nothing after the deadline, and marks what is left as expired', async () => {
    const { outbox } = await queued('a@desk');
    expect(await outbox.claim('2026-03-03', 'morning', 1, at('14:25'))).toBeNull();
    expect(await outbox.expire(at('14:25'))).toBe(1);
    expect((await outbox.entries('2026-03-03', 'morning'))[0]?.status).toBe('expired');
  });

  it('opens again what certainly did not arrive, and only that', async () => {
    const { outbox } = await queued('sent@desk', 'refused@desk', 'unclear@desk');
    for (const status of ['sent', 'refused', 'ambiguous'] as const) {
      const claim = await outbox.claim('2026-03-03', 'morning', 1, at('10:01'));
      await outbox.settle(claim?.id ?? 0, status, '', at('10:02'));
    }
    await outbox.reopen('2026-03-03', 'morning', at('15:00'));
    expect(
      (await outbox.entries('2026-03-03', 'morning')).map(({ status, attempts }) => [status, attempts]),
    ).toEqual([
      ['sent', 1],
      ['pending', 0],
      ['ambiguous', 1],
    ]);
  });
});
