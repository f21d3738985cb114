import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { complianceCommand } from '../../src/commands/compliance.ts';
import { limitDesk, lineOf, TODAY } from '../support/limitDesk.ts';
import { temporaryFolder } from '../support/stores.ts';

const MONDAY = '2026-03-02';
const RANGE = { from: MONDAY, to: TODAY };

/** On Monday NET001 was cut to $3,000, without an answer; on Tuesday it is raised again. */
async function desk(settings: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const made = await limitDesk(settings, folder);
  await made.mail(MONDAY, [
    lineOf('NET001', { limitInForce: 5000, target: 3000, change: 'lower', recommendedLimit: 3000 }),
  ]);
  await made.mail(TODAY, [
    lineOf('NET001', { limitInForce: 3000, target: 5000, change: 'raise', recommendedLimit: 5000 }),
  ]);
  return { ...made, folder, path: made.world.config.dbPath };
}

/** Changes the database as another program could: without the triggers that refuse it. */
function tamper(path: string, ...statements: readonly string[]): void {
  const driver = new Driver(path);
  for (const trigger of ['audit_entry_never_changes', 'audit_entry_never_goes'])
    driver.exec(`DROP TRIGGER ${trigger}`);
  for (const statement of statements) driver.exec(statement);
  driver.close();
}

describe('the compliance command', () => {
  it('reports a period from the trail, as text that opens and closes with its head', async () => {
    const { world, lines } = await desk();
    expect(await complianceCommand(world, { ...RANGE, json: false })).toBe(0);
    const heads = lines.filter((line) => /^The audit trail holds: \d+ entries verified, head/.test(line));
    expect([lines[0], lines[1], heads.length, lines.at(-1)]).toEqual([
      'Compliance report, 2026-03-02 to 2026-03-03: no findings.',
      "Evidence for the firm's annual review under SEC 15c3-5; not legal advice.",
      2,
      heads[0],
    ]);
  });

  it('returns the document of the API with --json', async () => {
    const { world, documents } = await desk();
    expect(await complianceCommand(world, { ...RANGE, json: true })).toBe(0);
    expect(documents[0]).toMatchObject({
      ...RANGE,
      purpose: "Evidence for the firm's annual review under SEC 15c3-5; not legal advice.",
      grade: 'compliant',
      verified: true,
      head: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      findings: [],
      changes: [
        { trader: 'NET001', session: MONDAY, set: 3000, source: 'mailed', who: 'daybreak' },
        { trader: 'NET001', session: TODAY, set: 5000, source: 'mailed' },
      ],
      lineage: { notRecorded: [MONDAY, TODAY] },
      statement: { mornings: { due: 1, mailed: 1 } },
    });
  });

  it('writes the page, and the entries of the period with their hashes', async () => {
    const { world, folder, path } = await desk();
    const [out, csv] = [join(folder, 'c.html'), join(folder, 'c.csv')];
    await complianceCommand(world, { ...RANGE, json: false, out, csv });
    expect(readFileSync(out, 'utf8')).toContain('<h1>Compliance report</h1>');
    const rows = readFileSync(csv, 'utf8').trim().split('\n');
    expect(rows[0]).toBe('entry,time,kind,subject,body,hash,findings');
    const driver = new Driver(path, { readonly: true });
    const hashes = driver.prepare("SELECT hash FROM audit_entry WHERE kind <> 'roster'").pluck().all();
    driver.close();
    for (const hash of hashes) expect(rows.some((row) => row.includes(String(hash)))).toBe(true);
    expect(rows.at(-1)).toContain(`head,"verified, ${MONDAY} to ${TODAY}"`);
  });

  it.each([
    [
      'an entry was changed',
      'audit_broken',
      "UPDATE audit_entry SET body = replace(body, '5000', '6000') WHERE sequence = 1",
    ],
    ['an entry was removed', 'audit_broken', 'DELETE FROM audit_entry WHERE sequence = 2'],
    [
      'the last entries were cut off',
      'database_vanished',
      'DELETE FROM audit_entry WHERE sequence > (SELECT max(sequence) - 2 FROM audit_entry)',
    ],
    [
      'an entry was moved',
      'audit_broken',
      'UPDATE audit_entry SET sequence = 1000 WHERE sequence = 1; UPDATE audit_entry SET sequence = 1 WHERE sequence = 2; UPDATE audit_entry SET sequence = 2 WHERE sequence = 1000',
    ],
  ])('refuses to report where %s, and writes no file', async (_, code, statement) => {
    const { world, folder, path, lines, documents } = await desk();
    tamper(path, statement);
    const out = join(folder, 'c.html');
    await expect(complianceCommand(world, { ...RANGE, json: false, out })).rejects.toMatchObject({
      code,
    });
    expect(() => readFileSync(out)).toThrow(/ENOENT/);
    expect([lines, documents]).toEqual([[], []]);
  });

  it('finds a mailed change without an answer once the open has passed, and a morning that did not run', async () => {
    const { world, clock, documents } = await desk();
    clock.set('2026-03-04T22:00:00Z');
    await complianceCommand(world, { from: MONDAY, to: '2026-03-31', json: true });
    expect(documents[0]).toMatchObject({
      grade: 'major',
      findings: [{ id: 'failed-morning', session: '2026-03-04', entries: [] }],
    });
  });

  it.each([
    [
      'a period before the first decision',
      '2026-01-02',
      '2026-01-30',
      'no_compliance',
      /decisions of 2026-03-02 to 2026-03-03/,
    ],
    [
      'a period that has not begun',
      '2026-04-01',
      '2026-06-30',
      'no_compliance',
      /decisions of 2026-03-02 to 2026-03-03/,
    ],
    ['a period that ends before it begins', TODAY, MONDAY, 'period_backwards', /Exchange the two/],
  ])('names what is possible for %s', async (_, from, to, code, hint) => {
    const { world } = await desk();
    await expect(complianceCommand(world, { from, to, json: false })).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(hint),
    });
  });
});
