import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHealth } from '../../src/commands/health.ts';
import { openStores } from '../../src/commands/world.ts';
import { JUST_STARTED } from '../../src/pipeline/daemon/watchStatus.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

it('health names the database that cannot be opened, and not the folder it lies in, as the error itself does', async () => {
  const folder = join(temporaryFolder(), 'desk');
  const { world } = fakeWorld({ DB_PATH: join(folder, 'daybreak.db') }, '2026-03-03T12:00:00Z');
  // A file system without files for us to make: nobody, not even the superuser, may write there.
  const refused = await openStores('/proc/self/daybreak.db').catch((error: Error) => error.message);
  expect(refused).toContain('Database /proc/self/daybreak.db · ');
  const problem = `Database ${world.config.dbPath} · it cannot be written · expected one that can`;
  const health = createHealth(world);
  health.watches({
    wakeUp: async () => undefined,
    standDown: async () => undefined,
    status: () => ({
      ...JUST_STARTED,
      state: 'watching',
      why: problem,
      databaseProblem: problem,
      morning: 'failing',
    }),
  });
  const said = await health.read();
  expect(said).toMatchObject({
    ready: false,
    why: 'Database daybreak.db · it cannot be written · expected one that can',
    morning: { state: 'failing', isTrouble: true },
    database: {
      writable: false,
      problem: 'Database daybreak.db · it cannot be written · expected one that can',
    },
  });
  expect(JSON.stringify(said)).not.toContain(folder);
});
