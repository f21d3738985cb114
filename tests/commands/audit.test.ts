import { userInfo } from 'node:os';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { auditCommand } from '../../src/commands/audit.ts';
import { openStores } from '../../src/commands/world.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const list = { verify: false, json: false };
const verify = { verify: true, json: false };

/** A desk whose roster was changed as the roster command changes it. */
async function desk() {
  const path = join(temporaryFolder(), 'daybreak.db');
  const { roster, database } = await openStores(path);
  await roster.set({ trader: 'NET001', baseLimit: 4000, accounts: ['A1'] });
  await roster.set({ trader: 'NET001', baseLimit: 4000 });
  await roster.set({ trader: 'NET001', baseLimit: 4500 });
  await roster.set({ trader: 'NET002', accounts: ['A1', 'A2'] });
  await roster.setMultiplier({ pattern: 'ES*', multiplier: 50 });
  await roster.setMultiplier({ pattern: 'ES*', multiplier: 5 });
  await roster.learnAccounts([{ id: '7', name: 'A7', firstTraded: null, lastTraded: null }]);
  await roster.renameAccounts([{ id: '7', name: 'A8', firstTraded: null, lastTraded: null }]);
  await database.close();
  return { path, ...fakeWorld({ DB_PATH: path }, '2026-03-03T12:00:00Z') };
}

describe('the audit command', () => {
  it('lists every change of the roster with the values before and after, and no change without effect', async () => {
    const { world, documents } = await desk();
    expect(await auditCommand(world, { ...list, json: true })).toBe(0);
    const [{ entries }] = documents as [{ entries: { kind: string; subject: string; body: unknown }[] }];
    const trader = { desk: '', riskCapital: null, active: true };
    const by = userInfo().username;
    expect(entries.map(({ kind, subject, body }) => [kind, subject, body])).toEqual([
      ['roster', 'NET001', { before: null, after: { ...trader, baseLimit: 4000, accounts: ['A1'] }, by }],
      [
        'roster',
        'NET001',
        {
          before: { ...trader, baseLimit: 4000, accounts: ['A1'] },
          after: { ...trader, baseLimit: 4500, accounts: ['A1'] },
          by,
        },
      ],
      [
        'roster',
        'NET002',
        { before: null, after: { ...trader, baseLimit: null, accounts: ['A1', 'A2'] }, by },
      ],
      // The trader who lost the account has an entry too. A trader without other data is removed.
      ['roster', 'NET001', { before: { ...trader, baseLimit: 4500, accounts: ['A1'] }, after: null, by }],
      ['roster', 'ES*', { before: null, after: 50, by }],
      ['roster', 'ES*', { before: 50, after: 5, by }],
      ['roster', 'A7', { learned: { sourceId: '7' }, by }],
      ['roster', 'A8', { renamed: { from: 'A7', to: 'A8' }, by }],
    ]);
  });

  it('prints what changed as text, and only the days between --from and --to', async () => {
    const { world, lines } = await desk();
    await auditCommand(world, list);
    const by = `by: ${userInfo().username}`;
    expect(lines[0]).toMatch(new RegExp(`NET001\\s+baseLimit: 4000 → 4500, ${by}\\n`));
    expect(lines[0]).toMatch(new RegExp(`ES\\*\\s+50 → 5, ${by}\\n`));
    expect(lines.at(-1)).toBe('8 entries.');
    await auditCommand(world, { ...list, to: '2001-01-01' });
    expect(lines.at(-1)).toBe('0 entries.');
  });

  it('prints that the chain is valid, and its head', async () => {
    const { world, lines, documents } = await desk();
    expect(await auditCommand(world, verify)).toBe(0);
    expect(lines).toEqual([
      'The audit trail holds: 8 entries.',
      expect.stringMatching(/^Its head is entry 8, [0-9a-f]{64}\.$/),
      'Decisions, mails, roster and schema are as the trail says.',
    ]);
    await auditCommand(world, { ...verify, json: true });
    expect(documents).toEqual([
      { ok: true, entries: 8, head: expect.anything(), fault: null, findings: [], isCut: false },
    ]);
  });

  it('reports the first bad entry, with what was found and expected', async () => {
    const { world, path, documents } = await desk();
    const driver = new Driver(path);
    driver.exec('DROP TRIGGER audit_entry_never_changes');
    driver.exec("UPDATE audit_entry SET body = replace(body, '4500', '9500') WHERE sequence = 2");
    driver.close();
    await expect(auditCommand(world, verify)).rejects.toMatchObject({
      code: 'audit_broken',
      message: expect.stringMatching(/^Audit trail, entry 2 · found hash .+ · expected .+/),
    });
    expect(await auditCommand(world, { ...verify, json: true })).toBe(1);
    expect(documents).toEqual([
      expect.objectContaining({ ok: false, fault: expect.objectContaining({ sequence: 2 }) }),
    ]);
  });
});
