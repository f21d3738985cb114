import { describe, expect, it } from 'vitest';
import { auditCommand } from '../../src/commands/audit.ts';
import { limitDesk, lineOf, TODAY } from '../support/limitDesk.ts';
import { limitEvent, newOverride } from '../support/limits.ts';

const at = (clock: string) => new Date(`${TODAY}T${clock}:00Z`);

/**
 * At 10:00 NET001 is cut to $3,000, at 11:00 corrected to $2,500; ann answers both, and gives an override at
 * 12:30 that bob approves at 12:45.
 */
async function desk() {
  const made = await limitDesk();
  const line = (target: number) =>
    lineOf('NET001', { limitInForce: 5000, target, change: 'lower', recommendedLimit: target });
  const answer = (dollars: number, recordedAt: Date) =>
    limitEvent({ kind: 'applied', dollars, recordedAt, sessionDate: TODAY, by: 'ann', through: 'page' });
  await made.mail(TODAY, [line(3000)]);
  await made.withStores(({ limits }) => limits.record([answer(3000, at('10:30'))]));
  await made.mail(TODAY, [line(2500)], 1);
  await made.withStores(async ({ limits }) => {
    await limits.record([answer(2500, at('11:30'))]);
    const override = newOverride({ dollars: 6000, at: at('12:30'), firstSession: TODAY, lastSession: TODAY });
    const { id } = await limits.addOverride(override);
    await limits.approveOverride(id, 'bob', at('12:45'));
  });
  return made;
}

describe('`audit --as-of`', () => {
  it.each([
    [
      '10:15',
      { decidedAt: `${TODAY}T10:00:00.000Z`, limitInForce: 3000, events: ['mailed'], override: null },
    ],
    [
      '10:45',
      {
        decidedAt: `${TODAY}T10:00:00.000Z`,
        limitInForce: 3000,
        events: ['mailed', 'applied'],
        override: null,
      },
    ],
    [
      '12:00',
      {
        decidedAt: `${TODAY}T11:00:00.000Z`,
        limitInForce: 2500,
        events: ['mailed', 'applied', 'mailed', 'applied'],
        override: null,
      },
    ],
    [
      '12:40',
      {
        decidedAt: `${TODAY}T11:00:00.000Z`,
        limitInForce: 2500,
        events: ['mailed', 'applied', 'mailed', 'applied'],
        override: { dollars: 6000, by: 'ann', approvedBy: null },
      },
    ],
    [
      '13:00',
      {
        decidedAt: `${TODAY}T11:00:00.000Z`,
        limitInForce: 2500,
        events: ['mailed', 'applied', 'mailed', 'applied'],
        override: { dollars: 6000, by: 'ann', approvedBy: 'bob' },
      },
    ],
  ])('shows the decision, its reasons, and what was known at %s', async (clock, expected) => {
    const { world, documents } = await desk();
    expect(await auditCommand(world, { verify: false, json: true, asOf: at(clock) })).toBe(0);
    const [{ session, verified, decisions }] = documents as [
      { session: string; verified: boolean; decisions: Record<string, unknown>[] },
    ];
    const [found] = decisions as [{ events: { event: string }[]; override: unknown }];
    expect({ ...found, events: found.events.map(({ event }) => event), session, verified }).toMatchObject({
      ...expected,
      session: TODAY,
      verified: true,
      trader: 'NET001',
      decision: { trader: 'NET001', reasons: expect.any(Array) },
    });
  });

  it('prints one line a trader, with the head of the trail', async () => {
    const { world, lines } = await desk();
    await auditCommand(world, { verify: false, json: false, asOf: at('13:00'), trader: 'NET001' });
    expect(lines[0]).toBe(`Tuesday 3 March 2026 as it stood at ${TODAY}T13:00:00.000Z.`);
    expect(lines[1]?.replace(/\s+/g, ' ')).toMatch(
      /NET001 .*\$2,500 .*override \$6,000 by ann, approved by bob/,
    );
    expect(lines[2]).toMatch(/^The audit trail holds: \d+ entries verified, head [0-9a-f]{64}\.$/);
  });

  it.each([
    ['a time before the first decision', { asOf: at('09:59') }, 'no_compliance', /later time/],
    [
      'a session without a decision',
      { asOf: at('13:00'), session: '2026-03-02' },
      'no_compliance',
      /another session/,
    ],
    ['an unknown trader', { asOf: at('13:00'), trader: 'NET01' }, 'unknown_trader', /NET001/],
  ])('names what is possible for %s', async (_, options, code, hint) => {
    const { world } = await desk();
    await expect(auditCommand(world, { verify: false, json: true, ...options })).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(hint),
    });
  });

  it('refuses a stored decision that differs from its entry, and a trail that was changed', async () => {
    const { world, withStores } = await desk();
    await withStores(({ database: { connection } }) =>
      connection.run(
        `UPDATE decision SET detail = replace(detail, '"newLimit":', '"newLimit":4') WHERE trader = 'NET001'`,
      ),
    );
    const options = { verify: false, json: true, asOf: at('13:00') };
    await expect(auditCommand(world, options)).rejects.toMatchObject({ code: 'audit_mismatch' });
    await withStores(async ({ database: { connection, dialect } }) => {
      const ofTable = dialect === 'postgres' ? ' ON audit_entry' : '';
      await connection.run(`DROP TRIGGER audit_entry_never_changes${ofTable}`);
      await connection.run("UPDATE audit_entry SET body = replace(body, '5000', '6000') WHERE sequence = 1");
    });
    await expect(auditCommand(world, options)).rejects.toMatchObject({ code: 'audit_broken' });
  });
});
