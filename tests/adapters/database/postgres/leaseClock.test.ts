import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { createRunLedger } from '../../../../src/adapters/database/store/runLedger.ts';
import type { Acquisition } from '../../../../src/ports/runLedger.ts';
import { hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

const SESSION = '2026-03-03';

/** A process on a host whose clock is so many seconds ahead of the server's. */
async function host(url: string, owner: string, aheadSeconds: number) {
  const database = await openPostgres(url);
  onTestFinished(() => database.close());
  const runs = createRunLedger(database);
  const now = () => new Date(Date.now() + aheadSeconds * 1_000);
  const until = (seconds: number) => new Date(now().getTime() + seconds * 1_000);
  return {
    database,
    runs,
    now,
    acquire: (seconds: number) => runs.acquire(SESSION, owner, now(), until(seconds)),
    renew: async (acquired: Acquisition, seconds: number) => {
      if (acquired.kind === 'held') throw new Error('it is held by another process');
      await runs.renew(acquired.lease, now(), until(seconds));
    },
  };
}

describe.skipIf(!hasPostgres)('a lease on Postgres, taken by hosts whose clocks differ', () => {
  it.each([
    ['ahead', 3_600],
    ['behind', -3_600],
  ])('is kept while it lasts from a host whose clock is an hour %s', async (_, aheadSeconds) => {
    const url = await temporaryPostgres();
    const first = await host(url, 'first', 0);
    const second = await host(url, 'second', aheadSeconds);
    await first.acquire(90);
    const held = await second.acquire(90);
    expect(held).toMatchObject({ kind: 'held', holder: { owner: 'first' } });
    // Its end is on the clock of the host that asks, about 90 seconds away.
    const seconds = held.kind === 'held' ? (held.holder.until.getTime() - second.now().getTime()) / 1_000 : 0;
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(90);
  });

  it.each([
    ['ahead', 30],
    ['behind', -30],
  ])('that runs out goes to the next, although its own host is 30 s %s', async (_, aheadSeconds) => {
    const url = await temporaryPostgres();
    const first = await host(url, 'first', aheadSeconds);
    const second = await host(url, 'second', 0);
    const acquired = await first.acquire(0.2);
    await setTimeout(300);
    expect(await second.acquire(90)).toMatchObject({ kind: 'acquired', lease: { fence: 2 } });
    await expect(first.renew(acquired, 90)).rejects.toMatchObject({ code: 'lease_lost' });
  });

  it('is renewed by the clock of the server', async () => {
    const url = await temporaryPostgres();
    const first = await host(url, 'first', -3_600);
    const second = await host(url, 'second', 0);
    await first.renew(await first.acquire(0.2), 90);
    await setTimeout(300);
    expect(await second.acquire(90)).toMatchObject({ kind: 'held' });
  });

  it('ends by the clock of the caller where the address says so, for simulated time', async () => {
    const url = `${await temporaryPostgres()}?options=${encodeURIComponent('-c daybreak.clock=host')}`;
    const first = await host(url, 'first', 0);
    const second = await host(url, 'second', 3_600);
    await first.acquire(90);
    expect(await second.acquire(90)).toMatchObject({ kind: 'acquired' });
  });
});
