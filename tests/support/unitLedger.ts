import { type Fill, signedQuantity } from '../../src/domain/ledger/fill.ts';

/** What the obvious ledger says of one session of one trader, dollars. */
export interface UnitDay {
  readonly grossPnl: number;
  /** Signed quantity and cost of what is left open, by `account symbol`. */
  readonly open: Readonly<Record<string, { readonly quantity: number; readonly cost: number }>>;
  /** P&L of every trip, in ascending order. */
  readonly trips: readonly number[];
  /** Net realised, and total, at the end of each known second. */
  readonly path: readonly { readonly second: number; readonly realised: number; readonly total: number }[];
  readonly addedBelowCost: number;
}

interface Share {
  readonly key: string;
  readonly side: number;
  readonly price: number;
  readonly session: string;
}

/**
 * The plain oracle: every share is a lot of its own in one list, every sum is made afresh from the whole list. Whole
 * quantities only. Slow on purpose; `sessions` are one trader's, oldest first, their fills in time order.
 */
export function unitLedger(
  sessions: readonly { readonly sessionDate: string; readonly fills: readonly Fill[] }[],
): UnitDay[] {
  let shares: Share[] = [];
  return sessions.map(({ sessionDate, fills }) => {
    const realised: { fill: Fill; gross: number }[] = [];
    const lastPrice = new Map<string, number>();
    const trips = new Map<string, number[]>();
    const isExiting = new Map<string, boolean>();
    const path: { second: number; realised: number; total: number }[] = [];
    let addedBelowCost = 0;

    fills.forEach((fill, index) => {
      const key = `${fill.account} ${fill.symbol}`;
      const side = Math.sign(signedQuantity(fill));
      for (let share = 0; share < fill.quantity; share++) {
        const against = shares.filter((open) => open.key === key && open.side === -side);
        const closed = against.find((open) => open.session === sessionDate) ?? against[0];
        const ownTrips = trips.get(key) ?? [];
        trips.set(key, ownTrips);
        if (closed === undefined) {
          const held = shares.filter((open) => open.key === key);
          const average = sum(held.map((open) => open.price)) / held.length;
          if (held.length > 0 && side * (average - fill.price) > 1e-9) addedBelowCost += fill.price;
          shares = [...shares, { key, side, price: fill.price, session: sessionDate }];
          isExiting.set(key, false);
        } else {
          const gain = closed.side * (fill.price - closed.price);
          shares = shares.filter((open) => open !== closed);
          realised.push({ fill, gross: gain });
          if (isExiting.get(key)) ownTrips.push((ownTrips.pop() ?? 0) + gain);
          else ownTrips.push(gain);
          isExiting.set(
            key,
            shares.some((open) => open.key === key),
          );
        }
      }
      lastPrice.set(key, fill.price);
      if (fill.secondOfDay === null || fills[index + 1]?.secondOfDay === fill.secondOfDay) return;
      const sofar = fills.slice(0, index + 1).filter(({ secondOfDay }) => secondOfDay !== null);
      const gross = sum(realised.filter((exit) => exit.fill.secondOfDay !== null).map((exit) => exit.gross));
      const net = gross - sum(sofar.map(({ fees }) => fees));
      const today = shares.filter((open) => open.session === sessionDate);
      const marks = today.map((open) => open.side * ((lastPrice.get(open.key) ?? 0) - open.price));
      path.push({ second: fill.secondOfDay, realised: net, total: net + sum(marks) });
    });

    return {
      grossPnl: sum(realised.map(({ gross }) => gross)),
      open: Object.fromEntries(
        [...new Set(shares.map(({ key }) => key))].sort().map((key) => {
          const held = shares.filter((open) => open.key === key);
          return [
            key,
            {
              quantity: sum(held.map(({ side }) => side)),
              cost: sum(held.map(({ side, price }) => side * price)),
            },
          ];
        }),
      ),
      trips: [...trips.values()].flat().sort((left, right) => left - right),
      path,
      addedBelowCost,
    };
  });
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
