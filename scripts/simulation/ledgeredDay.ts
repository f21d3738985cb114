import { type SimulatedFill, totalFees } from '../../src/adapters/demo/simulation/execution.ts';
import type { LedgerFill } from '../../src/domain/ledger/fill.ts';

const OPEN_SECOND = 34_200;
const CLOSE_SECOND = 57_600;

/** A simulated fill as the ledger reads it, on a session of full length. */
export function asLedgerFill(fill: SimulatedFill, sessionDate: string): LedgerFill {
  const { account, side, quantity, symbol, price } = fill;
  const secondOfDay = OPEN_SECOND + Math.floor(fill.dayShare * (CLOSE_SECOND - OPEN_SECOND));
  return {
    account,
    sessionDate,
    secondOfDay: fill.timeUnknown ? null : secondOfDay,
    side,
    quantity,
    symbol,
    price,
    fees: totalFees(fill.fees),
    currency: '',
    orderId: String(fill.order),
  };
}
