import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditEntries, verifyAudit } from '../../../../src/adapters/database/store/auditTrail.ts';
import { temporaryStores } from '../../../support/stores.ts';

const QUEUE = `INSERT INTO outbox
    (session_date, kind, recipient, message_id, bytes, status, expires_at, queued_at)
  VALUES ('2026-03-03', 'morning', 'a@desk', '<a@desk>', ?, 'pending', '2026-03-03T14:25:00.000Z',
    '2026-03-03T10:00:00.000Z')`;
const sha256 = createHash('sha256').update('to a@desk').digest('hex');

async function desk() {
  const { database } = await temporaryStores();
  const { connection } = database;
  return {
    database,
    connection,
    trail: async () =>
      (await auditEntries(database, undefined, undefined)).map(({ kind, subject, at, body }) => ({
        kind,
        subject,
        at,
        body: JSON.parse(body) as unknown,
      })),
    queue: () => connection.run(QUEUE, Buffer.from('to a@desk')),
    settle: (status: string, at: string | null, response: string | null = null) =>
      connection.run('UPDATE outbox SET status = ?, settled_at = ?, response = ?', status, at, response),
  };
}

describe('the audit trail records by itself', () => {
  it('every decision of a trader’s day', async () => {
    const { connection, trail } = await desk();
    await connection.run(
      `INSERT INTO decision VALUES ('2026-03-03', 'NET001', 'rules', 'cut', 'high', 5000, 2000, 60, 'high', '{}', '2026-03-03T10:00:00.000Z', 0)`,
    );
    expect(await trail()).toEqual([
      {
        kind: 'decision',
        subject: 'NET001',
        at: '2026-03-03T10:00:00.000Z',
        body: {
          sessionDate: '2026-03-03',
          engine: 'rules',
          action: 'cut',
          tier: 'high',
          baseLimit: 5000,
          newLimit: 2000,
          reductionPct: 60,
          confidence: 'high',
        },
      },
    ]);
  });

  it.each(['sent', 'refused', 'ambiguous', 'expired'])(
    'a mail that was queued and then %s',
    async (status) => {
      const { queue, settle, trail, database } = await desk();
      await queue();
      await settle('claimed', null);
      expect(await settle(status, '2026-03-03T10:01:00.000Z', '250 ok')).toBe(1);
      const mail = { sessionDate: '2026-03-03', kind: 'morning', recipient: 'a@desk', sha256 };
      expect(await trail()).toEqual([
        {
          kind: 'mail',
          subject: '<a@desk>',
          at: '2026-03-03T10:00:00.000Z',
          body: { ...mail, status: 'queued' },
        },
        {
          kind: 'mail',
          subject: '<a@desk>',
          at: '2026-03-03T10:01:00.000Z',
          body: { ...mail, status, attempts: 0, response: '250 ok' },
        },
      ]);
      expect(await verifyAudit(database)).toMatchObject({ entries: 2, fault: null });
    },
  );

  it('a mail that the operator reopened', async () => {
    const { queue, settle, trail } = await desk();
    await queue();
    await settle('expired', '2026-03-03T14:25:00.000Z');
    await settle('pending', null);
    expect((await trail()).at(-1)).toMatchObject({ body: { status: 'reopened', before: 'expired' } });
  });

  it('a mail with several attempts only when it has ended', async () => {
    const { queue, settle, trail } = await desk();
    await queue();
    for (const status of ['claimed', 'pending', 'claimed', 'pending'])
      await settle(status, null, '451 later');
    expect(await trail()).toHaveLength(1);
  });

  it('the outcome and the failures of a morning, not every step', async () => {
    const { connection, trail } = await desk();
    const step = `INSERT INTO run_step (session_date, step, status, attempts, started_at) VALUES ('2026-03-03', ?, 'running', 1, '')`;
    const end =
      "UPDATE run_step SET status = ?, finished_at = '2026-03-03T10:00:00.000Z', error = ? WHERE step = ?";
    for (const name of ['fetch', 'ledger', 'send']) await connection.run(step, name);
    await connection.run(end, 'failed', 'the source is away', 'fetch');
    await connection.run(end, 'done', null, 'ledger');
    await connection.run(end, 'done', null, 'send');
    expect((await trail()).map(({ kind, subject, body }) => [kind, subject, body])).toEqual([
      ['run', '2026-03-03', { step: 'fetch', status: 'failed', attempts: 1, error: 'the source is away' }],
      ['run', '2026-03-03', { step: 'send', status: 'done', attempts: 1, error: null }],
    ]);
  });

  it('nothing of a transaction that was rolled back', async () => {
    const { database, trail } = await desk();
    const failing = database.transaction(async ({ connection }) => {
      await connection.run(QUEUE, Buffer.from('to a@desk'));
      expect(await connection.value('SELECT count(*) FROM audit_entry')).toBe(1);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await trail()).toEqual([]);
  });

  it('two hundred decisions of one transaction, in one chain', async () => {
    const { database } = await desk();
    const decide =
      "INSERT INTO decision VALUES ('2026-03-03', ?, 'rules', 'keep', 'low', 5000, 5000, 0, 'high', '{}', '2026-03-03T10:00:00.000Z', 0)";
    await database.transaction(({ connection }) =>
      connection.runEach(
        decide,
        Array.from({ length: 200 }, (_, trader) => [`NET${trader}`]),
      ),
    );
    expect(await verifyAudit(database)).toMatchObject({ entries: 200, fault: null });
  });
});
