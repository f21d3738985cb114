import { describe, expect, it } from 'vitest';
import { createAuditTrail } from '../../../../src/adapters/database/store/auditTrail.ts';
import { createVerifiedTrail } from '../../../../src/adapters/database/store/verifiedTrail.ts';
import type { Stores } from '../../../../src/commands/world.ts';
import type { TrailRequest } from '../../../../src/ports/verifiedTrail.ts';
import { fakeSource } from '../../../support/desk.ts';
import { limitEvent, newOverride } from '../../../support/limits.ts';
import { accepted, history, morningPorts, request, runOwn, storePast } from '../../../support/morningDesk.ts';
import { temporaryStores } from '../../../support/stores.ts';

const SESSION = request.sessionDate;
const AT = new Date(`${SESSION}T12:00:00Z`);
const everything: TrailRequest = {
  from: '0000-01-01',
  to: '9999-12-31',
  timezone: 'America/New_York',
  keepsRaw: false,
  onVerified: () => undefined,
};

/** A mailed morning, and a change of each kind that an individual can make. */
async function busyDesk(): Promise<Stores> {
  const stores = await temporaryStores();
  const fills = history();
  await storePast(stores, fills);
  await runOwn(morningPorts(stores, fakeSource(fills), async () => accepted));
  const trail = createAuditTrail(stores.database);
  await stores.roster.set({ trader: 'STEADY', baseLimit: 4000 });
  await stores.corrections.importRates([{ sessionDate: '2026-03-02', currency: 'CAD', value: 0.73 }], AT);
  const { id } = await stores.limits.addOverride(newOverride({ trader: 'STEADY' }));
  await stores.limits.approveOverride(id, 'bob', AT);
  await stores.limits.endOverride(id, '2026-03-04', 'cho', AT);
  await stores.limits.record([limitEvent({ kind: 'unknown', trader: null, dollars: null, baseLimit: null })]);
  const noTrading = { sessionDate: SESSION, reason: 'holiday of the desk', by: 'ann', at: AT };
  await stores.acceptances.acceptNoTrading(noTrading);
  const covers = { netPnl: 120, doubts: [] };
  await stores.acceptances.accept({ ...noTrading, trader: 'STEADY', covers });
  await stores.unconfirmed.add([
    {
      sessionDate: SESSION,
      trader: 'STEADY',
      answer: { kind: 'applied' },
      revision: 0,
      by: 'risk@desk.example',
      at: AT,
      because: 'no origin',
    },
  ]);
  await stores.fills.recordImport({
    file: 'fills.csv',
    key: 'fills.csv',
    format: 'csv',
    read: 1,
    inserted: 1,
    duplicates: 0,
    rejected: 0,
    rejectedFile: null,
    unreadColumns: [],
    lastSession: '2026-03-02',
    importedAt: AT,
  });
  await stores.keys.add({
    id: '0a1b2c3d4e',
    owner: 'ann',
    scope: 'read',
    secretHash: 'x',
    createdAt: AT,
    createdBy: 'op',
    expiresAt: null,
  });
  await trail.record('restore', 'backup.gz', { replacedHead: { sequence: 7, hash: 'h' }, by: 'op' }, AT);
  await trail.record('restore', 'adopted', { replacedHead: 'unreadable' }, AT);
  await trail.record('gate', SESSION, { from: 'rules', to: 'ridge', why: 'better', since: '2026-03-02' }, AT);
  return stores;
}

async function readAll(stores: Stores, changes: Partial<TrailRequest> = {}) {
  const reading = await createVerifiedTrail(stores.database).read({ ...everything, ...changes });
  if ('fault' in reading) throw new Error(reading.fault.found);
  return reading;
}

describe('the verified trail', () => {
  it('reads every kind of entry as its writer stored it', async () => {
    const { records } = await readAll(await busyDesk());
    expect(records.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    expect([...new Set(records.map(({ kind }) => kind))].sort()).toEqual(
      [
        'acceptance',
        'access',
        'answer',
        'correction',
        'decision',
        'desk-facts',
        'gate',
        'import',
        'limit',
        'mail',
        'override',
        'restore',
        'roster',
        'run',
      ].sort(),
    );
    expect(records.filter(({ kind }) => kind === 'restore')).toMatchObject([
      { backup: 'backup.gz', replacedSequence: 7, by: 'op' },
      { backup: 'adopted', replacedSequence: null, by: null },
    ]);
    expect(records.filter(({ kind }) => kind === 'acceptance')).toMatchObject([
      { trader: null, sessionDate: SESSION, by: 'ann' },
      { trader: 'STEADY', sessionDate: SESSION, by: 'ann' },
    ]);
  });

  it('counts what it verified, and knows the head and the decided sessions', async () => {
    const stores = await busyDesk();
    let verified = 0;
    const { head, decided } = await readAll(stores, { onVerified: (entries) => (verified += entries) });
    expect([verified, head.sequence]).toEqual([await createVerifiedTrail(stores.database).count(), verified]);
    expect(decided).toEqual({ from: SESSION, to: SESSION });
  });

  it('leaves out what a report of another period does not need', async () => {
    const { records } = await readAll(await busyDesk(), { from: '2026-05-01', to: '2026-05-29' });
    const kinds = records.map(({ kind }) => kind);
    expect(kinds).toEqual(['decision', 'desk-facts', 'override', 'override', 'override']);
  });

  it('makes an entry of another shape unreadable, not missing', async () => {
    const stores = await busyDesk();
    await createAuditTrail(stores.database).record('desk-facts', SESSION, { version: 2 }, AT);
    const { records } = await readAll(stores);
    expect(records.at(-1)).toMatchObject({ kind: 'unreadable', of: 'desk-facts' });
  });
});
