import { describe, expect, it, onTestFinished } from 'vitest';
import { openPostgres } from '../../../../src/adapters/database/postgres/open.ts';
import { createStores } from '../../../../src/commands/world.ts';
import type { RunLease } from '../../../../src/ports/runLedger.ts';
import { asSuperuser, hasPostgres, temporaryPostgres } from '../../../support/postgres.ts';

const SESSION = '2026-03-03';
const soon = () => new Date(Date.now() + 90_000);

/** Two processes on one database, with two traders. */
async function twoProcesses() {
  const url = await temporaryPostgres();
  const opened = async () => {
    const stores = createStores(await openPostgres(url), null);
    onTestFinished(() => stores.database.close());
    return stores;
  };
  const [first, second] = [await opened(), await opened()];
  for (const trader of ['ANN', "O'BRIEN"]) await first.roster.set({ trader });
  const acquire = async (stores: typeof first, owner: string): Promise<RunLease> => {
    const acquired = await stores.runs.acquire(SESSION, owner, new Date(), soon());
    if (acquired.kind === 'held') throw new Error(`held by ${acquired.holder.owner}`);
    return acquired.lease;
  };
  return { url, first, second, acquire };
}

/**
 * Work that says when it has begun, and ends when it is released. `onEnd` is called before the commit: the
 * answers to two connections can arrive in either order.
 */
function heldOpen(onEnd = (): void => undefined) {
  let begin = (): void => undefined;
  let end = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const released = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    begin();
    await released;
    onEnd();
  };
  return { work, begun, release: () => end() };
}

/** Waits until one connection of the database waits for an advisory lock. */
async function oneWaits(url: string): Promise<void> {
  const waiting = `SELECT count(*) AS waiting FROM pg_locks
    WHERE NOT granted AND locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  while (Number((await asSuperuser<{ waiting: string }>(waiting, url))[0]?.waiting) === 0);
}

describe.skipIf(!hasPostgres)('transactions of the ledger on Postgres', () => {
  it('of two traders run side by side, in one process and in two', async () => {
    const { first, second } = await twoProcesses();
    const held = heldOpen();
    const running = first.ledger.traderTransaction('ANN', null, held.work);
    await held.begun;
    for (const { ledger } of [first, second])
      await ledger.traderTransaction("O'BRIEN", null, (open) => open.markStale("O'BRIEN", SESSION));
    held.release();
    await running;
    expect(await first.ledger.stale()).toEqual([{ trader: "O'BRIEN", sessions: [SESSION] }]);
  });

  it('of the same trader wait for each other', async () => {
    const { url, first, second } = await twoProcesses();
    const order: string[] = [];
    const held = heldOpen(() => order.push('first'));
    const running = first.ledger.traderTransaction('ANN', null, held.work);
    await held.begun;
    const next = second.ledger
      .traderTransaction('ANN', null, async () => undefined)
      .then(() => order.push('second'));
    await oneWaits(url);
    held.release();
    await Promise.all([running, next]);
    expect(order).toEqual(['first', 'second']);
  });

  it('run next to no other transaction, such as that of an import', async () => {
    const { url, first, second } = await twoProcesses();
    const order: string[] = [];
    const held = heldOpen(() => order.push('ledger'));
    const running = first.ledger.traderTransaction('ANN', null, held.work);
    await held.begun;
    const change = second.roster.set({ trader: 'CID' }).then(() => order.push('roster'));
    await oneWaits(url);
    held.release();
    await Promise.all([running, change]);
    expect(order).toEqual(['ledger', 'roster']);
  });

  it('store nothing for a process that has lost the morning, and say so', async () => {
    const { first, second, acquire } = await twoProcesses();
    const lease = await acquire(first, 'host:1:ann');
    await first.runs.release(lease);
    const newer = await acquire(second, 'host:2:bob');
    expect(newer.fence).toBe(lease.fence + 1);
    const late = first.ledger.traderTransaction('ANN', lease, (open) => open.markStale('ANN', SESSION));
    await expect(late).rejects.toMatchObject({
      code: 'lease_lost',
      message: `Morning of ${SESSION} · host:1:ann has lost its lease (fence 1) · expected the newest owner`,
    });
    await second.ledger.traderTransaction("O'BRIEN", newer, (open) => open.markStale("O'BRIEN", SESSION));
    expect(await second.ledger.stale()).toEqual([{ trader: "O'BRIEN", sessions: [SESSION] }]);
  });

  it('make a take-over wait: what began under the old number is committed before the new one exists', async () => {
    const { url, first, second, acquire } = await twoProcesses();
    const lease = await acquire(first, 'host:1:ann');
    const order: string[] = [];
    const held = heldOpen(() => order.push('ledger'));
    const running = first.ledger.traderTransaction('ANN', lease, held.work);
    await held.begun;
    await first.runs.release(lease);
    const taken = acquire(second, 'host:2:bob').then(() => order.push('taken over'));
    await oneWaits(url);
    held.release();
    await Promise.all([running, taken]);
    expect(order).toEqual(['ledger', 'taken over']);
  });
});

describe.skipIf(!hasPostgres)('the audit trail on Postgres', () => {
  it('has one writer at a time: an entry waits for a change that psql has not committed', async () => {
    const { url, first } = await twoProcesses();
    const { Client } = await import('pg');
    const psql = new Client({ connectionString: url });
    await psql.connect();
    await psql.query("BEGIN; SELECT daybreak_record(daybreak_now(), 'roster', 'ANN', '{}')");
    const { createAuditTrail, verifyAudit } = await import(
      '../../../../src/adapters/database/store/auditTrail.ts'
    );
    const entry = createAuditTrail(first.database).record('roster', 'BOB', {}, new Date());
    await oneWaits(url);
    await psql.query('COMMIT');
    await psql.end();
    await entry;
    expect((await verifyAudit(first.database)).fault).toBeNull();
  });
});
