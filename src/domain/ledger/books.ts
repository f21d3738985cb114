import { assertCarriable, assertMultiplier } from './checks.ts';
import type { LedgerFill } from './fill.ts';
import type { OpenLot } from './lot.ts';
import { Position } from './position.ts';

/** The positions of a trader during one session, by account and symbol. */
export class Books {
  readonly #accounts = new Map<string, AccountBook>();
  #lastAccount = '';
  #lastBook: AccountBook | null = null;

  readonly #multiplierOf: (symbol: string) => number;

  constructor(
    multiplierOf: (symbol: string) => number,
    openingLots: readonly OpenLot[],
    sessionDate: string,
  ) {
    this.#multiplierOf = multiplierOf;

    for (const lot of openingLots) {
      const position = this.#position(this.#account(lot.account), lot.account, lot.symbol);
      assertCarriable(lot, position.direction, sessionDate);
      position.carryIn(lot);
    }
  }

  /** Returns the position of a fill, and counts the order of the fill. */
  positionOf(fill: LedgerFill): Position {
    const book = this.#account(fill.account);
    countOrder(book, fill.orderId);
    return this.#position(book, fill.account, fill.symbol);
  }

  /** Number of distinct order ids per account. Each fill without an id counts as one order. */
  orders(): number {
    let orders = 0;
    for (const book of this.#accounts.values()) orders += book.orderIds.size + book.fillsWithoutOrder;
    return orders;
  }

  /** Every position that had an opening lot or a fill. */
  *positions(): Generator<Position> {
    for (const book of this.#accounts.values()) yield* book.positions.values();
  }

  /** Lots to carry into the next session, sorted by account, symbol and order of opening. */
  openLots(): OpenLot[] {
    const open = [...this.positions()].filter((position) => position.direction !== 0);
    return open.sort(byAccountAndSymbol).flatMap((position) => position.openLots());
  }

  /** Consecutive fills are mostly of one account, so compare with the last account before a look-up. */
  #account(account: string): AccountBook {
    if (this.#lastBook !== null && account === this.#lastAccount) return this.#lastBook;
    this.#lastAccount = account;
    this.#lastBook = this.#knownAccount(account);
    return this.#lastBook;
  }

  #knownAccount(account: string): AccountBook {
    const known = this.#accounts.get(account);
    if (known !== undefined) return known;
    const book: AccountBook = {
      positions: new Map(),
      lastPosition: null,
      orderIds: new Set(),
      lastOrderId: '',
      fillsWithoutOrder: 0,
    };
    this.#accounts.set(account, book);
    return book;
  }

  #position(book: AccountBook, account: string, symbol: string): Position {
    if (book.lastPosition?.symbol === symbol) return book.lastPosition;
    book.lastPosition = book.positions.get(symbol) ?? this.#newPosition(book, account, symbol);
    return book.lastPosition;
  }

  #newPosition(book: AccountBook, account: string, symbol: string): Position {
    const multiplier = this.#multiplierOf(symbol);
    assertMultiplier(multiplier, symbol);
    const position = new Position(account, symbol, multiplier);
    book.positions.set(symbol, position);
    return position;
  }
}

interface AccountBook {
  readonly positions: Map<string, Position>;
  readonly orderIds: Set<string>;
  /**
   * The fills of an order are consecutive, so these two fields avoid most look-ups in the map and the set.
   */
  lastPosition: Position | null;
  lastOrderId: string;
  fillsWithoutOrder: number;
}

function countOrder(book: AccountBook, orderId: string): void {
  if (orderId === '') book.fillsWithoutOrder += 1;
  else if (orderId !== book.lastOrderId) book.orderIds.add(orderId);
  book.lastOrderId = orderId;
}

function byAccountAndSymbol(left: Position, right: Position): number {
  if (left.account !== right.account) return left.account < right.account ? -1 : 1;
  return left.symbol < right.symbol ? -1 : 1;
}
