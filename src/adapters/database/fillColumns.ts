import type { Fill, LedgerFill, Side } from '../../domain/ledger/fill.ts';

/** One account's fills of one session as the store keeps them: numbers by column, texts as JSON. */
export interface StoredBlock {
  readonly fills: number;
  readonly numbers: Buffer;
  readonly texts: string;
  readonly identities: string;
}

const SIDES: readonly Side[] = ['B', 'C', 'S', 'T'];
const UNKNOWN_SECOND = -1;

/**
 * Fills of one account and session, by column. A million objects would weigh several hundred megabytes; their columns
 * weigh forty, and go to disk as they are.
 */
export class FillColumns {
  length = 0;
  #doubles = new Float64Array(3 * 16);
  #integers = new Int32Array(2 * 16);
  #sides = new Uint8Array(16);
  #symbols: string[] = [];
  /** Made when a fill is first taken in: a block that is only read needs none. */
  #symbolNumbers: Map<string, number> | null = null;
  #orderIds: string[] = [];
  /** Empty where no fill has one. */
  #statuses: string[] = [];
  /** The source's own number where the identity is one: a tenth of what its text weighs. */
  #identities: (number | string)[] = [];
  /** Identities as stored, read only when somebody asks: the ledger never does. */
  #unreadIdentities: string | null = null;

  push(fill: Fill): void {
    if (this.length === this.#sides.length) this.#grow();
    this.set(this.length++, fill);
  }

  set(place: number, fill: Fill): void {
    if (this.#unreadIdentities !== null) this.identityKey(place);
    this.#doubles[3 * place] = fill.quantity;
    this.#doubles[3 * place + 1] = fill.price;
    this.#doubles[3 * place + 2] = fill.fees;
    this.#integers[2 * place] = fill.secondOfDay ?? UNKNOWN_SECOND;
    this.#integers[2 * place + 1] = this.#symbolNumber(fill.symbol);
    this.#sides[place] = SIDES.indexOf(fill.side);
    // The fills of an order come together; one text serves them all.
    const orderIdBefore = this.#orderIds[place - 1];
    this.#orderIds[place] = fill.orderId === orderIdBefore ? orderIdBefore : ownText(fill.orderId);
    if (fill.status !== '' || this.#statuses.length > 0) this.#setStatus(place, fill.status);
    this.#identities[place] = sourceNumber(fill.identity) ?? ownText(fill.identity);
  }

  identity(place: number): string {
    const key = this.identityKey(place);
    return typeof key === 'number' ? `P:${key}` : key;
  }

  /** What tells this fill from the others of its block: equal exactly where the identities are. */
  identityKey(place: number): number | string {
    if (this.#unreadIdentities !== null) {
      this.#identities = JSON.parse(this.#unreadIdentities) as (number | string)[];
      this.#unreadIdentities = null;
    }
    return this.#identities[place] ?? '';
  }

  at(place: number, account: string, sessionDate: string): Fill {
    return {
      ...this.forLedger(place, account, sessionDate),
      status: this.#statuses[place] ?? '',
      identity: this.identity(place),
    };
  }

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
      orderId: this.#orderIds[place] ?? '',
    };
  }

  /** Whether the fill at `place` says the same as one of another block with the same identity. */
  equals(place: number, other: FillColumns, otherPlace: number): boolean {
    return (
      this.#doubles[3 * place] === other.#doubles[3 * otherPlace] &&
      this.#doubles[3 * place + 1] === other.#doubles[3 * otherPlace + 1] &&
      this.#doubles[3 * place + 2] === other.#doubles[3 * otherPlace + 2] &&
      this.#integers[2 * place] === other.#integers[2 * otherPlace] &&
      this.#sides[place] === other.#sides[otherPlace] &&
      this.#orderIds[place] === other.#orderIds[otherPlace] &&
      (this.#statuses[place] ?? '') === (other.#statuses[otherPlace] ?? '') &&
      this.#symbols[this.#integers[2 * place + 1] ?? 0] ===
        other.#symbols[other.#integers[2 * otherPlace + 1] ?? 0]
    );
  }

  encode(): StoredBlock {
    const { length } = this;
    const numbers = Buffer.concat([
      bytesOf(this.#doubles.subarray(0, 3 * length)),
      bytesOf(this.#integers.subarray(0, 2 * length)),
      this.#sides.subarray(0, length),
    ]);
    const symbols = this.#symbols;
    const orderIds = this.#orderIds;
    const statuses = this.#statuses;
    return {
      fills: length,
      numbers,
      texts: JSON.stringify({ symbols, orderIds, statuses }),
      identities: this.#unreadIdentities ?? JSON.stringify(this.#identities),
    };
  }

  static decode({ fills, numbers, texts, identities }: StoredBlock): FillColumns {
    const columns = new FillColumns();
    // A copy begins at a multiple of eight, which a view of doubles needs and the driver's buffer need not have.
    const bytes = new Uint8Array(numbers).buffer;
    columns.length = fills;
    columns.#doubles = new Float64Array(bytes, 0, 3 * fills);
    columns.#integers = new Int32Array(bytes, 24 * fills, 2 * fills);
    columns.#sides = new Uint8Array(bytes, 32 * fills, fills);
    const { symbols, orderIds, statuses } = JSON.parse(texts) as Record<
      'symbols' | 'orderIds' | 'statuses',
      string[]
    >;
    columns.#symbols = symbols;
    columns.#orderIds = orderIds;
    columns.#statuses = statuses;
    columns.#unreadIdentities = identities;
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

  #setStatus(place: number, status: string): void {
    while (this.#statuses.length < this.length) this.#statuses.push('');
    this.#statuses[place] = status;
  }

  #grow(): void {
    const room = Math.max(16, Math.ceil(1.5 * this.#sides.length));
    this.#doubles = copied(new Float64Array(3 * room), this.#doubles);
    this.#integers = copied(new Int32Array(2 * room), this.#integers);
    this.#sides = copied(new Uint8Array(room), this.#sides);
  }
}

/** The number in `P:<number>`; null where it would not come back as the same text. */
function sourceNumber(identity: string): number | null {
  return /^P:[1-9]\d{0,14}$/.test(identity) ? Number(identity.slice(2)) : null;
}

/**
 * The engine cuts a longer text out of its line by pointing into it, so a million ids would keep the whole file in
 * memory. Joined to something and cut anew, a text stands alone.
 */
function ownText(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

function copied<T extends Float64Array | Int32Array | Uint8Array>(into: T, from: T): T {
  into.set(from);
  return into;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Prices and symbol numbers alone: what a look over a whole session needs, without a million texts. */
export function pricesOf(
  numbers: Buffer,
  fills: number,
): { readonly prices: Float64Array; readonly symbolNumbers: Int32Array } {
  const bytes = new Uint8Array(numbers).buffer;
  const doubles = new Float64Array(bytes, 0, 3 * fills);
  const integers = new Int32Array(bytes, 24 * fills, 2 * fills);
  const [prices, symbolNumbers] = [new Float64Array(fills), new Int32Array(fills)];
  for (let place = 0; place < fills; place++) {
    prices[place] = doubles[3 * place + 1] ?? Number.NaN;
    symbolNumbers[place] = integers[2 * place + 1] ?? 0;
  }
  return { prices, symbolNumbers };
}
