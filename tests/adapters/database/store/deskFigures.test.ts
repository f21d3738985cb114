import { expect, it } from 'vitest';
import { storeFigures } from '../../../../src/adapters/database/store/deskFigures.ts';
import { fakeSource } from '../../../support/desk.ts';
import { accepted, history, morningPorts, runOwn, storePast } from '../../../support/morningDesk.ts';
import { temporaryStores } from '../../../support/stores.ts';

it('a store without a morning has no figures', async () => {
  const { database } = await temporaryStores();
  expect(await storeFigures(database)).toEqual({
    decided: null,
    steps: [],
    newestSession: null,
    lastImportAt: null,
  });
});

it('the figures of a store are those of its newest morning, and name no trader', async () => {
  const stores = await temporaryStores();
  const fills = history();
  await storePast(stores, fills);
  await runOwn(morningPorts(stores, fakeSource(fills), async () => accepted));
  await stores.database.connection.run(
    `INSERT INTO unconfirmed_answer (session_date, trader, kind, revision, given_by, given_at, because)
     VALUES ('2026-03-03', 'STREAK', 'applied', 0, 'risk@desk.example', '2026-03-03T10:00:05Z', 'no Origin')`,
  );
  const figures = await storeFigures(stores.database);
  expect(figures).toMatchObject({
    decided: {
      sessionDate: '2026-03-03',
      at: '2026-03-03T10:00:00.000Z',
      traders: { cut: 1, keep: 1 },
      unconfirmedAnswers: 1,
    },
    newestSession: '2026-03-02',
    lastImportAt: '2026-03-03T10:00:00.000Z',
  });
  expect(figures.steps.map(({ step }) => step).sort()).toEqual([
    'decide',
    'fetch',
    'forecast',
    'indicators',
    'ledger',
    'queue',
    'reconcile',
    'render',
    'send',
  ]);
  expect(figures.steps.every(({ seconds }) => seconds === 0)).toBe(true);
  expect(JSON.stringify(figures)).not.toMatch(/STREAK|STEADY|desk\.example/);
});
