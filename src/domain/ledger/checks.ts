import { InputError } from '../../shared/errors.ts';
import type { LedgerFill } from './fill.ts';
import type { OpenLot } from './lot.ts';
import { QUANTITY_RESOLUTION } from './tolerance.ts';

/** Throws InputError unless the fill is of this session and its quantity, price, fees and time are valid. */
export function assertBookable(fill: LedgerFill, sessionDate: string): void {
  if (fill.sessionDate !== sessionDate) throw badFill(fill, 'session', fill.sessionDate, sessionDate);
  if (!isQuantity(fill.quantity)) throw badFill(fill, 'quantity', fill.quantity, 'at least 0.00000001');
  if (!Number.isFinite(fill.price)) throw badFill(fill, 'price', fill.price, 'a number');
  if (!Number.isFinite(fill.fees)) throw badFill(fill, 'fees', fill.fees, 'a number');
  if (fill.secondOfDay !== null && !(fill.secondOfDay >= 0 && fill.secondOfDay < SECONDS_PER_DAY))
    throw badFill(fill, 'second of day', fill.secondOfDay, 'null or 0 to 86399');
}

/**
 * Throws InputError unless the lot was opened before the session, its quantity and price are valid, and it is
 * on the side `direction` of the lots before it: 1 long, −1 short, 0 for the first lot.
 */
export function assertCarriable(lot: OpenLot, direction: number, sessionDate: string): void {
  if (!(lot.openedOn < sessionDate)) throw badLot(lot, 'opening date', lot.openedOn, `before ${sessionDate}`);
  if (!isQuantity(Math.abs(lot.quantity)))
    throw badLot(lot, 'quantity', lot.quantity, 'at least 0.00000001 either way');
  if (!Number.isFinite(lot.price)) throw badLot(lot, 'price', lot.price, 'a number');
  if (lot.lastPrice !== null && !Number.isFinite(lot.lastPrice))
    throw badLot(lot, 'last price', lot.lastPrice, 'a number, or none');
  if (direction !== 0 && direction !== Math.sign(lot.quantity))
    throw badLot(lot, 'quantity', lot.quantity, 'the same side as the lots before it');
}

/** Throws InputError unless the contract multiplier is finite and above 0. */
export function assertMultiplier(multiplier: number, symbol: string): void {
  if (multiplier > 0 && Number.isFinite(multiplier)) return;
  throw new InputError(
    'ledger_multiplier',
    `contract multiplier of ${symbol} · found ${multiplier} · expected a number above 0`,
    { hint: 'Correct the multiplier of the symbol in the roster.' },
  );
}

/** Throws InputError unless the exchange rate is finite and above 0. */
export function assertRate(rate: number, currency: string): void {
  if (rate > 0 && Number.isFinite(rate)) return;
  throw new InputError(
    'ledger_rate',
    `exchange rate of ${currency} · found ${rate} · expected a number above 0`,
    { hint: 'Import the rate of the session again: `npm run fx -- import FILE`.' },
  );
}

const SECONDS_PER_DAY = 86_400;

function isQuantity(quantity: number): boolean {
  return quantity >= QUANTITY_RESOLUTION && Number.isFinite(quantity);
}

function badFill(fill: LedgerFill, what: string, found: unknown, expected: string): InputError {
  return new InputError(
    'ledger_fill',
    `${what} of a fill of ${fill.account} in ${fill.symbol} at second ${fill.secondOfDay ?? 'unknown'}, order ${fill.orderId || 'unknown'} · found ${found} · expected ${expected}`,
    {
      hint: 'Fetch or import the session again; if the source still sends this fill, have it corrected there.',
    },
  );
}

function badLot(lot: OpenLot, what: string, found: unknown, expected: string): InputError {
  return new InputError(
    'ledger_lot',
    `${what} of an opening lot of ${lot.account} in ${lot.symbol} · found ${found} · expected ${expected}`,
    { hint: 'The stored lots do not fit the session: recompute the trader from an earlier session.' },
  );
}
