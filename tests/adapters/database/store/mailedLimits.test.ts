import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../src/domain/decision/decision.ts';
import type { MailSettlement, OutgoingMail } from '../../../../src/ports/outbox.ts';
import { limitLine } from '../../../support/limits.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { decision, report } from '../../../support/report.ts';
import { asAnotherProgram, temporaryFolder, temporaryStores } from '../../../support/stores.ts';

const SESSION = '2026-03-03';
const at = (time: string) => new Date(`${SESSION}T${time}:00Z`);

const sent: MailSettlement = { status: 'sent', response: '250 ok', ambiguous: false, nextAttemptAt: null };
const refused: MailSettlement = { ...sent, status: 'refused', response: '550 no such user' };
const unclear: MailSettlement = { ...sent, status: 'ambiguous', ambiguous: true };
const later: MailSettlement = {
  ...sent,
  status: 'pending',
  response: '451 later',
  nextAttemptAt: at('10:02'),
};

function mail(recipient: string, parts: Partial<OutgoingMail> = {}): OutgoingMail {
  const { kind = 'morning', sequence = 0 } = parts;
  return {
    kind,
    sealed: { recipient, messageId: `<${kind}.${sequence}.${recipient}>`, bytes: Buffer.from('x') },
    expiresAt: at('14:25'),
    toDesk: true,
    ...parts,
  };
}

function line(trader: string, parts: Parameters<typeof limitLine>[0]): Decision {
  return decision({ trader, limit: limitLine(parts) });
}

const morning = [
  line('LOWER', { change: 'lower', target: 3000 }),
  line('RAISE', { change: 'raise', target: 8000 }),
  line('SET', { change: 'set', target: 5000, limitInForce: null }),
  line('STAY', { change: 'stay', target: 4000 }),
  decision({ trader: 'OLD' }),
];
const corrected = [line('LOWER', { change: 'raise', target: 4000 }), line('STAY', { change: 'stay' })];

/** A database with the mails of a morning, and the operations of the process that sends them. */
async function queued(...mails: OutgoingMail[]) {
  const path = join(temporaryFolder(), 'daybreak.db');
  const stores = await temporaryStores(path);
  const lease = await leaseOf(stores, SESSION);
  const save = (
    decisions: readonly Decision[],
    revision: number,
    more: readonly OutgoingMail[],
    time: string,
  ) =>
    stores.decisions.save(
      lease,
      { report: report({ sessionDate: SESSION, decisions, revision }), decidedAt: at(time) },
      more,
    );
  await save(morning, 0, mails, '10:00');
  const settle = async (kind: 'morning' | 'correction', settlement: MailSettlement, time: string) => {
    const claimed = await stores.outbox.claim(lease, kind, at(time));
    await stores.outbox.settle(lease, claimed?.id ?? 0, settlement, at(time));
  };
  const events = async () =>
    (await stores.limits.events('2026-12-31')).map(({ trader, dollars, revision, recordedAt }) => [
      trader,
      dollars,
      revision,
      recordedAt.toISOString().slice(11, 16),
    ]);
  return { ...stores, path, lease, save, settle, events };
}

const ofTheMorning = (time: string) => [
  ['LOWER', 3000, 0, time],
  ['RAISE', 8000, 0, time],
  ['SET', 5000, 0, time],
];

describe('an accepted mail', () => {
  it('puts the targets of its changes in force, none of a line that stays', async () => {
    const { settle, events, limits } = await queued(mail('ann@desk'));
    await settle('morning', sent, '10:01');
    expect(await events()).toEqual(ofTheMorning('10:01'));
    expect((await limits.events('2026-12-31'))[0]).toEqual({
      id: 1,
      kind: 'mailed',
      trader: 'LOWER',
      sessionDate: SESSION,
      recordedAt: at('10:01'),
      dollars: 3000,
      baseLimit: 5000,
      revision: 0,
      reason: null,
      by: 'daybreak',
      through: 'mail',
    });
  });

  it('is recorded once for several recipients', async () => {
    const { settle, events } = await queued(mail('ann@desk'), mail('bob@desk'));
    await settle('morning', sent, '10:01');
    await settle('morning', sent, '10:05');
    expect(await events()).toEqual(ofTheMorning('10:01'));
  });

  it('is recorded where another recipient was refused', async () => {
    const { settle, events } = await queued(mail('ann@desk'), mail('bob@desk'));
    await settle('morning', refused, '10:01');
    expect(await events()).toEqual([]);
    await settle('morning', sent, '10:02');
    expect(await events()).toEqual(ofTheMorning('10:02'));
  });

  it('is recorded at its second attempt, after a process that was killed before it settled the first', async () => {
    const { outbox, path, lease, events } = await queued(mail('ann@desk'));
    await outbox.claim(lease, 'morning', at('10:01'));
    const other = await temporaryStores(path);
    const successor = await leaseOf(other, SESSION, 'host:2:b', at('10:05'));
    await other.outbox.recover(successor, at('10:05'));
    expect(await events()).toEqual([]);
    const claimed = await other.outbox.claim(successor, 'morning', at('10:05'));
    await other.outbox.settle(successor, claimed?.id ?? 0, sent, at('10:06'));
    expect(await events()).toEqual(ofTheMorning('10:06'));
  });

  it.each([
    ['an address outside EMAIL_RECIPIENTS', mail('eve@home', { toDesk: false }), sent],
    ['a recipient who was refused', mail('ann@desk'), refused],
    ['a delivery that is unclear', mail('ann@desk'), unclear],
    ['an attempt that will be repeated', mail('ann@desk'), later],
  ])('changes nothing for %s', async (_, queuedMail, settlement) => {
    const { settle, events } = await queued(queuedMail);
    await settle('morning', settlement, '10:01');
    expect(await events()).toEqual([]);
  });

  it.each(['late', 'failed', 'review', 'alert'] as const)(
    'changes nothing where it is a %s mail',
    async (kind) => {
      const { outbox, lease, events } = await queued(mail('ann@desk', { kind }));
      const claimed = await outbox.claim(lease, kind, at('10:01'));
      await outbox.settle(lease, claimed?.id ?? 0, sent, at('10:01'));
      expect(await events()).toEqual([]);
    },
  );

  it('records the targets of a correction next to those of the morning', async () => {
    const { settle, save, events } = await queued(mail('ann@desk'));
    await settle('morning', sent, '10:01');
    await save(corrected, 1, [mail('ann@desk', { kind: 'correction', sequence: 1, revision: 1 })], '11:00');
    await settle('correction', sent, '11:01');
    expect(await events()).toEqual([...ofTheMorning('10:01'), ['LOWER', 4000, 1, '11:01']]);
  });

  it('of the morning records its own targets after a correction was stored', async () => {
    const { settle, save, events } = await queued(mail('ann@desk'));
    await save(corrected, 1, [], '11:00');
    await settle('morning', sent, '11:01');
    expect(await events()).toEqual(ofTheMorning('11:01'));
  });

  it('of the first correction records its own targets after a second one was stored', async () => {
    const { settle, save, events } = await queued();
    await save(corrected, 1, [mail('ann@desk', { kind: 'correction', sequence: 1, revision: 1 })], '11:00');
    await save([line('LOWER', { change: 'lower', target: 2000 })], 2, [], '12:00');
    await settle('correction', sent, '12:01');
    expect(await events()).toEqual([['LOWER', 4000, 1, '12:01']]);
  });

  it('settles and records together or not at all', async () => {
    const { settle, events, outbox, database } = await queued(mail('ann@desk'));
    await asAnotherProgram({ database }, "UPDATE decision SET detail = '{' WHERE trader = 'SET'");
    await expect(settle('morning', sent, '10:01')).rejects.toMatchObject({ code: 'stored_json' });
    expect(await events()).toEqual([]);
    expect(await outbox.entries(SESSION, 'morning')).toMatchObject([{ status: 'claimed' }]);
  });
});
