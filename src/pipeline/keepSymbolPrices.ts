import { SYMBOL_SESSIONS } from '../domain/risk/sizing/symbolVolatility.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { Log } from '../ports/runtime.ts';
import type { SymbolPrices } from '../ports/symbolPrices.ts';
import { sessionsBefore } from './limitedSessions.ts';

export interface SymbolPricePorts {
  readonly log: Log;
  readonly calendar: Calendar;
  readonly symbolPrices: SymbolPrices;
}

/**
 * Summarises the prices of symbols on each of the last 60 sessions that has fills and no summary yet: on an
 * ordinary morning, one session. Runs after the mails and before old fills are removed. Each session is
 * stored on its own, so an interrupted run goes on where it stopped.
 *
 * Never throws: the mails are already sent, and the next morning tries again.
 */
export async function keepSymbolPrices(
  { log, calendar, symbolPrices }: SymbolPricePorts,
  dataThrough: string,
): Promise<void> {
  try {
    const [from = dataThrough] = sessionsBefore(calendar, calendar.nextSession(dataThrough), SYMBOL_SESSIONS);
    for (const session of await symbolPrices.missing({ from, to: dataThrough }))
      await symbolPrices.save(await symbolPrices.fromFills(session));
  } catch (error) {
    log.error('prices of symbols could not be summarised; the next morning tries again', {
      problem: error instanceof Error ? error.message : String(error),
    });
  }
}
