import type { Fill, Side } from '../../src/domain/ledger/fill.ts';
import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';

export interface FillsPlan {
  readonly seed: number;
  readonly traders: number;
  /** YYYY-MM-DD, oldest first. */
  readonly sessions: readonly string[];
  /** The total over all sessions and traders. */
  readonly fills: number;
}

export interface GeneratedFill {
  readonly fill: Fill;
  /** The fill as a line of the vendor's CSV, all 26 columns. */
  readonly line: string;
}

export const FILLS_HEADER =
  'Date/Time,Account,B/S,Qty,Symbol,Price,Route,Liq,Comm,Ecn Fee,SEC,ORF,CAT,TAF,FTT,NSCC,Acc,Clr,Misc,Order Id,Fill Id,Currency,ISIN,CUSIP,Status,PropReports Id';

const SYMBOLS = [
  'AAPL',
  'AMD',
  'AMZN',
  'BAC',
  'COIN',
  'F',
  'META',
  'MSFT',
  'NVDA',
  'PLTR',
  'QQQ',
  'SPY',
  'TSLA',
];
const OPEN_SECOND = 34_200;
const TRADED_SECONDS = 23_400;
/** One fill in this many has no time. */
const UNKNOWN_TIME_EVERY = 1_009;
const MOST_FILLS_AN_ORDER = 4;

/**
 * Generates fills as a source sends them: session by session in time order, traders mixed, orders of several
 * fills.
 */
export function* generateFills({ seed, traders, sessions, fills }: FillsPlan): Generator<GeneratedFill> {
  const random = seededRandom(seed);
  const desk = Array.from({ length: traders }, (_, at) => new TapeTrader(traderCode(at), random));
  const perSession = Math.ceil(fills / sessions.length);
  let serial = 0;
  for (const sessionDate of sessions) {
    for (let at = 0; at < perSession && serial < fills; at++) {
      const trader = desk[Math.floor(random() * traders)];
      const second = OPEN_SECOND + Math.floor((at / perSession) * TRADED_SECONDS);
      if (trader) yield trader.next(sessionDate, second, ++serial);
    }
  }
}

export function traderCode(at: number): string {
  return `NET${String(at + 1).padStart(3, '0')}`;
}

interface Order {
  readonly id: number;
  readonly symbol: string;
  readonly side: Side;
  fillsLeft: number;
}

/** Opens, adds to, reduces and reverses positions in up to six symbols. */
class TapeTrader {
  readonly #holdings = new Map<string, number>();
  readonly #prices: Map<string, number>;
  #order: Order | null = null;

  readonly #account: string;
  readonly #random: () => number;

  constructor(account: string, random: () => number) {
    this.#account = account;
    this.#random = random;

    this.#prices = new Map(this.#ownSymbols().map((symbol) => [symbol, 20 + Math.floor(random() * 300)]));
  }

  next(sessionDate: string, secondOfDay: number, serial: number): GeneratedFill {
    const { id, symbol, side } = this.#currentOrder(serial);
    const held = this.#holdings.get(symbol) ?? 0;
    const direction = side === 'B' || side === 'C' ? 1 : -1;
    const closes = held * direction < 0;
    const quantity = closes && this.#random() < 0.6 ? Math.abs(held) : 100 * Math.ceil(this.#random() * 5);
    this.#holdings.set(symbol, held + direction * quantity);
    return generated({
      serial,
      account: this.#account,
      sessionDate,
      secondOfDay: serial % UNKNOWN_TIME_EVERY === 0 ? null : secondOfDay,
      side,
      quantity,
      symbol,
      price: this.#tick(symbol),
      orderId: `${id}`,
    });
  }

  #currentOrder(serial: number): Order {
    if (this.#order === null || this.#order.fillsLeft === 0) this.#order = this.#newOrder(serial);
    this.#order.fillsLeft--;
    return this.#order;
  }

  #newOrder(serial: number): Order {
    const symbols = [...this.#prices.keys()];
    const symbol = symbols[Math.floor(this.#random() * symbols.length)] ?? 'SPY';
    const held = this.#holdings.get(symbol) ?? 0;
    const fillsLeft = Math.ceil(this.#random() * MOST_FILLS_AN_ORDER);
    const goesLong = held === 0 ? this.#random() < 0.55 : this.#random() < 0.15 === held > 0;
    const side = goesLong ? (held < 0 ? 'C' : 'B') : held > 0 ? 'S' : 'T';
    return { id: serial, symbol, side, fillsLeft };
  }

  #tick(symbol: string): number {
    const before = this.#prices.get(symbol) ?? 100;
    const price = Math.max(5, before + Math.round((this.#random() - 0.5) * 12) / 100);
    this.#prices.set(symbol, price);
    return Math.round(price * 100) / 100;
  }

  #ownSymbols(): string[] {
    return SYMBOLS.filter(() => this.#random() < 0.4)
      .concat('SPY')
      .slice(0, 6);
  }
}

function generated(
  fill: Omit<Fill, 'currency' | 'fees' | 'idDigest' | 'status' | 'identity'> & { readonly serial: number },
): GeneratedFill {
  const { serial, ...rest } = fill;
  const { side, quantity, price } = rest;
  const commission = (quantity * 0.0035).toFixed(4);
  const ecn = (serial % 3 === 0 ? -quantity * 0.0002 : quantity * 0.003).toFixed(4);
  const sec = side === 'S' || side === 'T' ? (quantity * price * 0.0000278).toFixed(4) : '';
  const clearing = (quantity * 0.0002).toFixed(4);
  const fees = Number(commission) + Number(ecn) + Number(sec) + Number(clearing);
  const [year = '', month = '', day = ''] = rest.sessionDate.split('-');
  const id = `${year}${month}${day}${String(serial).padStart(9, '0')}`;
  const line = `${month}/${day}/${year} ${clock(rest.secondOfDay ?? 0)},${rest.account},${side},${quantity},${rest.symbol},${price},ARCA,A,${commission},${ecn},${sec},,,,,,,${clearing},,${rest.orderId},${serial},USD,,,,${id}`;
  return { fill: { ...rest, fees, currency: '', status: '', identity: `P:${id}`, idDigest: 0 }, line };
}

function clock(second: number): string {
  const parts = [Math.floor(second / 3_600), Math.floor(second / 60) % 60, second % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
