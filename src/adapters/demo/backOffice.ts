import type { FillFees, SimulatedFill } from './simulation/execution.ts';

/** Totals of one symbol in one account's session, in dollars. */
export interface SymbolTotals {
  readonly symbol: string;
  readonly orders: number;
  readonly fills: number;
  readonly quantity: number;
  readonly gross: number;
  readonly fees: FillFees;
  readonly net: number;
  /** Open lots at the close, marked at the account's last price in the symbol. */
  readonly unrealized: number;
  readonly unrealizedBefore: number;
}

interface Lot {
  /** Positive for long, negative for short. */
  quantity: number;
  readonly price: number;
  readonly session: number;
}

/** The books of one account. Sessions must be booked oldest first. */
export interface BackOffice {
  /**
   * Books a session's fills, given in time order, and returns the totals of each symbol traded or still held.
   */
  close(fills: readonly SimulatedFill[]): SymbolTotals[];
}

/**
 * The bookkeeping behind the demo's daily totals. It does not use the product's ledger, because a
 * reconciliation of a program with itself would prove nothing. A closing fill closes lots of the same session
 * first, then older lots, each in the order of their opening.
 */
export function createBackOffice(): BackOffice {
  const lotsOf = new Map<string, Lot[]>();
  const unrealizedOf = new Map<string, number>();
  const lastPriceOf = new Map<string, number>();

  function closeSymbol(symbol: string, fills: readonly SimulatedFill[]): SymbolTotals {
    const lots = lotsOf.get(symbol) ?? [];
    lotsOf.set(symbol, lots);
    const gross = fills.reduce((sum, fill) => sum + bookFill(lots, fill), 0);
    const fees = addFees(fills);
    lastPriceOf.set(symbol, fills.at(-1)?.price ?? lastPriceOf.get(symbol) ?? 0);
    const unrealizedBefore = unrealizedOf.get(symbol) ?? 0;
    const unrealized = markLots(lots, lastPriceOf.get(symbol) ?? 0);
    unrealizedOf.set(symbol, unrealized);
    return {
      symbol,
      orders: new Set(fills.map((fill) => fill.order)).size,
      fills: fills.length,
      quantity: fills.reduce((sum, fill) => sum + fill.quantity, 0),
      gross,
      fees,
      net: gross - Object.values(fees).reduce((sum, fee) => sum + fee, 0),
      unrealized,
      unrealizedBefore,
    };
  }

  return {
    close(fills) {
      const held = [...lotsOf].filter(([, lots]) => lots.length > 0).map(([symbol]) => symbol);
      const symbols = [...new Set([...fills.map((fill) => fill.symbol), ...held])].sort();
      return symbols.map((symbol) =>
        closeSymbol(
          symbol,
          fills.filter((fill) => fill.symbol === symbol),
        ),
      );
    },
  };
}

/** Books one fill and returns its realised dollars; a quantity that closes no lot becomes a new lot. */
function bookFill(lots: Lot[], fill: SimulatedFill): number {
  const buys = fill.side === 'B' || fill.side === 'C';
  let left = buys ? fill.quantity : -fill.quantity;
  let realised = 0;
  while (left !== 0) {
    const opposite = lots.filter((lot) => Math.sign(lot.quantity) === -Math.sign(left));
    const lot = opposite.find((each) => each.session === fill.session) ?? opposite[0];
    if (lot === undefined) {
      lots.push({ quantity: left, price: fill.price, session: fill.session });
      break;
    }
    const closed = Math.min(Math.abs(left), Math.abs(lot.quantity)) * Math.sign(lot.quantity);
    realised += closed * (fill.price - lot.price);
    lot.quantity -= closed;
    left += closed;
    if (lot.quantity === 0) lots.splice(lots.indexOf(lot), 1);
  }
  return realised;
}

function markLots(lots: readonly Lot[], price: number): number {
  return lots.reduce((sum, lot) => sum + lot.quantity * (price - lot.price), 0);
}

function addFees(fills: readonly SimulatedFill[]): FillFees {
  const sum = (pick: (fees: FillFees) => number): number =>
    fills.reduce((total, fill) => total + pick(fill.fees), 0);
  return {
    comm: sum((fees) => fees.comm),
    ecn: sum((fees) => fees.ecn),
    sec: sum((fees) => fees.sec),
    cat: sum((fees) => fees.cat),
    taf: sum((fees) => fees.taf),
    nscc: sum((fees) => fees.nscc),
    clr: sum((fees) => fees.clr),
  };
}
