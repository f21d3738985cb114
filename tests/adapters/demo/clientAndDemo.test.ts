import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemoDesk } from '../../../src/adapters/demo/demoDesk.ts';
import type { AnswerFault } from '../../../src/adapters/demo/faults.ts';
import { type DemoServer, startDemoServer } from '../../../src/adapters/demo/server.ts';
import { totalFees } from '../../../src/adapters/demo/simulation/execution.ts';
import type { DatedFill } from '../../../src/adapters/demo/tradedMonth.ts';
import type { Fill } from '../../../src/domain/ledger/fill.ts';
import type { FillSource } from '../../../src/ports/source.ts';
import { SourceError } from '../../../src/shared/errors.ts';
import { clientOf, collect } from '../sources/propReports/stubServer.ts';
import { nyse } from './calendars.ts';

const THROUGH = '2026-11-27';
const FROM = nyse.previousSession(THROUGH);
let demo: DemoServer;
let desk: ReturnType<typeof createDemoDesk>;
/** The fills that the client must return for FROM to THROUGH. */
let expected: Fill[];

beforeAll(async () => {
  demo = await startDemoServer({ through: THROUGH, calendar: nyse, requestsPerWindow: null, pageRows: 200 });
  desk = createDemoDesk(THROUGH, nyse);
  expected = desk.fills.filter((fill) => fill.sessionDate >= FROM).map(asFill);
});

afterAll(() => demo.close());

function asFill(fill: DatedFill): Fill {
  const { execution } = fill;
  const digits = fill.sessionDate.replaceAll('-', '');
  const traders = [...desk.attendance.keys()];
  const accountId = traders.find((trader) => trader.account === execution.account)?.accountId ?? 0;
  return {
    account: execution.account,
    sessionDate: fill.sessionDate,
    secondOfDay: execution.timeUnknown ? null : fill.secondOfDay,
    side: execution.side,
    quantity: execution.quantity,
    symbol: execution.symbol,
    price: execution.price,
    fees: expect.closeTo(totalFees(execution.fees), 8) as number,
    orderId: `${accountId}-${digits}-${execution.order}`,
    currency: 'USD',
    status: '',
    idDigest: expect.any(Number) as number,
    identity: `P:${digits}${accountId}${String(fill.number).padStart(4, '0')}`,
  };
}

async function fetchAll(client: FillSource): Promise<unknown> {
  const read = await collect(client.fills(FROM, THROUGH));
  await client.close();
  return read;
}

async function failure(work: Promise<unknown>): Promise<SourceError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SourceError);
  return error as SourceError;
}

describe('the client with the demo server', () => {
  it('returns the simulated fills in order, over several pages', async () => {
    expect(await fetchAll(clientOf(demo))).toEqual({ fills: expected, rejected: [] });
    expect(demo.requests.filter((request) => request.startsWith('fills')).length).toBeGreaterThan(5);
  });

  it('returns the whole history on vendor-sized pages with the right count and sum', async () => {
    const vendorSized = await startDemoServer({ through: THROUGH, calendar: nyse });
    const { fills, rejected } = await collect(clientOf(vendorSized).fills(vendorSized.firstSession, THROUGH));
    await vendorSized.close();
    const worth = (all: readonly { quantity: number; price: number }[]): number =>
      all.reduce((sum, fill) => sum + fill.quantity * fill.price, 0);
    expect([fills.length, rejected]).toEqual([desk.fills.length, []]);
    expect(worth(fills)).toBeCloseTo(worth(desk.fills.map((fill) => fill.execution)), 2);
    expect(new Set(fills.map((fill) => fill.identity)).size).toBe(fills.length);
  });

  it.each<AnswerFault>(['error', 'html', 'cut', 'drop', 'no-trailer', 'silence'])(
    'one “%s” in the middle is repeated, and every fill comes once',
    async (kind) => {
      demo.faults.inject({ kind, action: 'fills', page: 2, times: 2 });
      demo.faults.inject({ kind, action: 'fills', page: 4 });
      expect(await fetchAll(clientOf(demo, { timeouts: { headersMs: 500 } }))).toEqual({
        fills: expected,
        rejected: [],
      });
    },
    20_000,
  );

  it.each<[AnswerFault, string]>([
    ['error', 'source_http_500'],
    ['html', 'source_html'],
    ['cut', 'source_trailer_missing'],
    ['drop', 'source_unreachable'],
    ['no-trailer', 'source_trailer_missing'],
    ['silence', 'source_timeout'],
  ])('throws after repeated “%s” on page 2 the retryable error %s', async (kind, code) => {
    demo.faults.inject({ kind, action: 'fills', page: 2, times: 2 });
    const client = clientOf(demo, { retry: { retries: 1, firstDelayMs: 1 }, timeouts: { headersMs: 500 } });
    const error = await failure(fetchAll(client));
    expect([error.code, error.retryable]).toEqual([code, true]);
    expect(error.message).toContain(`PropReports fills ${FROM} to ${THROUGH} page 2 · found`);
  });

  it('returns the same fills when the token expires between two pages', async () => {
    demo.faults.expireTokensBeforePage(3);
    expect(await fetchAll(clientOf(demo))).toEqual({ fills: expected, rejected: [] });
  });

  it('logs in as often as needed when tokens expire quickly', async () => {
    const hasty = await startDemoServer({
      through: THROUGH,
      calendar: nyse,
      requestsPerWindow: null,
      tokenSeconds: 0.2,
    });
    const client = clientOf(hasty);
    const first = await client.accounts();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(await client.accounts()).toEqual(first);
    await hasty.close();
  });

  it('throws when the number of pages grows between pages', async () => {
    demo.faults.growPages(true);
    const error = await failure(fetchAll(clientOf(demo)));
    demo.faults.growPages(false);
    expect([error.code, error.retryable]).toEqual(['source_pages_changed', true]);
  });

  it('throws an error that names a renamed column', async () => {
    demo.faults.renameColumn('Price', 'Px');
    const error = await failure(fetchAll(clientOf(demo)));
    demo.faults.renameColumn('Price', 'Price');
    expect([error.code, error.retryable]).toEqual(['source_not_fills_csv', false]);
    expect(error.message).toContain('found a header without Price');
  });

  it('waits for a slow answer while bytes arrive, and throws after the total timeout', async () => {
    demo.faults.slowDown({ bytes: 8_000, everyMs: 10 });
    expect(await fetchAll(clientOf(demo))).toEqual({ fills: expected, rejected: [] });
    demo.faults.slowDown({ bytes: 100, everyMs: 20 });
    const client = clientOf(demo, { retry: { retries: 0 }, timeouts: { answerMs: 300 } });
    const error = await failure(client.accounts().then(() => fetchAll(client)));
    demo.faults.slowDown(null);
    expect([error.code, error.retryable]).toEqual(['source_timeout', true]);
  });

  it('returns no fills for a day that is not ready yet, which the pipeline must detect', async () => {
    demo.faults.dayNotReady(THROUGH);
    const { fills } = await collect(clientOf(demo).fills(FROM, THROUGH));
    demo.faults.dayNotReady(null);
    expect(fills).toEqual(expected.filter((fill) => fill.sessionDate === FROM));
  });
});

describe('the client with a server that does not support groups', () => {
  it.each(['refused', 'unnamed'] as const)(
    'give the same fills and totals account by account (reports %s)',
    async (reports) => {
      const old = await startDemoServer({
        through: THROUGH,
        calendar: nyse,
        requestsPerWindow: null,
        groups: { fills: false, reports },
      });
      const client = clientOf(old);
      const modern = clientOf(demo);
      const byAccountAndTime = (fills: readonly Fill[]): string[] =>
        fills.map((fill) => fill.identity).sort();
      const { fills } = await collect(client.fills(FROM, THROUGH));
      expect(byAccountAndTime(fills)).toEqual(
        byAccountAndTime((await collect(modern.fills(FROM, THROUGH))).fills),
      );
      const accounts = await client.accounts();
      expect(await client.totals(accounts, FROM, THROUGH)).toEqual(
        await modern.totals(accounts, FROM, THROUGH),
      );
      // One request for the whole desk, then one for each account.
      const asked = old.requests.filter((request) => request === 'report 1');
      expect(asked).toHaveLength(1 + accounts.length);
      await old.close();
    },
  );
});

describe('the totals of the client', () => {
  it('equal the demo’s books, with one entry per account and session', async () => {
    const client = clientOf(demo);
    const totals = await client.totals(await client.accounts(), FROM, THROUGH);
    const books = desk.days.filter((day) => day.sessionDate >= FROM);
    expect(totals).toEqual(
      books.map(({ trader, sessionDate, symbols }) => {
        const sum = (pick: (symbol: (typeof symbols)[number]) => number): number =>
          symbols.reduce((total, symbol) => total + pick(symbol), 0);
        const [gross, net] = [sum((symbol) => symbol.gross), sum((symbol) => symbol.net)];
        return {
          account: trader.account,
          sessionDate,
          grossPnl: expect.closeTo(gross, 6),
          fees: expect.closeTo(gross - net, 6),
          netPnl: expect.closeTo(net, 6),
          fills: sum((symbol) => symbol.fills),
          rows: expect.any(Number),
        };
      }),
    );
  });
});
