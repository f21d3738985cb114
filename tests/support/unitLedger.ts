import type { SessionFills } from '../../scripts/simulation/runLedger.ts';
import type { LedgerFill } from '../../src/domain/ledger/fill.ts';
import { signedQuantity } from './fills.ts';

/** The plain ledger's result for one session of one trader, dollars at multiplier 1. */
export interface UnitDay {
  readonly grossPnl: number;
  /** Signed quantity and cost of open positions, by `account symbol`. */
  readonly open: Readonly<Record<string, { readonly quantity: number; readonly cost: number }>>;
  /** P&L of every round trip. */
  readonly trips: readonly number[];
  /** Net realised, and total, at the end of each known second. */
  /** And the notional of this session's shares, net and gross, at the last price of each position. */
  readonly path: readonly {
    readonly second: number;
    readonly realised: number;
    readonly total: number;
    readonly net: number;
    readonly gross: number;
  }[];
  readonly addedBelowCost: number;
}

/**
 * The plain oracle: every share is a lot, and every sum is recomputed from the list of all events. Whole
 * quantities only; slow on purpose. The sessions are one trader's, with fills in time order.
 */
export function unitLedger(sessions: readonly SessionFills[]): UnitDay[] {
  let shares: readonly Share[] = [];
  return sessions.map(({ sessionDate, fills }) => {
    const events: Event[] = [];
    for (const fill of fills) {
      for (let share = 0; share < fill.quantity; share++) {
        const event = tradeOne(fill, sessionDate, shares);
        shares = event.sharesAfter;
        events.push(event);
      }
    }
    return dayOf(sessionDate, fills, events, shares);
  });
}

interface Share {
  readonly key: string;
  readonly side: number;
  readonly price: number;
  readonly session: string;
}

/** One share bought or sold; `gain` is null if it opened a position. */
interface Event {
  readonly fill: LedgerFill;
  readonly gain: number | null;
  readonly isBelowCost: boolean;
  readonly sharesAfter: readonly Share[];
}

function tradeOne(fill: LedgerFill, session: string, shares: readonly Share[]): Event {
  const key = keyOf(fill);
  const side = Math.sign(signedQuantity(fill));
  const held = shares.filter((share) => share.key === key);
  const against = held.filter((share) => share.side === -side);
  const closed = against.find((share) => share.session === session) ?? against[0];
  if (closed !== undefined) {
    const gain = closed.side * (fill.price - closed.price);
    return { fill, gain, isBelowCost: false, sharesAfter: shares.filter((share) => share !== closed) };
  }
  const averageCost = sum(held.map(({ price }) => price)) / held.length;
  const isBelowCost = held.length > 0 && side * (averageCost - fill.price) > 1e-9;
  return {
    fill,
    gain: null,
    isBelowCost,
    sharesAfter: [...shares, { key, side, price: fill.price, session }],
  };
}

function dayOf(
  session: string,
  fills: readonly LedgerFill[],
  events: readonly Event[],
  shares: readonly Share[],
): UnitDay {
  const keys = [...new Set(events.map(({ fill }) => keyOf(fill)))];
  const seconds = [...new Set(fills.map(({ secondOfDay }) => secondOfDay))].filter(
    (second) => second !== null,
  );
  return {
    grossPnl: sum(events.map(({ gain }) => gain ?? 0)),
    open: openByKey(shares),
    trips: keys.flatMap((key) =>
      tripsOf(
        key,
        events.filter(({ fill }) => keyOf(fill) === key),
      ),
    ),
    path: seconds.map((second) => pointAt(second, session, fills, events)),
    addedBelowCost: sum(events.filter(({ isBelowCost }) => isBelowCost).map(({ fill }) => fill.price)),
  };
}

function tripsOf(key: string, events: readonly Event[]): number[] {
  const trips: number[] = [];
  events.forEach(({ gain }, index) => {
    if (gain === null) return;
    const before = events[index - 1];
    const goesOn =
      before !== undefined && before.gain !== null && before.sharesAfter.some((share) => share.key === key);
    trips.push(gain + (goesOn ? (trips.pop() ?? 0) : 0));
  });
  return trips;
}

function pointAt(second: number, session: string, fills: readonly LedgerFill[], events: readonly Event[]) {
  const until = (fill: LedgerFill) => fill.secondOfDay === null || fill.secondOfDay <= second;
  const isTimed = (fill: LedgerFill) => fill.secondOfDay !== null;
  const gains = events.filter(({ fill }) => until(fill) && isTimed(fill)).map(({ gain }) => gain ?? 0);
  const fees = fills.filter((fill) => until(fill) && isTimed(fill)).map((fill) => fill.fees);
  const shares = events.filter(({ fill }) => until(fill)).at(-1)?.sharesAfter ?? [];
  const open = shares
    .filter((share) => share.session === session)
    .map((share) => {
      const last = fills.filter((fill) => until(fill) && keyOf(fill) === share.key).at(-1);
      return { ...share, lastPrice: last?.price ?? Number.NaN };
    });
  const marks = open.map(({ side, price, lastPrice }) => side * (lastPrice - price));
  const realised = sum(gains) - sum(fees);
  return {
    second,
    realised,
    total: realised + sum(marks),
    net: sum(open.map(({ side, lastPrice }) => side * Math.abs(lastPrice))),
    gross: sum(open.map(({ lastPrice }) => Math.abs(lastPrice))),
  };
}

function openByKey(shares: readonly Share[]): UnitDay['open'] {
  return Object.fromEntries(
    shares.map(({ key }) => {
      const held = shares.filter((share) => share.key === key);
      const cost = sum(held.map(({ side, price }) => side * price));
      return [key, { quantity: sum(held.map(({ side }) => side)), cost }];
    }),
  );
}

function keyOf(fill: LedgerFill): string {
  return `${fill.account} ${fill.symbol}`;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
