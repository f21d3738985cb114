import { median, robustScale } from '../statistics/descriptive.ts';

/** The prices that one account's fills of a session were done at, by column. */
export interface AccountPrints {
  readonly account: string;
  readonly symbols: readonly string[];
  /** One entry a fill: its symbol's place in `symbols`, and its price. */
  readonly symbolNumbers: ArrayLike<number>;
  readonly prices: ArrayLike<number>;
  /** One entry a fill, or none where the source sent no status at all. */
  readonly statuses: readonly string[];
}

/** A price far from where the whole desk traded the symbol that session. */
export interface StrangePrice {
  readonly account: string;
  readonly symbol: string;
  readonly price: number;
  /** Of all accounts' prints of the symbol. */
  readonly medianPrice: number;
}

export interface PrintFindings {
  readonly strangePrices: number;
  /** The first of them. */
  readonly examples: readonly StrangePrice[];
  /** Statuses that do not say that an execution took place, with their fills, most first. */
  readonly unknownStatuses: readonly { readonly status: string; readonly fills: number }[];
}

/** Fewer prints of a symbol than this say nothing about each other. */
const FEWEST_PRINTS = 5;
/** With this many, distance from the median in robust scales is enough. */
const FEWEST_FOR_SCALE = 20;
const MOST_SCALES = 20;
/** A price three times the median or a third of it is strange, but in a symbol that moves like that all day. */
const MOST_LOG_RATIO = Math.log(3);
const SCALES_OF_A_WILD_DAY = 5;
/** A quiet symbol's scale is taken as no less than this share of its median: 20 scales are then a fifth. */
const SMALLEST_SCALE_SHARE = 0.01;
/** Prints kept of a symbol; with more, every second, fourth, … is. Its median is then as good as that of all. */
const MOST_PRINTS_KEPT = 4_096;
const MOST_EXAMPLES = 5;
const MOST_STATUSES = 20;
const OTHER_STATUSES = 'others';

/** What sources call a fill that took place; PropReports leaves the column empty. */
const EXECUTED =
  /^(?:executed|execution|exec|filled|fill|full(?:y)? ?fill(?:ed)?|partial(?:ly)?(?: ?fill(?:ed)?)?|complete|completed|done|ok)$/i;

/**
 * Looks over a session's fills for what no ledger could notice: prices that cannot be, and statuses that may mean "not
 * executed". A price is strange when it lies more than 20 robust scales (1.4826·MAD of the desk's prints of the symbol,
 * at least 1 % of the median) from the median with 20 prints or more, or when |ln(price/median)| > ln 3 and it lies more
 * than 5 scales off with 5 prints or more. It is a warning: P&L stays what the fills say.
 *
 * Memory does not grow with the fills, only with the symbols. The fills are read a second time only when a symbol's
 * lowest or highest print lies outside its bounds.
 */
export function examinePrints(read: () => Iterable<AccountPrints>): PrintFindings {
  const samples = new Map<string, PriceSample>();
  const statuses = new Map<string, number>();
  for (const prints of read()) {
    addPrices(samples, prints);
    addStatuses(statuses, prints.statuses);
  }
  const bounds = new Map<string, Bounds>();
  for (const [symbol, sample] of samples) {
    const own = boundsOf(sample);
    if (own !== null && (sample.lowest < own.low || sample.highest > own.high)) bounds.set(symbol, own);
  }
  return {
    ...(bounds.size > 0 ? findStrange(read(), bounds) : { strangePrices: 0, examples: [] }),
    unknownStatuses: [...statuses]
      .map(([status, fills]) => ({ status, fills }))
      .sort((a, b) => b.fills - a.fills || (a.status < b.status ? -1 : 1)),
  };
}

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly medianPrice: number;
}

/** Prints of one symbol: its ends, and every so many of the rest. */
class PriceSample {
  lowest = Number.POSITIVE_INFINITY;
  highest = Number.NEGATIVE_INFINITY;
  prints = 0;
  kept: number[] = [];
  #step = 1;

  add(price: number): void {
    if (price < this.lowest) this.lowest = price;
    if (price > this.highest) this.highest = price;
    if (this.prints++ % this.#step !== 0) return;
    this.kept.push(price);
    if (this.kept.length < MOST_PRINTS_KEPT) return;
    this.kept = this.kept.filter((_, place) => place % 2 === 0);
    this.#step *= 2;
  }
}

function addPrices(samples: Map<string, PriceSample>, prints: AccountPrints): void {
  const own = prints.symbols.map((symbol) => {
    const sample = samples.get(symbol) ?? new PriceSample();
    samples.set(symbol, sample);
    return sample;
  });
  for (let place = 0; place < prints.prices.length; place++)
    own[prints.symbolNumbers[place] ?? -1]?.add(prints.prices[place] ?? Number.NaN);
}

function addStatuses(counts: Map<string, number>, statuses: readonly string[]): void {
  for (const status of statuses) {
    if (status === '') continue;
    const isListed = counts.has(status);
    if (!isListed && EXECUTED.test(status.trim())) continue;
    const name = isListed || counts.size < MOST_STATUSES ? status : OTHER_STATUSES;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
}

function boundsOf({ prints, kept }: PriceSample): Bounds | null {
  const medianPrice = median(kept);
  if (prints < FEWEST_PRINTS || medianPrice === null || medianPrice <= 0) return null;
  const scale = Math.max(robustScale(kept) ?? 0, SMALLEST_SCALE_SHARE * medianPrice);
  const wild = SCALES_OF_A_WILD_DAY * scale;
  const ratio = Math.exp(MOST_LOG_RATIO);
  const far = prints >= FEWEST_FOR_SCALE ? MOST_SCALES * scale : Number.POSITIVE_INFINITY;
  return {
    low: Math.max(medianPrice - far, Math.min(medianPrice / ratio, medianPrice - wild)),
    high: Math.min(medianPrice + far, Math.max(medianPrice * ratio, medianPrice + wild)),
    medianPrice,
  };
}

function findStrange(
  fills: Iterable<AccountPrints>,
  bounds: ReadonlyMap<string, Bounds>,
): Pick<PrintFindings, 'strangePrices' | 'examples'> {
  const examples: StrangePrice[] = [];
  let strangePrices = 0;
  for (const { account, symbols, symbolNumbers, prices } of fills) {
    const own = symbols.map((symbol) => bounds.get(symbol));
    for (let place = 0; place < prices.length; place++) {
      const limits = own[symbolNumbers[place] ?? -1];
      const price = prices[place] ?? Number.NaN;
      if (limits === undefined || (price >= limits.low && price <= limits.high)) continue;
      strangePrices++;
      const symbol = symbols[symbolNumbers[place] ?? -1] ?? '';
      if (examples.length < MOST_EXAMPLES)
        examples.push({ account, symbol, price, medianPrice: limits.medianPrice });
    }
  }
  return { strangePrices, examples };
}
