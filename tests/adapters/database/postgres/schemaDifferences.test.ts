import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { asSuperuser, hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

async function differencesAfter(statement: string) {
  const url = await temporaryPostgres();
  const store = await openPostgres(url);
  onTestFinished(() => store.close());
  await asSuperuser(statement, url);
  const found = await store.schemaDifferences();
  expect(
    await store.connection.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'daybreak_scratch'"),
  ).toBe(0);
  return found.map(({ object }) => object);
}

describe.skipIf(!hasPostgres)('the schema of a Postgres database', () => {
  it('has no differences after its migrations, with partitions, and next to the tables of other programs', async () => {
    expect(await differencesAfter('SELECT 1')).toEqual([]);
    expect(
      await differencesAfter(
        "CREATE TABLE fill_2026_03 PARTITION OF fill FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
      ),
    ).toEqual([]);
    expect(await differencesAfter('CREATE SCHEMA analyst; CREATE TABLE analyst.mine (a int)')).toEqual([]);
  });

  it.each([
    ['ALTER TABLE decision ADD COLUMN extra text', ['table decision']],
    ['ALTER TABLE decision ALTER COLUMN new_limit TYPE real', ['table decision']],
    ['CREATE TABLE stray (a int)', ['table stray']],
    [
      'DROP TRIGGER audit_entry_never_changes ON audit_entry',
      ['trigger audit_entry_never_changes on audit_entry'],
    ],
    [
      'ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_never_changes',
      ['trigger audit_entry_never_changes on audit_entry'],
    ],
    ['DROP INDEX trader_day_by_session', ['index trader_day_by_session']],
    [
      "CREATE OR REPLACE FUNCTION daybreak_now() RETURNS text LANGUAGE sql AS $$ SELECT 'never' $$",
      ['function daybreak_now()'],
    ],
  ])('differs after %s', async (statement, objects) => {
    expect(await differencesAfter(statement)).toEqual(objects);
  });
});
