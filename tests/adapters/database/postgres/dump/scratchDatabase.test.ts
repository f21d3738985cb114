import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { superuserUrl } from '../../../../../scripts/postgres/throwawayCluster.ts';
import { withScratchDatabase } from '../../../../../src/adapters/database/postgres/dump/scratchDatabase.ts';
import { asSuperuser, hasPostgres, sharedCluster, temporaryPostgres } from '../../../../support/postgres.ts';

async function scratchNames(): Promise<readonly string[]> {
  const rows = await asSuperuser<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname LIKE 'daybreak_scratch_2020%'`,
  );
  return rows.map(({ datname }) => datname);
}

describe.skipIf(!hasPostgres)('the database in which a dump is checked', () => {
  it('is dropped although a process of a superuser, such as autovacuum, works in it', async () => {
    const url = await temporaryPostgres();
    await withScratchDatabase(url, new Date('2020-01-02T00:00:00Z'), async ({ name }) => {
      expect(await scratchNames()).toContain(name);
      const worker = new Client({ connectionString: superuserUrl(await sharedCluster(), name) });
      await worker.connect();
      setTimeout(() => void worker.end(), 1_000);
    });
    expect(await scratchNames()).toEqual([]);
  });

  it('is dropped a day later where a killed process left it', async () => {
    const url = await temporaryPostgres();
    await asSuperuser('CREATE DATABASE daybreak_scratch_20200102t000000000_1 OWNER daybreak');
    await withScratchDatabase(url, new Date('2020-01-02T20:00:00Z'), async () => undefined);
    expect(await scratchNames()).toHaveLength(1);
    await withScratchDatabase(url, new Date('2020-01-03T20:00:00Z'), async () => undefined);
    expect(await scratchNames()).toEqual([]);
  });
});
