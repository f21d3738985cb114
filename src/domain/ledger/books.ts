import { assertCarriable, assertMultiplier } from './checks.ts';
import type { LedgerFill } from './fill.ts';
import type { OpenLot } from './lot.ts';
import { Position } from './position.ts';

/** A trader's positions, by account and symbol, during one session. */
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

  /** The position that a fill belongs to; its order is counted on the way. */
  positionOf(fill: LedgerFill): Position {
    const book = this.#account(fill.account);
    countOrder(book, fill.orderId);
    return this.#position(book, fill.account, fill.symbol);
  }

  /** Distinct order ids per account; a fill without one is an order of its own. */
  orders(): number {
    let orders = 0;
    for (const book of this.#accounts.values()) orders += book.orderIds.size + book.fillsWithoutOrder;
    return orders;
  }

  /** Every position touched or carried. */
  *positions(): Generator<Position> {
    for (const book of this.#accounts.values()) yield* book.positions.values();
  }

  /** Lots to carry into the next session: by account, then symbol, then order of opening. */
  openLots(): OpenLot[] {
    const open = [...this.positions()].filter((position) => position.direction !== 0);
    return open.sort(byAccountAndSymbol).flatMap((position) => position.openLots());
  }

  /** A trader's fills come mostly from one account, so the last one is tried first. */
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
  /** The fills of an order come together: these two spare the map and the set most of their look-ups. */
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
