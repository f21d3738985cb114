import { describe, expect, it } from 'vitest';
import { recordingLog } from '../../../scripts/simulation/fakes.ts';
import { walkOptions } from '../../../scripts/simulation/walkedDesk.ts';
import { sizeFor } from '../../../src/domain/risk/sizing/sizeAnswer.ts';
import { forecastSession, learnThrough } from '../../../src/pipeline/learn.ts';
import { readSizingDesk, type SizingRequest } from '../../../src/pipeline/sizing/readSizingDesk.ts';
import { readUsualOrders } from '../../../src/pipeline/sizing/sizedSymbols.ts';
import { loadDesk } from '../../../src/pipeline/steps/indicators.ts';
import { deskInStore } from '../../support/backtestDesk.ts';
import { storedFill } from '../../support/fill.ts';
import { append } from '../../support/stores.ts';

const PLAN = { traders: 6, sessions: 110, seed: 14, truth: 'tilt' } as const;
const QUESTION = { symbol: null, price: null, maxRisk: 0.02, lotUnits: 1, usual: null };

async function desk() {
  const { desk: simulated, ports } = await deskInStore(PLAN);
  const sessions = simulated.sessionDates;
  const all = { ...ports, log: recordingLog(), pause: async () => undefined };
  const last = sessions.at(-1) ?? '';
  const read = (sessionDate: string, changed: Partial<SizingRequest> = {}) =>
    readSizingDesk(all, {
      sessionDate,
      defaultLimit: 5_000,
      limitBasis: 'total',
      limitLifetime: 'until-changed',
      walk: walkOptions,
      baseCurrency: 'USD',
      maxPositionPct: null,
      ...changed,
    });
  const learned = async () => {
    const recent = await loadDesk(all, last);
    const terms = { limitBasis: 'total', limitLifetime: 'until-changed', walk: walkOptions } as const;
    const request = { sessionDate: ports.calendar.nextSession(last), defaultLimit: 5_000, ...terms };
    const found = await learnThrough(all, { ...request, recent, recentSessions: 5 });
    if (found === null) throw new Error('nothing was learned');
    return { walk: found.walk, members: found.history.members(last) };
  };
  return { ports: all, learned, sessions, last, next: ports.calendar.nextSession(last), read };
}

type Read = Awaited<ReturnType<typeof desk>>;

/** What a table of the store contains. */
const rowsOf = ({ ports }: Read, table: string) =>
  ports.database.connection.value<number>(`SELECT count(*) AS rows FROM ${table}`);

/** Fills of AAPL on every session, 1 % up and down in turn. */
function fillsOf(sessions: readonly string[], symbol = 'AAPL', currency = '') {
  return sessions.flatMap((sessionDate, day) => [
    storedFill({
      account: 'SIM001',
      sessionDate,
      symbol,
      currency,
      price: 100,
      quantity: 40,
      orderId: `${day} A`,
    }),
    storedFill({
      account: 'SIM001',
      sessionDate,
      symbol,
      currency,
      price: day % 2 === 0 ? 101 : 100,
      quantity: 60,
      orderId: `${day} A`,
      side: 'S',
      secondOfDay: 40_000,
    }),
  ]);
}

describe('the sizes of a session', () => {
  it('rest on a forecast of each trader, and change nothing in the store', async () => {
    const read = await desk();
    const rows = () =>
      Promise.all(['learned_session', 'model', 'symbol_prices'].map((table) => rowsOf(read, table)));
    const before = await rows();
    const sizing = await read.read(read.next);
    expect(sizing).toMatchObject({ sessionDate: read.next, dataThrough: read.last, isStale: false });
    for (const trader of sizing.traders.keys()) {
      const answer = sizeFor(sizing, { ...QUESTION, trader });
      expect(answer.multiplier).toBeGreaterThan(0);
      expect(answer.multiplier).toBeLessThanOrEqual(1);
      expect(answer.expectedShortfall).toBeGreaterThan(0);
      expect(answer.reasons.length).toBeGreaterThan(0);
    }
    expect(await rows()).toEqual(before);
  });

  it('use nothing of the session or later', async () => {
    const read = await desk();
    const session = read.sessions.at(-10) ?? '';
    await append(read.ports, fillsOf(read.sessions));
    const whole = await read.read(session);
    for (const table of ['trader_day', 'low_water_marks', 'fill_block'])
      await read.ports.database.connection.run(`DELETE FROM ${table} WHERE session_date >= ?`, session);
    const { contractOf: _, ...figures } = whole;
    expect(await read.read(session)).toMatchObject(figures);
  });

  it('take risk capital from the roster, where it is stated', async () => {
    const read = await desk();
    await read.ports.roster.set({ trader: 'SIM001', riskCapital: 1_000_000 });
    const sizing = await read.read(read.next);
    const answer = sizeFor(sizing, { ...QUESTION, trader: 'SIM001' });
    expect(answer).toMatchObject({ budget: 20_000 });
    expect(sizeFor(sizing, { ...QUESTION, trader: 'SIM002' }).budget).not.toBe(20_000);
  });

  it('in a symbol use the prices of the desk, and the usual order of the trader', async () => {
    const read = await desk();
    await append(read.ports, fillsOf(read.sessions.slice(-30)));
    const sizing = await read.read(read.next);
    const symbol = sizing.symbols.get('AAPL');
    expect(symbol).toMatchObject({ price: 100, priceSession: read.last });
    expect(symbol?.volatility).toBeCloseTo(Math.sqrt(Math.PI / 2) * 0.00995, 4);
    const usual = await readUsualOrders(read.ports, 'SIM001', read.last);
    expect(usual).toEqual(new Map([['AAPL', 100]]));
    const answer = sizeFor(sizing, { ...QUESTION, trader: 'SIM001', symbol: 'AAPL', usual: 100 });
    expect(answer).toMatchObject({ price: 100, usual: 100, usualValue: 10_000, boundBy: 'risk-budget' });
    const unitRisk = 100 * sizing.tailMultiple * (symbol?.volatility ?? 0);
    const budget = (answer.budget ?? 0) * answer.multiplier;
    expect(answer.size).toBe(Math.floor(budget / unitRisk));
  });

  it('are capped by MAX_POSITION_PCT', async () => {
    const read = await desk();
    await append(read.ports, fillsOf(read.sessions.slice(-30)));
    await read.ports.roster.set({ trader: 'SIM001', riskCapital: 100_000 });
    const sizing = await read.read(read.next, { maxPositionPct: 10 });
    const answer = sizeFor(sizing, { ...QUESTION, trader: 'SIM001', symbol: 'AAPL', maxRisk: 0.2 });
    expect(answer).toMatchObject({ size: 100, value: 10_000, boundBy: 'position-cap' });
  });

  it('convert prices in another currency, and have no size without its rate', async () => {
    const read = await desk();
    await append(read.ports, fillsOf(read.sessions.slice(-30), 'SAP', 'EUR'));
    const without = await read.read(read.next);
    expect(without.symbols.get('SAP')).toMatchObject({ price: null });
    expect(sizeFor(without, { ...QUESTION, trader: 'SIM001', symbol: 'SAP' })).toMatchObject({ size: null });
    await read.ports.database.connection.run(
      `INSERT INTO exchange_rate VALUES ('${read.sessions[0]}', 'EUR', 1.5, ''), ('${read.last}', 'EUR', 1.1, '')`,
    );
    expect((await read.read(read.next)).symbols.get('SAP')?.price).toBeCloseTo(110, 9);
  });

  it('count a new symbol as more volatile than most, with low confidence', async () => {
    const read = await desk();
    await append(read.ports, fillsOf(read.sessions.slice(-30)));
    const sizing = await read.read(read.next);
    const answer = sizeFor(sizing, { ...QUESTION, trader: 'SIM001', symbol: 'NEWCO', price: 12 });
    expect(answer).toMatchObject({ confidence: 'low', symbol: 'NEWCO', price: 12 });
    expect(answer.size).toBeGreaterThan(0);
    expect(answer.reasons.join(' ')).toContain('more volatile than 90 %');
  });

  it('are made from the forecast that a morning has stored, whatever was learned since', async () => {
    const read = await desk();
    const own = await read.read(read.next);
    const { walk, members } = await read.learned();
    await forecastSession(read.ports, walk, read.next, members);
    await read.ports.database.connection.run('DELETE FROM learned_session');
    expect(await read.read(read.next, { mostToLearn: 0 })).toMatchObject({
      traders: own.traders,
      tailMultiple: own.tailMultiple,
    });
    await expect(read.read(read.last, { mostToLearn: 0 })).rejects.toMatchObject({ code: 'not_learned' });
  });

  it('say that they are stale where sessions are missing', async () => {
    const read = await desk();
    const later = read.ports.calendar.nextSession(read.next);
    expect(await read.read(later)).toMatchObject({ dataThrough: read.last, isStale: true });
  });

  it('name an unknown trader, an unknown symbol and a session without data', async () => {
    const read = await desk();
    await append(read.ports, fillsOf(read.sessions.slice(-2)));
    const sizing = await read.read(read.next);
    expect(() => sizeFor(sizing, { ...QUESTION, trader: 'SIM01' })).toThrow(
      /found no trader SIM01; did you mean SIM001\?/,
    );
    expect(() => sizeFor(sizing, { ...QUESTION, trader: 'SIM001', symbol: 'APPL' })).toThrow(
      /found no price of APPL; did you mean AAPL\? · expected one of the 1 symbol/,
    );
    const [first = ''] = read.sessions;
    await expect(read.read(first)).rejects.toThrow(`found the stored sessions ${first} to ${read.last}`);
  });
});
