import type { DayMoney } from '../../src/domain/ledger/dayMoney.ts';
import type { LedgerFill } from '../../src/domain/ledger/fill.ts';
import type { OpenLot } from '../../src/domain/ledger/lot.ts';
import { type ClosedDay, closeTraderDay } from '../../src/domain/ledger/traderDay.ts';
import { type Contract, SHARE } from '../../src/domain/roster/contracts.ts';

/** The sessions of a trader, from the first one or from saved lots on. */
export interface LedgerInput {
  readonly trader: string;
  /** Lots open before the first of these sessions, in order of opening. */
  readonly openingLots: readonly OpenLot[];
  /** The active sessions of the trader, oldest first, each with all its fills. Read one at a time. */
  readonly sessions: Iterable<SessionFills>;
  /** One share by default. */
  readonly contractOf?: (symbol: string) => Contract;
}

export interface SessionFills {
  readonly sessionDate: string;
  readonly fills: readonly LedgerFill[];
}

/**
 * Closes the sessions in order and yields each closed day. The closing lots of a session are the opening lots
 * of the next. Continuing from saved lots gives the same days as one run over all sessions.
 *
 * Example: buy 100 at 10 on Monday, buy 50 at 12 on Tuesday, sell 120 at 13 on Friday: Friday realises 100·3
 * + 20·1 = 320 and leaves 30 at 12.
 *
 * @throws Error for a session that is not after the one before; InputError as `closeTraderDay` does
 */
export function* runLedger(input: LedgerInput): Generator<ClosedDay> {
  const { trader, contractOf = () => SHARE } = input;
  let openingLots = input.openingLots;
  let previousDate = '';
  for (const { sessionDate, fills } of input.sessions) {
    assertForward(trader, previousDate, sessionDate);
    const day = closeTraderDay({ trader, sessionDate, openingLots, fills, ...dollars(contractOf) });
    openingLots = day.closingLots;
    previousDate = sessionDate;
    yield day;
  }
}

/** All money is in dollars. */
export function dollars(contractOf: (symbol: string) => Contract = () => SHARE): DayMoney {
  return { contractOf, baseCurrency: 'USD', rateOf: () => null };
}

function assertForward(trader: string, previousDate: string, sessionDate: string): void {
  if (sessionDate > previousDate) return;
  throw new Error(
    `sessions of ${trader}: ${sessionDate} after ${previousDate}; expected oldest first, each once`,
  );
}
