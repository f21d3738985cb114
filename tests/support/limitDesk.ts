import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openStores, type Stores } from '../../src/commands/world.ts';
import type { Decision } from '../../src/domain/decision/decision.ts';
import type { LimitLine } from '../../src/domain/decision/limitLine.ts';
import { addDays, weekdayOf } from '../../src/domain/session/isoDate.ts';
import { limitLine } from './limits.ts';
import { leaseOf } from './morningDesk.ts';
import { cut, decision, report } from './report.ts';
import { placeNewStore, settingsOfStore, temporaryFolder, temporaryStores, testsPostgres } from './stores.ts';
import { fakeWorld } from './world.ts';

/** Tuesday 3 March 2026. */
export const TODAY = '2026-03-03';

const BASE_LIMIT = 5000;

/**
 * A desk of NET001 to NET003 with base limits of $5,000, and the world of its commands at 08:00 in New York.
 * NET004 is not active.
 */
export async function limitDesk(settings: Readonly<Record<string, string>> = {}, folder = temporaryFolder()) {
  const path = join(folder, 'daybreak.db');
  if (!testsPostgres) await placeNewStore(path);
  const withStores = async <T>(work: (stores: Stores) => Promise<T>): Promise<T> => {
    const stores = testsPostgres ? await temporaryStores(path) : await openStores(path);
    try {
      return await work(stores);
    } finally {
      await stores.database.close();
      // As another process: a server sees the write in its next turn.
      await nextTurn();
    }
  };
  await withStores(async ({ roster }) => {
    for (const trader of ['NET001', 'NET002', 'NET003']) await roster.set({ trader, baseLimit: 5000 });
    await roster.set({ trader: 'NET004', active: false });
  });
  const fake = fakeWorld({ ...(await settingsOfStore(path)), ...settings }, `${TODAY}T13:00:00Z`);
  return {
    ...fake,
    path,
    withStores,
    /** Decides, and mails to a risk manager whose server accepts it. */
    mail: (
      sessionDate: string,
      decisions: readonly Decision[],
      revision?: number,
      status?: 'sent' | 'ambiguous',
    ) => withStores((stores) => mailAccepted(stores, sessionDate, decisions, revision, status)),
    /** The JSON document of a command. */
    async document(work: () => Promise<unknown>): Promise<unknown> {
      await work();
      return fake.documents.at(-1);
    },
  };
}

/** A decision with a limit line. */
export function lineOf(trader: string, line: Partial<LimitLine> = {}): Decision {
  const limit = limitLine(line);
  const { recommendedLimit, target } = limit;
  const own =
    recommendedLimit < BASE_LIMIT && limit.override === null
      ? cut(trader, 100 * (1 - recommendedLimit / BASE_LIMIT))
      : decision({ trader });
  return { ...own, newLimit: target, limit };
}

/** Stores decisions and their mail, and what the mail server answered. */
export async function mailAccepted(
  stores: Stores,
  sessionDate: string,
  decisions: readonly Decision[],
  revision = 0,
  status: 'sent' | 'ambiguous' = 'sent',
): Promise<void> {
  const lease = await leaseOf(stores, sessionDate);
  const kind = revision === 0 ? ('morning' as const) : ('correction' as const);
  const at = new Date(`${sessionDate}T${10 + revision}:00:00Z`);
  const mail = {
    kind,
    sequence: revision,
    revision,
    toDesk: true,
    sealed: {
      recipient: 'ann@desk',
      messageId: `<${kind}.${sessionDate}.${revision}>`,
      bytes: Buffer.from('x'),
    },
    expiresAt: new Date(`${sessionDate}T14:25:00Z`),
  };
  await stores.decisions.save(
    lease,
    {
      report: report({ sessionDate, dataThrough: weekdayBefore(sessionDate), decisions, revision }),
      decidedAt: at,
    },
    [mail],
  );
  const claimed = await stores.outbox.claim(lease, kind, at);
  const settlement = { status, response: '250', ambiguous: status === 'ambiguous', nextAttemptAt: null };
  await stores.outbox.settle(lease, claimed?.id ?? 0, settlement, at);
  await stores.runs.release(lease);
}

function weekdayBefore(date: string): string {
  return addDays(date, weekdayOf(date) === 1 ? -3 : -1);
}
