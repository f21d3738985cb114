import { createServer, type Server } from 'node:http';
import type { GroupSupport } from './actions.ts';
import { createDemoApi } from './api.ts';
import { baseLimitOf, type DemoDesk, type DemoDeskOptions, TradingDesk } from './demoDesk.ts';
import { createFaultBook, type DemoFaults } from './faults.ts';
import { handleRequest } from './httpHandler.ts';
import { createRequestLimit } from './requestLimit.ts';
import { type DemoCalendar, demoPeriod } from './simulation/demoSession.ts';
import type { LimitOf } from './simulation/deskSimulation.ts';
import type { DemoTrader } from './simulation/traders.ts';
import { createTokens } from './tokens.ts';

export interface DemoServerOptions extends DemoDeskOptions {
  /** The last session that has fills. */
  readonly through: string;
  readonly calendar: DemoCalendar;
  /** The sessions after this one are left to `trade`; by default none. */
  readonly tradedThrough?: string;
  /** Rows per page; by default 50,000 like the vendor. */
  readonly pageRows?: number;
  readonly tokenSeconds?: number;
  /** Requests allowed in any four seconds, null for any number; by default 40 like the vendor. */
  readonly requestsPerWindow?: number | null;
  readonly groups?: Partial<GroupSupport>;
}

/** A running demo server. */
export interface DemoServer {
  /** An address on the loopback interface. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly firstSession: string;
  /** The desk as traded so far. */
  desk(): DemoDesk;
  /** Those who have traded so far. */
  traders(): readonly DemoTrader[];
  /** Trades further sessions, which the server then serves. */
  trade(sessions: readonly string[], limitOf: LimitOf): void;
  readonly faults: DemoFaults;
  /** The requested actions with their pages, for example `fills 2`; they contain no secrets. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const USER = 'demo';
const PASSWORD = 'daybreak';
const WINDOW_MS = 4_000;

/**
 * Starts a server like PropReports with a simulated desk on a free port of 127.0.0.1. The desk of a later
 * session has the same sessions and more.
 */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
  const { calendar, through, tradedThrough = through } = options;
  const { first } = demoPeriod(through, calendar);
  const trading = new TradingDesk(calendar, options);
  trading.trade(calendar.sessionsBetween(first, tradedThrough), options.limitOf ?? baseLimitOf);
  const now = (): number => performance.now();
  const tokens = createTokens(1_000 * (options.tokenSeconds ?? 7_200), now);
  const faults = createFaultBook(tokens.revokeAll);
  const perWindow = options.requestsPerWindow === undefined ? 40 : options.requestsPerWindow;
  const answer = createDemoApi({
    trading,
    user: USER,
    password: PASSWORD,
    tokens,
    faults,
    admits: perWindow === null ? () => true : createRequestLimit(perWindow, WINDOW_MS, now),
    pageRows: options.pageRows ?? 50_000,
    groups: { fills: true, reports: 'named', ...options.groups },
  });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    handleRequest(request, response, faults, (parameters) => {
      requests.push(describe(parameters));
      return answer(parameters);
    }).catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    user: USER,
    password: PASSWORD,
    firstSession: first,
    desk: () => trading.desk(),
    traders: () => [...trading.attendance.keys()],
    trade: (sessions, limitOf) => trading.trade(sessions, limitOf),
    faults,
    requests,
    close: () => stop(server),
  };
}

function describe(parameters: URLSearchParams): string {
  return [parameters.get('action'), parameters.get('page')].filter((each) => each !== null).join(' ');
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the demo server has no port');
  return address.port;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
