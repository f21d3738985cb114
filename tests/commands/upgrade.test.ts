import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditEntries, verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { verifyTables } from '../../src/adapters/database/store/verifyTables.ts';
import { packedBackup } from '../support/packedBackup.ts';
import { releasedStore } from '../support/releasedStore.ts';
import { temporarySqlite } from '../support/stores.ts';
import { workplace } from '../support/workplace.ts';

/** A folder with the store of release 0.2.0. */
function upgradedDesk() {
  const desk = workplace();
  const path = releasedStore('0.2.0', join(desk.folder, 'data/daybreak.db'));
  return { ...desk, path };
}

describe('a store of release 0.2.0', () => {
  it('is migrated, and its audit trail is intact', async () => {
    const desk = upgradedDesk();
    const migrated = await desk.run('migrate');
    expect(migrated).toMatchObject({ exitCode: 0 });
    const verdict = await desk.json('audit', '--verify');
    expect(verdict).toMatchObject({ ok: true });
  });

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

  it('can be backed up and restored', async () => {
    const desk = upgradedDesk();
    expect(await desk.run('backup')).toMatchObject({ exitCode: 0 });
    const [name] = readdirSync(join(desk.folder, 'data/backups')).filter((each) => each.endsWith('.db.gz'));
    expect(await desk.run('restore', String(name), '--force')).toMatchObject({ exitCode: 0 });
    expect(await desk.json('audit', '--verify')).toMatchObject({ ok: true });
  });

  it('is restored from a backup that 0.2.0 made, and passes the checks of this version', async () => {
    const desk = workplace();
    const backup = packedBackup(readFileSync(releasedStore('0.2.0')));
    expect(await desk.run('restore', backup)).toMatchObject({ exitCode: 0 });
    expect(await desk.json('audit', '--verify')).toMatchObject({ ok: true, findings: [] });
  });
});
