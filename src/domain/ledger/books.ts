import { assertCarriable } from './checks.ts';
import type { DayMoney } from './dayMoney.ts';
import type { LedgerFill } from './fill.ts';
import type { LotOwner, OpenLot } from './lot.ts';
import { Position } from './position.ts';
import { unitValue } from './unitValue.ts';

/** The positions of a trader during one session, by account and symbol. */
export class Books {
  readonly #accounts = new Map<string, AccountBook>();
  #lastAccount = '';
  #lastBook: AccountBook | null = null;

  readonly #money: DayMoney;

  constructor(money: DayMoney, openingLots: readonly OpenLot[], sessionDate: string) {
    this.#money = money;

    for (const lot of openingLots) {
      const position = this.#position(this.#account(lot.account), lot);
      assertCarriable(lot, position.direction, sessionDate);
      position.carryIn(lot);
    }
  }

  /** Returns the position of a fill. */
  positionOf(fill: LedgerFill): Position {
    return this.#position(this.#account(fill.account), fill);
  }

  /** Returns the position of a fill, and counts its order unless the fill is set aside. */
  positionToBook(fill: LedgerFill): Position {
    const book = this.#account(fill.account);
    const position = this.#position(book, fill);
    if (!position.isSetAside) countOrder(book, fill.orderId);
    return position;
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

  /** Lots to carry into the next session, sorted by account, symbol, currency and order of opening. */
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

  /** Fills in the base currency may name it or not: both are one position, with the empty currency. */
  #position(book: AccountBook, of: LotOwner): Position {
    const currency = of.currency === this.#money.baseCurrency ? '' : of.currency;
    const { symbol } = of;
    const last = book.lastPosition;
    if (last !== null && last.symbol === symbol && last.currency === currency) return last;
    const key = currency === '' ? symbol : `${symbol}\n${currency}`;
    book.lastPosition = book.positions.get(key) ?? this.#newPosition(book, key, of.account, symbol, currency);
    return book.lastPosition;
  }

  #newPosition(book: AccountBook, key: string, account: string, symbol: string, currency: string): Position {
    const { contractOf, rateOf } = this.#money;
    const rate = currency === '' ? 1 : rateOf(currency);
    const value = unitValue(symbol, contractOf(symbol), currency, rate);
    const position = new Position(account, symbol, currency, value);
    book.positions.set(key, position);
    return position;
  }
}

interface AccountBook {
  /** By symbol, followed by the currency where it is not the base currency. */
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
  if (left.symbol !== right.symbol) return left.symbol < right.symbol ? -1 : 1;
  return left.currency < right.currency ? -1 : 1;
}
