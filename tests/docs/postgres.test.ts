import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asSuperuser, hasPostgres, temporaryPostgres } from '../support/postgres.ts';

it.skipIf(!hasPostgres)('docs/postgres.md lists the columns of the view fills', async () => {
  const columns = await asSuperuser<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_name = 'fills' ORDER BY ordinal_position`,
    await temporaryPostgres(),
  );
  const table = /<!-- fills-columns -->([\s\S]*?)<!-- \/fills-columns -->/.exec(
    readFileSync('docs/postgres.md', 'utf8'),
  );
  const rows = [...(table?.[1] ?? '').matchAll(/^\| `(\w+)` \| ([\w ]+) \|/gm)];
  expect(rows.map(([, name, type]) => ({ name, type }))).toEqual(columns);
});
