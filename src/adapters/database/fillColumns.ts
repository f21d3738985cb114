import type { Fill, LedgerFill, Side } from '../../domain/ledger/fill.ts';
import { isCancelled } from '../../domain/ledger/status.ts';
import { fillTextsJson, identitiesJson } from './fillJson.ts';
import { DIGEST_OF_NO_ID, FILL_ID, kindsOfId, PROP_REPORTS_ID } from './sourceIds.ts';
import { TextColumn } from './textColumn.ts';

/** The fills of one account and session as stored: numbers by column, texts as JSON. */
export interface StoredBlock {
  readonly fills: number;
  readonly numbers: Buffer;
  readonly texts: string;
  readonly identities: string;
}

const SIDES: readonly Side[] = ['B', 'C', 'S', 'T'];
const UNKNOWN_SECOND = -1;
/**
 * Bytes of a fill in `numbers`: three doubles, two integers, a side; then a digest where any fill has one.
 */
const BYTES_A_FILL = 33;

/**
 * The fills of one account and session, by column. A million objects would take several hundred megabytes.
 * Their columns take forty and are written to disk as they are.
 */
export class FillColumns {
  length = 0;
  #doubles = new Float64Array(3 * 16);
  #integers = new Int32Array(2 * 16);
  #sides = new Uint8Array(16);
  /** Digests of the other ids; null where no fill has one. */
  #digests: Uint32Array | null = null;
  #symbols: string[] = [];
  /** Built when the first fill is added: a block that is only read does not need it. */
  #symbolNumbers: Map<string, number> | null = null;
  #orderIds: string[] = [];
  #statuses = new TextColumn();
  #currencies = new TextColumn();
  /** The source's own number where the identity is one: it takes a tenth of the memory of its text. */
  #identities: (number | string)[] = [];
  /** Identities as stored, parsed when they are first asked for: the ledger never asks. */
  #unreadIdentities: string | null = null;
  /** Names the block in an error. */
  #key = '';

  /** Adds a fill at the end. */
  push(fill: Fill): void {
    if (this.length === this.#sides.length) this.#grow();
    this.set(this.length++, fill);
  }

  /** Replaces the fill at `place`. */
  set(place: number, fill: Fill): void {
    if (this.#unreadIdentities !== null) this.identityKey(place);
    this.#doubles[3 * place] = fill.quantity;
    this.#doubles[3 * place + 1] = fill.price;
    this.#doubles[3 * place + 2] = fill.fees;
    this.#integers[2 * place] = fill.secondOfDay ?? UNKNOWN_SECOND;
    this.#integers[2 * place + 1] = this.#symbolNumber(fill.symbol);
    this.#sides[place] = SIDES.indexOf(fill.side);
    // The fills of an order come together and share one text.
    const orderIdBefore = this.#orderIds[place - 1];
    this.#orderIds[place] = fill.orderId === orderIdBefore ? orderIdBefore : ownText(fill.orderId);
    this.#statuses.set(place, fill.status, this.length);
    this.#currencies.set(place, fill.currency, this.length);
    if (fill.idDigest !== 0 || this.#digests !== null) this.#setDigest(place, fill.idDigest);
    this.#identities[place] = sourceNumber(fill.identity) ?? ownText(fill.identity);
  }

  /** Identity of a fill as its source wrote it. */
  identity(place: number): string {
    const key = this.identityKey(place);
    return typeof key === 'number' ? `P:${key}` : key;
  }

  /**
   * A key of the fill within its block: equal exactly where the identities are equal.
   * @throws StoreError `stored_json` where the stored identities cannot be read.
   */
  identityKey(place: number): number | string {
    if (this.#unreadIdentities !== null) {
      this.#identities = identitiesJson.read(this.#unreadIdentities, this.#key);
      this.#unreadIdentities = null;
    }
    return this.#identities[place] ?? '';
  }

  /** Digest of the other ids of a fill; 0 where it has none. */
  idDigest(place: number): number {
    return this.#digests?.[place] ?? 0;
  }

  /** The kinds of id of a fill, as bits. */
  kindsOfId(place: number): number {
    const key = this.identityKey(place);
    const digest = this.idDigest(place);
    if (typeof key === 'string') return kindsOfId(key, digest);
    return PROP_REPORTS_ID + (digest === 0 ? 0 : FILL_ID);
  }

  /** Whether the fill at `place` is part of the P&L: the source did not cancel it. */
  counts(place: number): boolean {
    return !isCancelled(this.#statuses.at(place));
  }

  /** Whether a fill is marked as a short sale or as a purchase that covers one. */
  hasShortSides(): boolean {
    const sides = this.#sides.subarray(0, this.length);
    return sides.includes(SIDES.indexOf('T')) || sides.includes(SIDES.indexOf('C'));
  }

  /** The fill at `place`. */
  at(place: number, account: string, sessionDate: string): Fill {
    return {
      ...this.forLedger(place, account, sessionDate),
      status: this.#statuses.at(place),
      identity: this.identity(place),
      idDigest: this.idDigest(place),
    };
  }

  /** What the ledger needs of the fill at `place`; does not parse identities. */
  forLedger(place: number, account: string, sessionDate: string): LedgerFill {
    const second = this.#integers[2 * place] ?? UNKNOWN_SECOND;
    return {
      account,
      sessionDate,
      secondOfDay: second === UNKNOWN_SECOND ? null : second,
      side: SIDES[this.#sides[place] ?? 0] ?? 'B',
      quantity: this.#doubles[3 * place] ?? Number.NaN,
      symbol: this.#symbols[this.#integers[2 * place + 1] ?? 0] ?? '',
      price: this.#doubles[3 * place + 1] ?? Number.NaN,
      fees: this.#doubles[3 * place + 2] ?? Number.NaN,
      currency: this.#currencies.at(place),
      orderId: this.#orderIds[place] ?? '',
    };
  }

  /** What the ledger needs of all fills that count, in their order. */
  counted(account: string, sessionDate: string): LedgerFill[] {
    const fills: LedgerFill[] = [];
    for (let place = 0; place < this.length; place++)
      if (this.counts(place)) fills.push(this.forLedger(place, account, sessionDate));
    return fills;
  }

  /**
   * Whether the fill at `place` has the same content as one of another block; identities and currencies are
   * not compared.
   */
  equals(place: number, other: FillColumns, otherPlace: number): boolean {
    return (
      this.isSameTrade(place, other, otherPlace) &&
      this.#doubles[3 * place + 2] === other.#doubles[3 * otherPlace + 2] &&
      this.#orderIds[place] === other.#orderIds[otherPlace] &&
      this.#statuses.at(place) === other.#statuses.at(otherPlace)
    );
  }

  /** Whether second, side, quantity, symbol and price are the same: what every export of a fill has. */
  isSameTrade(place: number, other: FillColumns, otherPlace: number): boolean {
    return (
      this.#doubles[3 * place] === other.#doubles[3 * otherPlace] &&
      this.#doubles[3 * place + 1] === other.#doubles[3 * otherPlace + 1] &&
      this.#integers[2 * place] === other.#integers[2 * otherPlace] &&
      this.isSameSymbol(place, other, otherPlace)
    );
  }

  /** Whether side and symbol are the same. */
  isSameSymbol(place: number, other: FillColumns, otherPlace: number): boolean {
    return (
      this.#sides[place] === other.#sides[otherPlace] &&
      this.#symbols[this.#integers[2 * place + 1] ?? 0] ===
        other.#symbols[other.#integers[2 * otherPlace + 1] ?? 0]
    );
  }

  /** A text that is equal exactly where `isSameTrade` is true. */
  tradeKey(place: number): string {
    const symbol = this.#symbols[this.#integers[2 * place + 1] ?? 0];
    const [quantity, price] = [this.#doubles[3 * place], this.#doubles[3 * place + 1]];
    return `${this.#integers[2 * place]} ${this.#sides[place]} ${quantity} ${price} ${symbol}`;
  }

  quantity(place: number): number {
    return this.#doubles[3 * place] ?? Number.NaN;
  }

  currency(place: number): string {
    return this.#currencies.at(place);
  }

  status(place: number): string {
    return this.#statuses.at(place);
  }

  /** Distinct symbols, in the order in which they first appear. */
  symbols(): readonly string[] {
    return [...new Set(this.#integers.filter((_, at) => at % 2 === 1 && at < 2 * this.length))].map(
      (number) => this.#symbols[number] ?? '',
    );
  }

  /** Distinct currencies; '' where a fill has none, and an empty list where no fill has one. */
  currencies(): readonly string[] {
    return [...new Set(this.#currencies.written())];
  }

  /** Σ quantity · |price| of the fills that count, by symbol and currency. */
  tradedAmounts(): readonly {
    readonly symbol: string;
    readonly currency: string;
    readonly amount: number;
  }[] {
    const byCurrency = new Map<string, Float64Array>();
    for (let place = 0; place < this.length; place++) {
      if (!this.counts(place)) continue;
      const currency = this.#currencies.at(place);
      const sums = byCurrency.get(currency) ?? new Float64Array(this.#symbols.length);
      byCurrency.set(currency, sums);
      const symbol = this.#integers[2 * place + 1]!;
      sums[symbol] = sums[symbol]! + this.#doubles[3 * place]! * Math.abs(this.#doubles[3 * place + 1]!);
    }
    return [...byCurrency].flatMap(([currency, sums]) =>
      this.#symbols
        .map((symbol, number) => ({ symbol, currency, amount: sums[number] ?? 0 }))
        .filter(({ amount }) => amount > 0),
    );
  }

  /** The block as it is stored. */
  encode(): StoredBlock {
    const { length } = this;
    const digests = this.#digests?.subarray(0, length);
    return {
      fills: length,
      numbers: Buffer.concat([
        bytesOf(this.#doubles.subarray(0, 3 * length)),
        bytesOf(this.#integers.subarray(0, 2 * length)),
        this.#sides.subarray(0, length),
        ...(digests?.some((digest) => digest !== 0) ? [bytesOf(digests)] : []),
      ]),
      texts: fillTextsJson.write({
        symbols: this.#symbols,
        orderIds: this.#orderIds,
        statuses: [...this.#statuses.written()],
        currencies: [...this.#currencies.written()],
      }),
      identities: this.#unreadIdentities ?? identitiesJson.write(this.#identities),
    };
  }

  /**
   * A stored block.
   * @param key the block in words, for an error: `2026-03-03 NET001`.
   * @throws StoreError `stored_json` where its texts cannot be read.
   */
  static decode({ fills, numbers, texts, identities }: StoredBlock, key: string): FillColumns {
    const columns = new FillColumns();
    // A view of doubles must begin at a multiple of eight. The driver's buffer need not, so it is copied.
    const bytes = new Uint8Array(numbers).buffer;
    columns.length = fills;
    columns.#doubles = new Float64Array(bytes, 0, 3 * fills);
    columns.#integers = new Int32Array(bytes, 24 * fills, 2 * fills);
    columns.#sides = new Uint8Array(bytes, 32 * fills, fills);
    if (bytes.byteLength > BYTES_A_FILL * fills)
      columns.#digests = new Uint32Array(bytes.slice(BYTES_A_FILL * fills));
    const { symbols, orderIds, statuses, currencies } = fillTextsJson.read(texts, key);
    columns.#symbols = symbols;
    columns.#orderIds = orderIds;
    columns.#statuses = TextColumn.read(statuses);
    columns.#currencies = TextColumn.read(currencies);
    columns.#unreadIdentities = identities;
    columns.#key = key;
    return columns;
  }

  #symbolNumber(symbol: string): number {
    this.#symbolNumbers ??= new Map(this.#symbols.map((text, number) => [text, number]));
    let number = this.#symbolNumbers.get(symbol);
    if (number === undefined) {
      number = this.#symbols.push(symbol) - 1;
      this.#symbolNumbers.set(symbol, number);
    }
    return number;
  }

  #setDigest(place: number, digest: number): void {
    this.#digests ??= new Uint32Array(this.#sides.length);
    this.#digests[place] = digest === DIGEST_OF_NO_ID ? 0 : digest;
  }

  #grow(): void {
    const size = Math.max(16, Math.ceil(1.5 * this.#sides.length));
    this.#doubles = copied(new Float64Array(3 * size), this.#doubles);
    this.#integers = copied(new Int32Array(2 * size), this.#integers);
    this.#sides = copied(new Uint8Array(size), this.#sides);
    if (this.#digests !== null) this.#digests = copied(new Uint32Array(size), this.#digests);
  }
}

/** The number in `P:<number>`; null where the number would not give the same text again. */
function sourceNumber(identity: string): number | null {
  return /^P:[1-9]\d{0,14}$/.test(identity) ? Number(identity.slice(2)) : null;
}

/**
 * A copy of the text. V8 stores a slice of 13 characters and more as a pointer into the line it came from, so
 * a million ids would keep the whole file in memory.
 */
function ownText(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

function copied<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(into: T, from: T): T {
  into.set(from);
  return into;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * Prices and symbol numbers of a stored block, without its texts: enough to check the prices of a session.
 */
export function pricesOf(
  numbers: Buffer,
  fills: number,
): {
  readonly prices: Float64Array;
  readonly quantities: Float64Array;
  readonly symbolNumbers: Int32Array;
} {
  const bytes = new Uint8Array(numbers).buffer;
  const doubles = new Float64Array(bytes, 0, 3 * fills);
  const integers = new Int32Array(bytes, 24 * fills, 2 * fills);
  const [prices, quantities] = [new Float64Array(fills), new Float64Array(fills)];
  const symbolNumbers = new Int32Array(fills);
  for (let place = 0; place < fills; place++) {
    quantities[place] = doubles[3 * place] ?? Number.NaN;
    prices[place] = doubles[3 * place + 1] ?? Number.NaN;
    symbolNumbers[place] = integers[2 * place + 1] ?? 0;
  }
  return { prices, quantities, symbolNumbers };
}
