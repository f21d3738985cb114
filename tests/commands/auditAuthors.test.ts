import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importCommand } from '../../src/commands/import.ts';
import { openStores } from '../../src/commands/world.ts';
import { FILLS_HEADER, fillRow } from '../support/fillsFile.ts';
import { limitEvent, newOverride } from '../support/limits.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const AT = new Date('2026-03-03T12:00:00Z');

/** Entries that record what the program did by itself, not the change of an individual. */
const OWN = ['run', 'decision', 'gate', 'mail', 'shadow', 'desk-facts'];

it('the audit trail names the individual behind each kind of change', async () => {
  const folder = temporaryFolder();
  const [path, file] = [join(folder, 'daybreak.db'), join(folder, 'fills.csv')];
  writeFileSync(file, `${FILLS_HEADER}\n${fillRow()}\n`);
  const { world } = fakeWorld({ DB_PATH: path }, AT.toISOString());
  await importCommand(world, [file], { json: true });
  const stores = await openStores(path);
  await stores.roster.set({ trader: 'NET001', baseLimit: 4000 });
  await stores.corrections.importRates([{ sessionDate: '2026-03-02', currency: 'CAD', value: 0.73 }], AT);
  const { id } = await stores.limits.addOverride(newOverride({ trader: 'NET001', by: 'ann' }));
  await stores.limits.approveOverride(id, 'bob', AT);
  await stores.limits.endOverride(id, '2026-03-04', 'cho', AT);
  await stores.limits.record([limitEvent({ trader: 'NET001', kind: 'applied', by: 'risk@desk.example' })]);
  const acceptance = { sessionDate: '2026-03-02', reason: 'fees are booked a day later', by: 'ann', at: AT };
  await stores.acceptances.acceptNoTrading(acceptance);
  const rows = stores.database.driver
    .prepare<[], { kind: string; by: string | null }>(
      "SELECT kind, json_extract(body, '$.by') AS by FROM audit_entry ORDER BY sequence",
    )
    .all();
  await stores.database.close();
  const me = userInfo().username;
  expect(rows.filter(({ kind }) => !OWN.includes(kind))).toEqual([
    { kind: 'import', by: me },
    { kind: 'roster', by: me },
    { kind: 'correction', by: me },
    { kind: 'override', by: 'ann' },
    { kind: 'override', by: 'bob' },
    { kind: 'override', by: 'cho' },
    { kind: 'limit', by: 'risk@desk.example' },
    { kind: 'acceptance', by: 'ann' },
  ]);
});
