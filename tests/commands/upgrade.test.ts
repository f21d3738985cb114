import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditEntries, verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { verifyTables } from '../../src/adapters/database/store/verifyTables.ts';
import { cli } from '../support/cli.ts';
import { packedBackup } from '../support/packedBackup.ts';
import { releasedStore, type StoredRelease } from '../support/releasedStore.ts';
import { temporarySqlite } from '../support/stores.ts';
import { workplace } from '../support/workplace.ts';

/** What is learned of every session by the morning of 2025-12-12. */
async function learnedBy({ path, run }: ReturnType<typeof upgradedDesk>) {
  expect(await run('morning', '--dry-run', '--date', '2025-12-12')).toMatchObject({ exitCode: 0 });
  const { database } = await temporarySqlite(path);
  return database.driver
    .prepare<[], Record<string, unknown>>('SELECT * FROM learned_session ORDER BY session_date')
    .all();
}

/** A folder with the store of a release. */
function upgradedDesk(release: StoredRelease = '0.2.0') {
  const desk = workplace();
  const path = releasedStore(release, join(desk.folder, 'data/daybreak.db'));
  return { ...desk, path };
}

describe.each(['0.2.0', '0.7.0'] as const)('a store of release %s', (release) => {
  it('is migrated, and its audit trail is intact', async () => {
    const desk = upgradedDesk(release);
    const migrated = await desk.run('migrate');
    expect(migrated).toMatchObject({ exitCode: 0 });
    const verdict = await desk.json('audit', '--verify');
    expect(verdict).toMatchObject({ ok: true, findings: [] });
  });

  it('can be backed up and restored', async () => {
    const desk = upgradedDesk(release);
    expect(await desk.run('backup')).toMatchObject({ exitCode: 0 });
    const [name] = readdirSync(join(desk.folder, 'data/backups')).filter((each) => each.endsWith('.db.gz'));
    expect(await desk.run('restore', String(name), '--force')).toMatchObject({ exitCode: 0 });
    expect(await desk.json('audit', '--verify')).toMatchObject({ ok: true });
  });

  it('is restored from a backup that the release made, and passes the checks of this version', async () => {
    const desk = workplace();
    const backup = packedBackup(readFileSync(releasedStore(release)));
    expect(await desk.run('restore', backup)).toMatchObject({ exitCode: 0 });
    expect(await desk.json('audit', '--verify')).toMatchObject({ ok: true, findings: [] });
  });
});

describe('a store of release 0.7.0', () => {
  it('learns its history again, as a store that had learned nothing', async () => {
    const upgraded = upgradedDesk('0.7.0');
    const unlearned = upgradedDesk('0.7.0');
    const { database } = await temporarySqlite(unlearned.path);
    expect(database.driver.prepare('DELETE FROM learned_session').run().changes).toBeGreaterThan(60);
    const [first, second] = [await learnedBy(upgraded), await learnedBy(unlearned)];
    expect(first.length).toBeGreaterThan(60);
    expect(first.every(({ cut_outcomes }) => cut_outcomes !== null)).toBe(true);
    expect(first).toEqual(second);
  });

  it('switches its cuts off on the first morning that requires their proof', async () => {
    const desk = upgradedDesk('0.7.0');
    const before = await desk.json('morning', '--dry-run', '--date', '2025-12-12');
    expect(before.engine).toBe('rules');
    const { stdout } = await cli(
      ['morning', '--dry-run', '--date', '2025-12-12', '--json'],
      { CUTS_REQUIRE_PROOF: 'yes' },
      desk.folder,
    );
    const after = JSON.parse(stdout);
    expect(after.engine).toBe('no-cut');
    expect(after.changes).toEqual({ lower: 0, raise: 3, stay: 4, set: 0 });
    expect(after.alerts).toContainEqual(expect.objectContaining({ code: 'CUTS_OFF' }));
  });
});

describe('a store of release 0.2.0', () => {
  it('begins with limits that are unknown since its last morning, as its audit trail says too', async () => {
    const { limits, database } = await temporarySqlite(releasedStore('0.2.0'));
    const [event, ...others] = await limits.events('2026-12-31');
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      kind: 'unknown',
      trader: null,
      sessionDate: '2025-12-11',
      dollars: null,
      by: 'daybreak',
      through: 'upgrade',
    });
    expect(await verifyAudit(database)).toMatchObject({ fault: null });
    expect(await verifyTables(database)).toEqual({ findings: [], isCut: false });
    expect((await auditEntries(database, undefined, undefined)).at(-1)).toMatchObject({
      kind: 'limit',
      subject: 'every trader',
    });
  });

  it('decides the morning that 0.2.0 ran dry', async () => {
    const desk = upgradedDesk();
    const { exitCode, stdout } = await desk.run('morning', '--dry-run', '--date', '2025-12-12');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('SET ALL 7 LIMITS · Friday 12 December 2025');
  });

  it('names the days in the mail whose net changed because of cancelled fills and options', async () => {
    const desk = upgradedDesk();
    const report = await desk.json('morning', '--dry-run', '--date', '2025-12-12');
    expect(report.dataQuality).toContainEqual({
      code: 'corrected_days',
      count: 20,
      text: 'net of 20 earlier trader-days of 2 traders moved by $7,113 in all, $2,955 on balance',
    });
  });
});
