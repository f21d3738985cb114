import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHealth } from '../../src/commands/health.ts';
import { openStores } from '../../src/commands/world.ts';
import { JUST_STARTED } from '../../src/pipeline/daemon/daemonStatus.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

it('health names the database that cannot be opened, but not its folder', async () => {
  const folder = join(temporaryFolder(), 'desk');
  const { world } = fakeWorld({ DB_PATH: join(folder, 'daybreak.db') }, '2026-03-03T12:00:00Z');
  // Not even the superuser can create a file in /proc.
  const refused = await openStores('/proc/self/daybreak.db').catch((error: Error) => error.message);
  expect(refused).toContain('Database /proc/self/daybreak.db · ');
  const problem = `Database ${world.config.dbPath} · it cannot be written · expected one that can`;
  const health = createHealth(world);
  health.reportOn({
    status: () => ({
      ...JUST_STARTED,
      state: 'watching',
      why: problem,
      databaseProblem: problem,
      morning: 'failing',
    }),
  });
  const answer = await health.read();
  expect(answer).toMatchObject({
    ready: false,
    why: 'Database daybreak.db · it cannot be written · expected one that can',
    morning: { state: 'failing', isTrouble: true },
    database: {
      writable: false,
      problem: 'Database daybreak.db · it cannot be written · expected one that can',
    },
  });
  expect(JSON.stringify(answer)).not.toContain(folder);
});
