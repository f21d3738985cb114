import type { FillFees, SimulatedFill } from './simulation/execution.ts';

/** One symbol of one account's session, as the back office books it; dollars. */
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
  /** Positive long, negative short. */
  quantity: number;
  readonly price: number;
  readonly sessionsBack: number;
}

/** One account's books. Sessions must come oldest first. */
export interface BackOffice {
  /** Books a session's fills, in time order, and gives a line for each symbol traded or still held. */
  close(fills: readonly SimulatedFill[]): SymbolTotals[];
}

/**
 * The demo's own book-keeping for its daily totals, kept apart from the product's ledger on purpose: two
 * programs that agree to the cent are what a reconciliation is worth. A closing fill takes lots of the same session
 * first, oldest first, then older lots, oldest first.
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

/** Realised dollars of one fill; what it leaves open is added to the lots. */
function bookFill(lots: Lot[], fill: SimulatedFill): number {
  const buys = fill.side === 'B' || fill.side === 'C';
  let left = buys ? fill.quantity : -fill.quantity;
  let realised = 0;
  while (left !== 0) {
    const opposite = lots.filter((lot) => Math.sign(lot.quantity) === -Math.sign(left));
    const lot = opposite.find((each) => each.sessionsBack === fill.sessionsBack) ?? opposite[0];
    if (lot === undefined) {
      lots.push({ quantity: left, price: fill.price, sessionsBack: fill.sessionsBack });
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
