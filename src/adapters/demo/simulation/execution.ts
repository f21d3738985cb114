import type { Side } from '../../../domain/ledger/fill.ts';
import type { Random } from './random.ts';

/**
 * The fees of a fill by the columns of PropReports, in dollars to four decimals; a negative ECN fee is a
 * rebate.
 */
export interface FillFees {
  readonly comm: number;
  readonly ecn: number;
  readonly sec: number;
  readonly cat: number;
  readonly taf: number;
  readonly nscc: number;
  readonly clr: number;
}

/** One simulated execution. */
export interface SimulatedFill {
  readonly account: string;
  readonly session: number;
  /** Time within the session: 0 is the open, 1 the close. The fills of a day are in this order. */
  readonly dayShare: number;
  /** Whether the source sends no time for this fill. */
  readonly timeUnknown: boolean;
  readonly side: Side;
  readonly quantity: number;
  readonly symbol: string;
  readonly price: number;
  readonly route: string;
  readonly liquidity: 'A' | 'R';
  readonly fees: FillFees;
  /** Number of the order in the trader's day, from 1. */
  readonly order: number;
}

/** An order to execute. */
export interface SimulatedOrder {
  readonly account: string;
  readonly session: number;
  readonly dayShare: number;
  readonly side: Side;
  readonly quantity: number;
  readonly symbol: string;
  readonly price: number;
  readonly makerShare: number;
  readonly order: number;
}

const PIECES = [1, 1, 2, 2, 3] as const;
const ROUTES = ['ARCA', 'NSDQ', 'EDGX', 'BATS', 'MEMX'] as const;
/** Dollars from the price of the first piece. */
const SLIPS = [-0.01, 0.01] as const;
/** Time between two executions of one order as a share of the session, a few seconds. */
const BETWEEN_EXECUTIONS = 0.00012;

/** Executes an order in one to three pieces; some have a price one cent from the first. */
export function execute(order: SimulatedOrder, random: Random): SimulatedFill[] {
  const { account, session, side, symbol } = order;
  const liquidity = random.chance(order.makerShare) ? 'A' : 'R';
  const route = random.pick(ROUTES);
  return split(order.quantity, random).map((quantity, piece) => {
    const slip = piece > 0 && random.chance(0.3) ? random.pick(SLIPS) : 0;
    const price = Math.max(0.01, cents(order.price + slip));
    const dayShare = order.dayShare + piece * BETWEEN_EXECUTIONS;
    const fees = feesOf(order.side, quantity, price, liquidity);
    return {
      account,
      session,
      dayShare,
      timeUnknown: false,
      side,
      quantity,
      symbol,
      price,
      route,
      liquidity,
      fees,
      order: order.order,
    };
  });
}

/** Rounds dollars to cents. */
export function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

/** The sum of the fees in dollars. */
export function totalFees(fees: FillFees): number {
  return fees.comm + fees.ecn + fees.sec + fees.cat + fees.taf + fees.nscc + fees.clr;
}

function split(quantity: number, random: Random): number[] {
  const pieces = random.pick(PIECES);
  const lot = Math.floor(quantity / pieces);
  if (lot < 1) return [quantity];
  return Array.from({ length: pieces }, (_, at) => (at === 0 ? quantity - lot * (pieces - 1) : lot));
}

/** Fees at typical rates per share or per dollar; only sellers pay SEC and TAF. */
export function feesOf(side: Side, quantity: number, price: number, liquidity: 'A' | 'R'): FillFees {
  const sells = side === 'S' || side === 'T';
  return {
    comm: tenThousandths(quantity * 0.0015),
    ecn: tenThousandths(quantity * (liquidity === 'A' ? -0.002 : 0.003)),
    sec: sells ? tenThousandths(quantity * price * 0.0000278) : 0,
    cat: tenThousandths(quantity * 0.000035),
    taf: sells ? tenThousandths(Math.min(8.3, quantity * 0.000166)) : 0,
    nscc: tenThousandths(quantity * 0.00003),
    clr: tenThousandths(quantity * 0.0002),
  };
}

function tenThousandths(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}
