import type { CorrelatedPair } from '../../domain/compliance/deskFacts.ts';
import { type NotionalBySymbol, sharedNotional } from '../../domain/compliance/sharedNotional.ts';
import { notionalBySymbol } from '../../domain/ledger/notionalBySymbol.ts';
import { CORRELATION_SESSIONS, correlationsOf, HIGH_CORRELATION } from '../../domain/risk/correlation.ts';
import { contractLookup } from '../../domain/roster/contracts.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { Desk, DeskTrader } from './indicators.ts';
import { sessionsThrough } from './proof.ts';

export interface CorrelatedPairPorts {
  readonly calendar: Calendar;
  readonly ledger: Pick<LedgerStore, 'prices'>;
  readonly roster: RosterStore;
}

/**
 * Reads the pairs of traders whose P&L moves together. Fills are read for the last session only, and only
 * where there is such a pair: the cost of a morning must not grow with the history.
 */
export async function readCorrelatedPairs(
  ports: CorrelatedPairPorts,
  { traders, dataThrough }: Pick<Desk, 'traders' | 'dataThrough'>,
): Promise<readonly CorrelatedPair[]> {
  const sessions = sessionsThrough(ports.calendar, dataThrough, CORRELATION_SESSIONS);
  const { pairs } = correlationsOf(
    traders.map(({ trader, days }) => ({ trader, netPnl: pnlOf(days, sessions) })),
  );
  const high = pairs.filter(({ correlation }) => correlation > HIGH_CORRELATION);
  if (high.length === 0) return [];
  const notional = await readNotional(ports, traders, dataThrough);
  return high.map(({ first, second, correlation, commonSessions }) => {
    const shared = sharedNotional(notional.get(first), notional.get(second));
    return {
      first,
      second,
      correlation: toSixDigits(correlation),
      commonSessions,
      sharedNotional: shared === null ? null : toSixDigits(shared),
    };
  });
}

function pnlOf(days: DeskTrader['days'], sessions: readonly string[]): readonly (number | null)[] {
  const byDate = new Map(days.slice(-2 * sessions.length).map((day) => [day.sessionDate, day.netPnl]));
  return sessions.map((session) => byDate.get(session) ?? null);
}

async function readNotional(
  { ledger, roster }: CorrelatedPairPorts,
  traders: readonly DeskTrader[],
  sessionDate: string,
): Promise<ReadonlyMap<string, NotionalBySymbol>> {
  const contractOf = contractLookup(await roster.multipliers());
  const ownerOf = new Map(traders.flatMap(({ trader, accounts }) => accounts.map((code) => [code, trader])));
  const byTrader = new Map<string, Map<string, number>>();
  for await (const prints of ledger.prices(sessionDate)) {
    const trader = ownerOf.get(prints.account);
    if (trader === undefined) continue;
    const own = byTrader.get(trader) ?? new Map<string, number>();
    byTrader.set(trader, own);
    for (const [symbol, notional] of notionalBySymbol(prints))
      own.set(symbol, (own.get(symbol) ?? 0) + notional * (contractOf(symbol).multiplier ?? 0));
  }
  return byTrader;
}

function toSixDigits(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
