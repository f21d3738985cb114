import { type DeskPlan, simulateDesk } from '../../src/adapters/demo/simulation/desk.ts';
import type { SimulatedFill } from '../../src/adapters/demo/simulation/execution.ts';
import type { DemoTrader } from '../../src/adapters/demo/simulation/traders.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { asLedgerFill } from './ledgeredDay.ts';
import { runLedger, type SessionFills } from './runLedger.ts';
import type { SimulatedSession } from './simulatedDesk.ts';
import type { SimulatedRosterEntry } from './simulatedTrader.ts';

/** A simulated desk's fills after the ledger. */
export interface LedgeredDesk {
  readonly roster: readonly SimulatedRosterEntry[];
  readonly sessions: readonly SimulatedSession[];
}

const calendar = createCalendar('nyse');

/**
 * Generates the desk's fills, dates them on the sessions up to 2026-06-30, and closes every trader-day in the
 * ledger.
 */
export function ledgeredDesk(seed: number, plan: DeskPlan): LedgeredDesk {
  const desk = simulateDesk(seed, plan);
  const dates = datesBack(desk.sessions);
  const byAccount = grouped(desk.fills, (fill) => fill.account);
  const facts = desk.traders.flatMap((trader) => close(trader, byAccount.get(trader.account) ?? [], dates));
  const bySession = grouped(facts, (day) => day.sessionDate);
  const sessions = dates.map((sessionDate) => ({ sessionDate, days: bySession.get(sessionDate) ?? [] }));
  return { roster: desk.traders.map(rosterEntry), sessions: sessions.toReversed() };
}

function close(
  { trader }: DemoTrader,
  fills: readonly SimulatedFill[],
  dates: readonly string[],
): TraderDayFacts[] {
  const sessions = grouped(fills, (fill) => dates[fill.session] ?? '');
  const input = { trader, openingLots: [], sessions: asSessions(sessions) };
  return Array.from(runLedger(input), (day) => day.facts);
}

function* asSessions(sessions: ReadonlyMap<string, readonly SimulatedFill[]>): Generator<SessionFills> {
  for (const [sessionDate, fills] of sessions)
    yield { sessionDate, fills: fills.map((fill) => asLedgerFill(fill, sessionDate)) };
}

function rosterEntry({ trader, desk, baseLimit, account }: DemoTrader): SimulatedRosterEntry {
  return { trader, desk, baseLimit, riskCapital: 20 * baseLimit, active: true, accounts: [account] };
}

/** Newest first, so that the index is the number of sessions back. */
function datesBack(count: number): string[] {
  const dates = ['2026-06-30'];
  for (let date = '2026-06-30'; dates.length < count; dates.push(date)) date = calendar.previousSession(date);
  return dates;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
