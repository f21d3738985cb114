import { InputError } from '../../shared/errors.ts';
import type { LedgerFill } from './fill.ts';
import type { OpenLot } from './lot.ts';
import { type ClosedDay, closeTraderDay } from './traderDay.ts';

/** A trader's history, or the rest of it from saved lots on. */
export interface LedgerInput {
  readonly trader: string;
  /** Carried into the first of the sessions, in order of opening. */
  readonly openingLots: readonly OpenLot[];
  /** The trader's active sessions, oldest first, each with all its fills. Read one at a time. */
  readonly sessions: Iterable<SessionFills>;
  readonly multiplierOf: (symbol: string) => number;
}

export interface SessionFills {
  readonly sessionDate: string;
  readonly fills: readonly LedgerFill[];
}

/**
 * Closes one session after the other, each on the lots that the one before left; yields each as it is closed.
 * Stopping anywhere and starting again from the saved lots gives the same days. Throws InputError where sessions do
 * not go forward, and whatever `closeTraderDay` throws.
 */
export function* runLedger(input: LedgerInput): Generator<ClosedDay> {
  const { trader, multiplierOf } = input;
  let openingLots = input.openingLots;
  let previousDate = '';
  for (const { sessionDate, fills } of input.sessions) {
    assertForward(trader, previousDate, sessionDate);
    const day = closeTraderDay({ trader, sessionDate, openingLots, fills, multiplierOf });
    openingLots = day.closingLots;
    previousDate = sessionDate;
    yield day;
  }
}

function assertForward(trader: string, previousDate: string, sessionDate: string): void {
  if (sessionDate > previousDate) return;
  throw new InputError(
    'ledger_session_order',
    `sessions of ${trader} · found ${sessionDate} after ${previousDate} · expected oldest first, each once`,
    { hint: 'Read the sessions in date order: lots pass from each to the next.' },
  );
}
