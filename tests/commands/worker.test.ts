import { describe, expect, it } from 'vitest';
import { workerCommand } from '../../src/commands/worker.ts';
import { killableCli } from '../support/killable.ts';
import { emptyPostgres, hasPostgres } from '../support/postgres.ts';
import { runningDaemon } from '../support/runningDaemon.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

// Processes are started, on a machine that may have other work.
const NOW = '2026-03-10T10:00:00Z';
const UNUSED = 'postgres://daybreak@127.0.0.1:9/daybreak?sslmode=disable';

describe('worker', () => {
  it('refuses a desk on SQLite, and says what to set', async () => {
    const { world } = fakeWorld({ DB_PATH: `${temporaryFolder()}/daybreak.db` }, NOW);
    await expect(workerCommand(world, { json: false })).rejects.toMatchObject({
      code: 'no_queue',
      message: expect.stringContaining('found a desk on SQLite'),
      hint: expect.stringContaining('Set DATABASE_URL'),
    });
  });

  it('refuses WORKERS=0', async () => {
    const { world } = fakeWorld({ DATABASE_URL: UNUSED, WORKERS: '0' }, NOW);
    await expect(workerCommand(world, { json: false })).rejects.toMatchObject({
      code: 'no_queue',
      hint: expect.stringContaining('Set WORKERS'),
    });
  });

  it('ends with 2 and one JSON document where the desk is on SQLite', async () => {
    const { exitCode, stdout } = await killableCli(['worker', '--json'], {}, temporaryFolder()).ended;
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([2, 'no_queue']);
  });

  it('ends with 1 where the server cannot be reached', async () => {
    const { exitCode, stdout } = await killableCli(
      ['worker', '--json'],
      { DATABASE_URL: UNUSED },
      temporaryFolder(),
    ).ended;
    expect([exitCode, JSON.parse(stdout).error.code]).toEqual([1, 'database_unreachable']);
  });

  it.skipIf(!hasPostgres)('works until SIGTERM, and ends with 0', async () => {
    const worker = runningDaemon({ DATABASE_URL: await emptyPostgres() }, temporaryFolder(), 'worker');
    await worker.waitForLog('the worker starts');
    worker.signal('SIGTERM');
    expect(await worker.ended).toEqual({ exitCode: 0, signal: null });
    expect(worker.output()).toContain('stopped');
    expect(worker.output()).not.toContain('Deprecation');
  });
});
