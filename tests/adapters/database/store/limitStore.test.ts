import { describe, expect, it } from 'vitest';
import { auditEntries } from '../../../../src/adapters/database/store/auditTrail.ts';
import { verifyTables } from '../../../../src/adapters/database/store/verifyTables.ts';
import type { Stores } from '../../../../src/commands/world.ts';
import { limitEvent, newOverride } from '../../../support/limits.ts';
import { asAnotherProgram, temporaryStores } from '../../../support/stores.ts';

const at = new Date('2026-03-03T12:00:00.000Z');

async function trailOf({ database }: Stores) {
  return (await auditEntries(database, undefined, undefined)).map(({ kind, subject, at: time, body }) => ({
    kind,
    subject,
    at: time,
    body: JSON.parse(body) as unknown,
  }));
}

describe('the store of limits', () => {
  it('returns events by session, then time of recording, up to a session', async () => {
    const { limits } = await temporaryStores();
    const late = limitEvent({ kind: 'applied', sessionDate: '2026-03-02', revision: 0, recordedAt: at });
    const first = limitEvent({ kind: 'mailed', sessionDate: '2026-03-02', revision: 0, by: 'daybreak' });
    const everyone = limitEvent({
      kind: 'unknown',
      trader: null,
      dollars: null,
      baseLimit: null,
      through: 'restore',
    });
    await limits.record([everyone, limitEvent({ sessionDate: '2026-03-04' }), late]);
    await limits.record([first]);
    expect(await limits.events('2026-03-03')).toEqual([
      { ...first, id: 4 },
      { ...late, id: 3 },
      { ...everyone, id: 1 },
    ]);
  });

  it('stores all events of a call or none', async () => {
    const { limits } = await temporaryStores();
    const mailed = limitEvent({ kind: 'mailed', revision: 0 });
    await expect(limits.record([mailed, mailed])).rejects.toThrow(/unique constraint/i);
    expect(await limits.events('2026-12-31')).toEqual([]);
  });

  it('records each event in the audit trail with author, way and amount', async () => {
    const stores = await temporaryStores();
    await stores.limits.record([
      limitEvent({ kind: 'not-applied', dollars: null, revision: 1, reason: 'platform was down' }),
      limitEvent({ kind: 'unknown', trader: null, dollars: null, baseLimit: null, through: 'restore' }),
    ]);
    expect(await trailOf(stores)).toEqual([
      {
        kind: 'limit',
        subject: 'NET001',
        at: '2026-03-03T11:00:00.000Z',
        body: {
          id: 1,
          event: 'not-applied',
          trader: 'NET001',
          sessionDate: '2026-03-03',
          dollars: null,
          baseLimit: 5000,
          revision: 1,
          reason: 'platform was down',
          by: 'ann',
          through: 'command',
        },
      },
      expect.objectContaining({
        subject: 'every trader',
        body: expect.objectContaining({ event: 'unknown', trader: null, through: 'restore' }),
      }),
    ]);
  });

  it('keeps overrides with their approval and their end, each in the audit trail', async () => {
    const stores = await temporaryStores();
    const { limits } = stores;
    const given = await limits.addOverride(newOverride({ dollars: 6000, note: 'event' }));
    expect(given).toEqual({
      ...newOverride({ dollars: 6000, note: 'event' }),
      id: 1,
      approvedBy: null,
      endedFrom: null,
      endedBy: null,
    });
    await limits.approveOverride(1, 'bob', at);
    await limits.endOverride(1, '2026-03-04', 'cy', at);
    expect(await limits.overrides()).toEqual([
      { ...given, approvedBy: 'bob', endedFrom: '2026-03-04', endedBy: 'cy' },
    ]);
    expect((await trailOf(stores)).map(({ body }) => body)).toEqual([
      {
        id: 1,
        change: 'given',
        dollars: 6000,
        firstSession: '2026-03-03',
        lastSession: '2026-03-03',
        reason: 'hedged',
        note: 'event',
        by: 'ann',
        baseLimit: 5000,
        recommended: 3000,
        renewals: 0,
      },
      { id: 1, change: 'approved', dollars: 6000, by: 'bob' },
      { id: 1, change: 'ended', from: '2026-03-04', by: 'cy' },
    ]);
    expect(await verifyTables(stores.database)).toEqual({ findings: [], isCut: false });
  });

  it('keeps the first approval and the first end', async () => {
    const { limits } = await temporaryStores();
    await limits.addOverride(newOverride({ dollars: 6000 }));
    for (const by of ['bob', 'cy']) {
      await limits.approveOverride(1, by, at);
      await limits.endOverride(1, '2026-03-04', by, at);
    }
    expect(await limits.overrides()).toEqual([
      expect.objectContaining({ approvedBy: 'bob', endedFrom: '2026-03-04', endedBy: 'bob' }),
    ]);
  });

  it('finds the base limit of the first decision of each trader', async () => {
    const { limits, database } = await temporaryStores();
    await database.transaction(({ connection }) =>
      connection.runEach(
        `INSERT INTO decision VALUES (?, ?, 'rules', 'keep', 'low', ?, 5000, 0, 'high', '{}', '2026-03-03T10:00:00.000Z', 0)`,
        [
          ['2026-03-03', 'NET001', 6000],
          ['2026-03-02', 'NET001', 5000],
          ['2026-03-03', 'NET002', 7000],
        ],
      ),
    );
    expect(await limits.firstBaseLimits()).toEqual(
      new Map([
        ['NET001', 5000],
        ['NET002', 7000],
      ]),
    );
  });

  it.each([
    ['limit_event', "kind = 'guessed'", 'limit_event.kind'],
    ['limit_event', "through = 'pigeon'", 'limit_event.through'],
    ['limit_override', "reason = 'toString'", 'limit_override.reason'],
  ])('refuses a %s of a later version with %s', async (table, change, place) => {
    const { limits, database } = await temporaryStores();
    await limits.record([limitEvent()]);
    await limits.addOverride(newOverride());
    await asAnotherProgram({ database }, `UPDATE ${table} SET ${change}`);
    const read = table === 'limit_event' ? limits.events('2026-12-31') : limits.overrides();
    await expect(read).rejects.toMatchObject({
      code: 'stored_json',
      message: expect.stringContaining(`${place} of row 1`),
    });
  });
});
