import type { LedgerFill } from '../../../domain/ledger/fill.ts';
import type { OpenLot } from '../../../domain/ledger/lot.ts';
import { type ClosedDay, closeTraderDay } from '../../../domain/ledger/traderDay.ts';
import type { LimitBasis } from '../../../domain/ledger/traderDayFacts.ts';
import { stopAt } from '../../../domain/outcome/counterfactual.ts';
import { SHARE } from '../../../domain/roster/contracts.ts';
import { feesOf, type SimulatedFill, totalFees } from './execution.ts';
import type { OvernightPosition } from './traderDay.ts';

/** A simulated day that ended at a limit. */
export interface ObeyedDay {
  /** In time order; with the fills that close the open lots at the stop. */
  readonly fills: readonly SimulatedFill[];
  /** The positions of earlier sessions that are still held. */
  readonly held: readonly OvernightPosition[];
  /** Dollars, after fees. */
  readonly netPnl: number;
  /** Time of the stop as a share of the session. */
  readonly stoppedAt: number;
}

/** What the trader holds past a close. */
interface Overnight {
  /** The positions at the open. */
  readonly held: readonly OvernightPosition[];
  readonly mayHoldOvernight: boolean;
}

const DAY_TRADER: Overnight = { held: [], mayHoldOvernight: false };

/**
 * Ends a trader's day at the limit, as a platform does. At the first second in which the running P&L reaches
 * −limit, the fills after it are removed and the lots of the session are closed at the trader's last prices.
 * Positions of earlier sessions stay, where the trader may hold any past the close.
 * @param fills of one trader and one session, in time order
 * @param limit dollars, above 0
 * @returns null where the limit was not reached: the day is as it was.
 */
export function obeyLimit(
  fills: readonly SimulatedFill[],
  limit: number,
  basis: LimitBasis,
  { held, mayHoldOvernight }: Overnight = DAY_TRADER,
): ObeyedDay | null {
  const whole = replay(fills, held);
  const stop = stopAt(whole.facts.lowWaterMarks[basis], limit);
  if (stop === null) return null;
  const kept = fills.filter((fill) => fill.timeUnknown || secondOf(fill) <= stop.secondOfDay);
  const stoppedAt = (stop.secondOfDay + 1 - OPEN_SECOND) / SESSION_SECONDS;
  const { closingLots } = replay(kept, held);
  const toClose = mayHoldOvernight ? closingLots.filter((lot) => !isEarlier(lot)) : closingLots;
  const closing = [...openQuantities(toClose)].map(([symbol, open], place) =>
    closingFill(kept, { symbol, ...open, dayShare: stoppedAt, place }),
  );
  const obeyed = [...kept, ...closing];
  return {
    fills: obeyed,
    held: mayHoldOvernight ? stillHeld(held, closingLots.filter(isEarlier)) : [],
    netPnl: replay(obeyed, held).facts.netPnl,
    stoppedAt,
  };
}

const SESSION = '2000-01-04';
const SESSION_BEFORE = '2000-01-03';
const OPEN_SECOND = 34_200;
const SESSION_SECONDS = 23_400;

function secondOf({ dayShare }: SimulatedFill): number {
  return OPEN_SECOND + Math.floor(dayShare * SESSION_SECONDS);
}

function replay(fills: readonly SimulatedFill[], held: readonly OvernightPosition[]): ClosedDay {
  const account = fills[0]?.account ?? '';
  return closeTraderDay({
    trader: account,
    sessionDate: SESSION,
    openingLots: held.map((position) => lotOf(account, position)),
    fills: fills.map(ledgerFill),
    contractOf: () => SHARE,
    baseCurrency: 'USD',
    rateOf: () => null,
  });
}

function lotOf(account: string, { symbol, direction, quantity, cost }: OvernightPosition): OpenLot {
  return {
    account,
    symbol,
    quantity: direction * quantity,
    price: cost,
    currency: '',
    lastPrice: cost,
    openedOn: SESSION_BEFORE,
    openedAtSecond: null,
  };
}

function ledgerFill(fill: SimulatedFill): LedgerFill {
  const { account, side, quantity, symbol, price, fees, order, timeUnknown } = fill;
  return {
    account,
    sessionDate: SESSION,
    secondOfDay: timeUnknown ? null : secondOf(fill),
    side,
    quantity,
    symbol,
    price,
    fees: totalFees(fees),
    currency: '',
    orderId: String(order),
  };
}

function isEarlier({ openedOn }: OpenLot): boolean {
  return openedOn !== SESSION;
}

/** Signed quantity of lots and the last price, by symbol. */
function openQuantities(lots: readonly OpenLot[]) {
  const open = new Map<string, { quantity: number; price: number }>();
  for (const lot of lots) {
    const quantity = (open.get(lot.symbol)?.quantity ?? 0) + lot.quantity;
    open.set(lot.symbol, { quantity, price: lot.lastPrice ?? lot.price });
  }
  return open;
}

interface Closing {
  readonly symbol: string;
  /** Above 0 for a long position. */
  readonly quantity: number;
  readonly price: number;
  readonly dayShare: number;
  readonly place: number;
}

function closingFill(
  fills: readonly SimulatedFill[],
  { symbol, quantity, price, dayShare, place }: Closing,
): SimulatedFill {
  // A position of an earlier session may have no fill today: it is closed by the route of the last fill.
  const last = fills.findLast((fill) => fill.symbol === symbol) ?? fills.at(-1);
  if (last === undefined) throw new RangeError(`a stop without a fill before it, with ${symbol} open`);
  const side = quantity > 0 ? 'S' : 'C';
  const size = Math.abs(quantity);
  return {
    ...last,
    symbol,
    dayShare,
    timeUnknown: false,
    side,
    quantity: size,
    price,
    liquidity: 'R',
    fees: feesOf(side, size, price, 'R'),
    order: Math.max(...fills.map(({ order }) => order)) + 1 + place,
  };
}

/** The stop may have come between two executions that close a position: then a part of it stays. */
function stillHeld(
  held: readonly OvernightPosition[],
  lots: readonly OpenLot[],
): readonly OvernightPosition[] {
  const open = openQuantities(lots);
  return held.flatMap((position) => {
    const quantity = Math.abs(open.get(position.symbol)?.quantity ?? 0);
    const sessionsLeft = Math.max(1, position.sessionsLeft - 1);
    return quantity === 0 ? [] : [{ ...position, quantity, sessionsLeft }];
  });
}
