import { describe, expect, it } from 'vitest';
import { verifyTables } from '../../../../src/adapters/database/store/verifyTables.ts';
import type { ShadowScore, ShadowSession } from '../../../../src/domain/evaluation/shadowScore.ts';
import { leaseOf } from '../../../support/morningDesk.ts';
import { asAnotherProgram, temporaryStores } from '../../../support/stores.ts';

const SESSION = '2026-03-03';
const AT = new Date('2026-03-03T10:00:00Z');
const KEY = { sessionDate: SESSION, name: 'careful', definition: 'engine:rules;max:50' };
const DECIDED: ShadowSession = {
  ...KEY,
  engine: 'rules',
  decisions: ['AAA', 'BBB'].map((trader) => ({
    trader,
    baseLimit: 5000,
    recommendedLimit: 2500,
    recommendedPct: 50,
    shadowLimit: 3000.25,
    shadowPct: 40,
  })),
};
const SCORE: ShadowScore = {
  ...KEY,
  traderDays: 2,
  differingDays: 2,
  effectDays: 1,
  estimatedDays: 1,
  notKnownDays: 1,
  deskPnl: -1200.5,
  difference: 0.1 + 0.2,
  regretDifference: -0.3,
};

describe('the store of shadow strategies', () => {
  it('returns what was decided, and which strategies did not decide', async () => {
    const stores = await temporaryStores();
    const failed = { ...KEY, name: 'other', failure: 'no engine could decide' };
    await stores.shadows.save(await leaseOf(stores, SESSION), [DECIDED, failed], AT, 0);
    expect(await stores.shadows.decided(SESSION)).toEqual([DECIDED]);
    expect(await stores.shadows.mornings('2026-03-01', SESSION)).toEqual([
      { ...KEY, failure: null },
      { ...KEY, name: 'other', failure: 'no engine could decide' },
    ]);
    expect(await stores.shadows.mornings('2026-03-04', '2026-03-31')).toEqual([]);
  });

  it('replaces what was decided for the session, and leaves other sessions', async () => {
    const stores = await temporaryStores();
    const lease = await leaseOf(stores, SESSION);
    const before = { ...DECIDED, sessionDate: '2026-03-02' };
    await stores.shadows.save(await leaseOf(stores, '2026-03-02'), [before], AT, 0);
    await stores.shadows.save(lease, [DECIDED, { ...DECIDED, name: 'other' }], AT, 0);
    await stores.shadows.save(lease, [{ ...DECIDED, definition: 'engine:rules;max:60' }], AT, 1);
    expect(await stores.shadows.decided(SESSION)).toEqual([
      { ...DECIDED, definition: 'engine:rules;max:60' },
    ]);
    expect(await stores.shadows.decided('2026-03-02')).toEqual([before]);
  });

  it('returns scores bit by bit, and replaces those of the same session', async () => {
    const { shadows } = await temporaryStores();
    await shadows.saveScores([{ ...SCORE, difference: 1 }]);
    await shadows.saveScores([SCORE, { ...SCORE, sessionDate: '2026-03-02' }]);
    expect(await shadows.scores('2026-03-01', SESSION)).toEqual([
      { ...SCORE, sessionDate: '2026-03-02' },
      SCORE,
    ]);
  });

  it('records one entry a session and strategy in the audit trail, with a digest of the limits', async () => {
    const stores = await temporaryStores();
    const lease = await leaseOf(stores, SESSION);
    await stores.shadows.save(lease, [DECIDED], AT, 0);
    const decisions = DECIDED.decisions.map((decision) => ({ ...decision, shadowLimit: 2999 }));
    await stores.shadows.save(lease, [{ ...DECIDED, decisions }], AT, 1);
    const rows = await stores.database.connection.all<{ subject: string; body: string }>(
      "SELECT subject, body FROM audit_entry WHERE kind = 'shadow' ORDER BY sequence",
    );
    const entries = rows.map(({ subject, body }) => ({ subject, ...JSON.parse(body) }));
    expect(entries).toMatchObject([
      { subject: 'careful', sessionDate: SESSION, definition: KEY.definition, engine: 'rules', revision: 0 },
      { subject: 'careful', revision: 1 },
    ]);
    expect(entries[0].limits).toMatch(/^[0-9a-f]{64}$/);
    expect(entries[1].limits).not.toBe(entries[0].limits);
  });

  it('writes nothing for an owner whose lease another has acquired', async () => {
    const stores = await temporaryStores();
    const lost = await leaseOf(stores, SESSION);
    await leaseOf(stores, SESSION, 'host:2:b', new Date('2026-03-03T11:00:00Z'));
    await expect(stores.shadows.save(lost, [DECIDED], AT, 0)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await stores.shadows.decided(SESSION)).toEqual([]);
  });
});

describe('the audit of shadow strategies', () => {
  async function findingsAfter(statement: string) {
    const stores = await temporaryStores();
    const lease = await leaseOf(stores, SESSION);
    const failed = { ...KEY, name: 'other', failure: 'no engine could decide' };
    await stores.shadows.save(lease, [DECIDED, { ...DECIDED, name: 'dropped' }], AT, 0);
    await stores.shadows.save(lease, [DECIDED, failed], AT, 1);
    await asAnotherProgram(stores, statement);
    const { findings } = await verifyTables(stores.database);
    return findings.map(({ key, trail, found }) => [key, trail, found]);
  }

  const key = `${SESSION} careful (engine:rules;max:50)`;

  it('finds nothing in what was stored, although a strategy was dropped', async () => {
    expect(await findingsAfter('SELECT 1')).toEqual([]);
  });

  it('finds a limit that was changed', async () => {
    const changed = await findingsAfter("UPDATE shadow_decision SET shadow_limit = 1 WHERE trader = 'AAA'");
    expect(changed).toEqual([[key, expect.stringMatching(/^limits "/), expect.stringMatching(/^limits "/)]]);
    expect(changed[0]?.[1]).not.toBe(changed[0]?.[2]);
  });

  it.each([
    ['a row that was removed', "DELETE FROM shadow_session WHERE name = 'careful'", [key, 'rules', 'no row']],
    [
      'a row that was added',
      `INSERT INTO shadow_session SELECT session_date, 'new', definition, engine, failure, digest, decided_at,
         revision FROM shadow_session WHERE name = 'careful'`,
      [key.replace('careful', 'new'), 'no entry', 'rules'],
    ],
  ])('finds %s', async (_, statement, expected) => {
    expect(await findingsAfter(statement)).toContainEqual(expected);
  });
});
