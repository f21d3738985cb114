import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeClock } from '../../../scripts/simulation/fakes.ts';
import { ProcessKilled, portsKilledAt } from '../../../scripts/simulation/processKill.ts';
import { openPostgres } from '../../../src/adapters/database/postgres/open.ts';
import { createHistoryBlocks } from '../../../src/adapters/database/postgres/queue/historyBlocks.ts';
import { createJobQueue } from '../../../src/adapters/database/postgres/queue/jobQueue.ts';
import { verifyAudit } from '../../../src/adapters/database/store/auditTrail.ts';
import { createStores } from '../../../src/commands/world.ts';
import { jobDoer } from '../../../src/pipeline/jobs/doJob.ts';
import type { SealedMail } from '../../../src/ports/mail.ts';
import { fakeSource } from '../../support/desk.ts';
import { accepted, history, morningPorts, runOwn, storePast } from '../../support/morningDesk.ts';
import { hasPostgres, temporaryPostgres } from '../../support/postgres.ts';
import { temporarySqlite } from '../../support/stores.ts';

const NOW = Date.parse('2026-03-03T10:00:00Z');
/** So long that it does not end during the test. */
const LEASE_MS = 3_600_000;

/** Two hosts on one Postgres desk, the clock of the second so many seconds from that of the first. */
async function twoHosts(aheadSeconds: number) {
  const url = await temporaryPostgres();
  const source = fakeSource(history());
  const mails: string[] = [];
  const send = async ({ recipient, messageId }: SealedMail) => {
    mails.push(`${recipient} ${messageId}`);
    return accepted;
  };
  const host = async (ahead: number) => {
    const stores = createStores(await openPostgres(url), null);
    onTestFinished(() => stores.database.close());
    const ports = morningPorts(stores, source, send, fakeClock(new Date(NOW + ahead * 1_000).toISOString()));
    const doJob = jobDoer({ ...ports, histories: createHistoryBlocks(stores.database), mail: null });
    const terms = { url, workers: 2, kinds: ['ledger'] as const, log: ports.log, doJob };
    return { ...ports, jobs: createJobQueue(stores.database, terms) };
  };
  const [first, second] = [await host(0), await host(aheadSeconds)];
  await storePast(first, history());
  await first.roster.learnAccounts(await source.accounts());
  return { first, second, mails };
}

/** The report of a SQLite desk that nothing disturbed. */
async function undisturbed() {
  const source = fakeSource(history());
  const ports = morningPorts(await temporarySqlite(), source, async () => accepted);
  await storePast(ports, history());
  await ports.roster.learnAccounts(await source.accounts());
  return (await runOwn(ports, { owner: 'host:1:ann' })).report;
}

describe.skipIf(!hasPostgres)('two hosts whose clocks differ by 30 seconds', () => {
  it.each([
    ['ahead', 30],
    ['behind', -30],
  ])(
    'the second one, %s, does not take the morning while its lease lasts, and finishes it afterwards',
    async (_, aheadSeconds) => {
      const { first, second, mails } = await twoHosts(aheadSeconds);
      const bob = { owner: 'host:2:bob', waitsForOther: false };
      const ann = { owner: 'host:1:ann', leaseMs: LEASE_MS };
      await expect(runOwn(portsKilledAt(first, 'after outbox.claim #2'), ann)).rejects.toThrow(ProcessKilled);
      await expect(runOwn(second, bob)).rejects.toThrow('held by host:1:ann');
      // The time passes on the server, the one clock that counts.
      await first.database.connection.run('UPDATE run_lease SET expires_at = daybreak_now()');
      const { outcome, report } = await runOwn(second, bob);
      expect(outcome).toBe('sent');
      expect(report).toEqual(await undisturbed());
      expect(new Set(mails).size).toBe(2);
      expect(mails).toHaveLength(2);
      expect((await verifyAudit(second.database)).fault).toBeNull();
    },
    120_000,
  );
});
