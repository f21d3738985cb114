import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock, noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import type { AnswerFault } from '../../src/adapters/demo/faults.ts';
import { type DemoServer, startDemoServer } from '../../src/adapters/demo/server.ts';
import type { Stores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { type Fetched, fetchSessions, sessionsToFetch } from '../../src/pipeline/steps/fetch.ts';
import type { FetchPorts } from '../../src/pipeline/steps/fetchBlocks.ts';
import { reconcile } from '../../src/pipeline/steps/reconcile.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import { clientOf } from '../adapters/sources/propReports/stubServer.ts';
import { temporaryFolder, temporaryStores, testsPostgres } from '../support/stores.ts';

const calendar = createCalendar('nyse');
const THROUGH = '2026-11-27';
/** The last two of the five sessions of a morning: the same failures in less time. */
const sessions = sessionsToFetch(calendar, THROUGH).slice(-2);
let demo: DemoServer;
let cleanStores: Stores;
/** Result and stored data of a fetch that never failed. */
let clean: { readonly fetched: Fetched; readonly stored: unknown };

beforeAll(async () => {
  demo = await startDemoServer({ through: THROUGH, calendar, requestsPerWindow: null, pageRows: 150 });
  cleanStores = await temporaryStores(join(temporaryFolder(afterAll), 'clean.db'), afterAll);
  clean = { fetched: await fetchInto(cleanStores), stored: await contents(cleanStores) };
});

afterAll(async () => {
  await demo.close();
});

afterEach(() => demo.faults.reset());

function fetchPorts(stores: Stores): FetchPorts {
  return {
    ...stores,
    clock: fakeClock('2026-11-30T10:00:00Z'),
    log: recordingLog(),
    progress: noProgress,
    calendar,
    rejectsOf: () => ({ add: () => undefined, close: () => null, discard: () => undefined }),
  };
}

/** One complete fetch over HTTP, by a client that tries each request at most twice. */
async function fetchInto(stores: Stores, answerMs = 10_000): Promise<Fetched> {
  const client = clientOf(demo, {
    retry: { retries: 1, firstDelayMs: 1 },
    timeouts: { headersMs: 200, answerMs },
  });
  try {
    return await fetchSessions(fetchPorts(stores), client, sessions, THROUGH);
  } finally {
    await client.close();
  }
}

/** Everything that a fetch stores, by account code. */
async function contents({ database: { connection } }: Stores) {
  const rows = (sql: string) => connection.all(sql);
  const account = 'JOIN account ON account.id = account_id';
  return {
    accounts: await rows('SELECT code, source_id, first_traded, last_traded FROM account ORDER BY code'),
    fills: await rows(
      testsPostgres
        ? `SELECT code, session_date, place, second_of_day, side, quantity, symbol, price, fees, currency, order_id,
             status, identity, id_digest FROM fill ${account} ORDER BY code, session_date, place`
        : `SELECT code, session_date, fills, numbers, texts, identities FROM fill_block ${account} ORDER BY code, session_date`,
    ),
    totals: await rows(
      `SELECT code, session_date, gross_pnl, fees, net_pnl, fills FROM source_total ${account} ORDER BY code, session_date`,
    ),
    fetched: await rows('SELECT session_date, fills FROM fetched_session ORDER BY session_date'),
    stale: await rows(
      'SELECT name, session_date, added, changed, removed, late FROM stale_day JOIN trader ON trader.id = trader_id ORDER BY name, session_date',
    ),
  };
}

/** Each session is stored exactly as by a run without failures, or not at all. */
async function expectNothingHalfStored(stores: Stores): Promise<void> {
  const { fills, fetched, totals } = (await contents(stores)) as Record<string, { session_date: string }[]>;
  const whole = new Set(fetched?.map((row) => row.session_date));
  const expected = (clean.stored as { fills: { session_date: string }[] }).fills;
  expect(fills).toEqual(expected.filter((row) => whole.has(row.session_date)));
  expect(totals).toEqual([]);
}

async function expectErrorThenClean(stores: Stores, code: string, answerMs?: number): Promise<void> {
  await expect(fetchInto(stores, answerMs)).rejects.toMatchObject({ code });
  await expectNothingHalfStored(stores);
  demo.faults.reset();
  const again = await fetchInto(stores);
  expect(await contents(stores)).toEqual(clean.stored);
  expect(again.newAccounts).toEqual(clean.fetched.newAccounts);
}

const someAccount = () => {
  const [first] = (clean.stored as { fills: { code: string }[] }).fills;
  return first?.code ?? '';
};

const codes: Readonly<Record<AnswerFault, string>> = {
  error: 'source_http_500',
  html: 'source_html',
  cut: 'source_trailer_missing',
  drop: 'source_unreachable',
  silence: 'source_timeout',
  'no-trailer': 'source_trailer_missing',
};
const kinds = Object.entries(codes) as [AnswerFault, string][];
const places = [
  { action: 'accounts', page: 1 },
  { action: 'fills', page: 1 },
  { action: 'fills', page: 2 },
  { action: 'report', page: 1 },
  { action: 'report', page: 2 },
];
const isGroupReport = ({ kind, action, page }: { kind: string; action: string; page: number }) =>
  kind === 'error' && action === 'report' && page === 2;
/** A silent server costs a whole timeout, and undici's clock ticks once a second. One place is enough. */
const isWaitedFor = ({ kind, action, page }: { kind: string; action: string; page: number }) =>
  kind !== 'silence' || (action === 'fills' && page === 2);
const everywhere = kinds
  .flatMap(([kind, code]) => places.map((place) => ({ kind, code, ...place })))
  .filter(isWaitedFor);

describe('a source that fails', () => {
  it.each(everywhere)(
    '$kind once on page $page of $action is retried with the same result',
    async ({ kind, action, page }) => {
      const stores = await temporaryStores();
      demo.faults.inject({ kind, action, page });
      expect(await fetchInto(stores)).toEqual(clean.fetched);
      expect(await contents(stores)).toEqual(clean.stored);
    },
  );

  it.each(everywhere.filter((fault) => !isGroupReport(fault)))(
    '$kind that lasts on page $page of $action is $code, no session is stored in part, and the next run succeeds',
    async ({ kind, code, action, page }) => {
      demo.faults.inject({ kind, action, page, times: 1_000 });
      await expectErrorThenClean(await temporaryStores(), code);
    },
  );

  it('a lasting error on page 2 of the group’s totals is avoided by reading account by account', async () => {
    const stores = await temporaryStores();
    demo.faults.inject({ kind: 'error', action: 'report', page: 2, times: 1_000 });
    expect(await fetchInto(stores)).toEqual(clean.fetched);
    expect(await contents(stores)).toEqual(clean.stored);
  });

  it.each([1, 2])('a token that expires before page %i changes nothing', async (page) => {
    const stores = await temporaryStores();
    demo.faults.expireTokensBeforePage(page);
    expect(await fetchInto(stores)).toEqual(clean.fetched);
    expect(await contents(stores)).toEqual(clean.stored);
  });

  it.each([
    ['pages that become more while they are read', 'source_pages_changed', () => demo.faults.growPages(true)],
    ['a renamed column of fills', 'source_not_fills_csv', () => demo.faults.renameColumn('Price', 'Px')],
    ['a missing column of fills', 'source_not_fills_csv', () => demo.faults.dropColumn('Qty')],
    ['a missing column of totals', 'source_columns', () => demo.faults.dropColumn('Net')],
    ['a missing column of accounts', 'source_columns', () => demo.faults.dropColumn('Account Name')],
    ['a day that is not ready', 'no_fills', () => demo.faults.dayNotReady(THROUGH)],
  ])('%s is %s, nothing is half-stored, and the next run is clean', async (_, code, goWrong) => {
    goWrong();
    await expectErrorThenClean(await temporaryStores(), code);
  });

  it('a response that arrives byte by byte times out, and the next run succeeds', async () => {
    demo.faults.slowDown({ bytes: 10, everyMs: 20 });
    await expectErrorThenClean(await temporaryStores(), 'source_timeout', 150);
  });

  it('a slow response that continues is read to its end', async () => {
    const stores = await temporaryStores();
    demo.faults.slowDown({ bytes: 4_000, everyMs: 2 });
    expect(await fetchInto(stores)).toEqual(clean.fetched);
    expect(await contents(stores)).toEqual(clean.stored);
  });

  it('rows on two pages are stored once and counted as repeated', async () => {
    const stores = await temporaryStores();
    demo.faults.overlapPages(true);
    const client = clientOf(demo);
    const { repeatedRows } = await fetchSessions(
      fetchPorts(stores),
      { ...client, totals: async () => [] },
      sessions,
      THROUGH,
    );
    expect(repeatedRows).toBeGreaterThan(0);
    expect(((await contents(stores)) as { fills: unknown }).fills).toEqual(
      (clean.stored as { fills: unknown }).fills,
    );
  });
});

describe('an account', () => {
  const fillsOf = (stores: Stores, account: string) =>
    stores.database.connection.value<number>(
      'SELECT sum(fills) FROM fill_block JOIN account ON account.id = account_id WHERE code = ?',
      account,
    );

  it('that appears overnight is added and named', async () => {
    const stores = await temporaryStores();
    demo.faults.hideAccount(someAccount());
    expect((await fetchInto(stores)).newAccounts).not.toContain(someAccount());
    demo.faults.reset();
    expect((await fetchInto(stores)).newAccounts).toEqual([someAccount()]);
    expect(await fillsOf(stores, someAccount())).toBe(await fillsOf(cleanStores, someAccount()));
  });

  it('that disappears overnight keeps its fills and totals, and is named', async () => {
    const stores = await temporaryStores();
    await fetchInto(stores);
    const before = await contents(stores);
    demo.faults.hideAccount(someAccount());
    expect((await fetchInto(stores)).goneAccounts).toEqual([someAccount()]);
    const { fills, totals, stale } = await contents(stores);
    expect({ fills, totals, stale }).toEqual({
      fills: before.fills,
      totals: before.totals,
      stale: before.stale,
    });
  });

  it('that is still listed and has no fills any more loses its stored fills', async () => {
    const stores = await temporaryStores();
    await fetchInto(stores);
    demo.faults.delayFills({ account: someAccount(), sessionDate: THROUGH, from: 1 });
    const { goneAccounts } = await fetchInto(stores);
    expect(goneAccounts).toEqual([]);
    expect(await fillsOf(stores, someAccount())).toBeLessThan(
      Number(await fillsOf(cleanStores, someAccount())),
    );
  });
});

describe('while a source is slow', () => {
  it('other processes can write, because the store is locked only after all fills have arrived', async () => {
    const path = join(temporaryFolder(), 'shared.db');
    const [slow, other] = [await temporaryStores(path), await temporaryStores(path)];
    let wroteMeanwhile = false;
    const client = clientOf(demo);
    const watched = {
      ...client,
      async *fills(from: string, to: string) {
        for await (const batch of client.fills(from, to)) {
          await other.roster.set({ trader: 'NOBODY', desk: `desk of ${from}` });
          wroteMeanwhile = true;
          yield batch;
        }
      },
    };
    await fetchSessions(fetchPorts(slow), watched, sessions, THROUGH);
    await client.close();
    expect(wroteMeanwhile).toBe(true);
  });
});

describe('fills that come a day late', () => {
  it('leave their trader unreconciled until they arrive, then the trader ties out and the correction is recorded', async () => {
    const late = await startDemoServer({ through: THROUGH, calendar, requestsPerWindow: null });
    const stores = await temporaryStores();
    const client = clientOf(late);
    const lastFive = sessionsToFetch(calendar, THROUGH);
    const [, , , before = ''] = lastFive;
    const fetchAndClose = async (wanted: readonly string[]) => {
      await fetchSessions(fetchPorts(stores), client, wanted, null);
      await updateLedger({ ...stores, progress: noProgress });
      return reconcile(stores, lastFive);
    };
    late.faults.delayFills({ account: someAccount(), sessionDate: before, from: 3 });
    const first = await fetchAndClose(calendar.sessionsBetween(late.firstSession, THROUGH));
    expect(first.mismatches.map(({ trader }) => trader)).toContain(someAccount());
    late.faults.reset();
    const then = await fetchAndClose(lastFive);
    expect(then.mismatches).toEqual([]);
    const [correction] = await stores.ledger.revisions(THROUGH, THROUGH);
    expect(correction).toMatchObject({ trader: someAccount(), sessionDate: before, changed: 0, removed: 0 });
    expect(correction?.added).toBeGreaterThan(0);
    expect(correction?.netAfter).not.toBe(correction?.netBefore);
    await client.close();
    await late.close();
  });
});
