import { median, robustScale } from '../statistics/descriptive.ts';
import { fillStatus, isCancelled } from './status.ts';

/** The prices of one account's fills of a session, in columns. */
export interface AccountPrints {
  readonly account: string;
  readonly symbols: readonly string[];
  /** One value per fill: the index of its symbol in `symbols`, its price, and its quantity, 0 or more. */
  readonly symbolNumbers: ArrayLike<number>;
  readonly prices: ArrayLike<number>;
  readonly quantities: ArrayLike<number>;
  /** One status per fill; a single one counts for all fills, an empty list means that none has one. */
  readonly statuses: readonly string[];
}

/** A price far from the prices at which the whole desk traded the symbol on that session. */
export interface StrangePrice {
  readonly account: string;
  readonly symbol: string;
  readonly price: number;
  /** Median price of the symbol over all accounts. */
  readonly medianPrice: number;
}

export interface PrintFindings {
  readonly strangePrices: number;
  /** The first five strange prices. */
  readonly examples: readonly StrangePrice[];
  /** Statuses that may mean "not executed", with their number of fills, most fills first. */
  readonly unknownStatuses: readonly { readonly status: string; readonly fills: number }[];
  /** Fills that the source cancelled or rejected: they are in no other count. */
  readonly cancelledFills: number;
}

/** With fewer prints of a symbol there is no reliable median. */
const FEWEST_PRINTS = 5;
/** With this many prints, the distance from the median in robust scales alone decides. */
const FEWEST_FOR_SCALE = 20;
const MOST_SCALES = 20;
/**
 * A price above three times the median or below a third of it is strange, unless the symbol moves that much
 * all day.
 */
const MOST_LOG_RATIO = Math.log(3);
const FEWEST_SCALES_WITH_RATIO = 5;
/**
 * Lower bound of the scale as a share of the median, for quiet symbols: 20 scales are then 20 % of the
 * median.
 */
const SMALLEST_SCALE_SHARE = 0.01;
/**
 * Prints kept of a symbol. With more, only every second, fourth, … is kept, which barely changes the median.
 */
const MOST_PRINTS_KEPT = 4_096;
const MOST_EXAMPLES = 5;
const MOST_STATUSES = 20;
const OTHER_STATUSES = 'others';

/**
 * Finds fills of a session that are probably wrong although the ledger can book them: implausible prices, and
 * statuses that may mean "not executed". The result is a warning and does not change P&L. Cancelled fills are
 * counted, and their prices are not looked at.
 *
 * The scale of a symbol is 1.4826·MAD of the desk's prints, at least 1 % of the median. A price is strange
 * when
 * - there are 20 prints or more and it is more than 20 scales from the median, or
 * - there are 5 prints or more, |ln(price/median)| > ln 3, and it is more than 5 scales from the median.
 *
 * Example: 30 prints around 10 with a scale of 0.1 have bounds 8 and 12. With 10 prints the bounds are 3.33
 * and 30.
 *
 * Memory grows with the number of symbols, not of fills. `read` is called a second time only when the lowest
 * or highest print of a symbol is outside its bounds.
 */
export async function examinePrints(read: () => AsyncIterable<AccountPrints>): Promise<PrintFindings> {
  const samples = new Map<string, PriceSample>();
  const statuses = new Map<string, number>();
  let cancelledFills = 0;
  for await (const prints of read()) {
    addPrices(samples, prints);
    cancelledFills += addStatuses(statuses, prints);
  }
  const bounds = new Map<string, Bounds>();
  for (const [symbol, sample] of samples) {
    const limits = boundsOf(sample);
    if (limits !== null && (sample.lowest < limits.low || sample.highest > limits.high))
      bounds.set(symbol, limits);
  }
  return {
    ...(bounds.size > 0 ? await findStrange(read(), bounds) : { strangePrices: 0, examples: [] }),
    unknownStatuses: [...statuses]
      .map(([status, fills]) => ({ status, fills }))
      .sort((a, b) => b.fills - a.fills || (a.status < b.status ? -1 : 1)),
    cancelledFills,
  };
}

interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly medianPrice: number;
}

/** Lowest and highest print of one symbol, and a regular sample of its prints. */
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
  const sampleBySymbol = prints.symbols.map((symbol) => {
    const sample = samples.get(symbol) ?? new PriceSample();
    samples.set(symbol, sample);
    return sample;
  });
  for (let place = 0; place < prints.prices.length; place++)
    if (!isCancelled(statusAt(prints, place)))
      sampleBySymbol[prints.symbolNumbers[place] ?? -1]?.add(prints.prices[place] ?? Number.NaN);
}

/** The status of one fill. */
export function statusAt({ statuses }: AccountPrints, place: number): string {
  return statuses[statuses.length === 1 ? 0 : place] ?? '';
}

/** Counts the unknown statuses. Returns the number of cancelled fills. */
function addStatuses(counts: Map<string, number>, prints: AccountPrints): number {
  if (prints.statuses.length === 0) return 0;
  let cancelled = 0;
  for (let place = 0; place < prints.prices.length; place++) {
    const status = statusAt(prints, place);
    const isListed = counts.has(status);
    const kind = isListed ? 'unknown' : fillStatus(status);
    if (kind === 'cancelled') cancelled++;
    if (kind !== 'unknown') continue;
    const name = isListed || counts.size < MOST_STATUSES ? status : OTHER_STATUSES;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return cancelled;
}

function boundsOf({ prints, kept }: PriceSample): Bounds | null {
  const medianPrice = median(kept);
  if (prints < FEWEST_PRINTS || medianPrice === null || medianPrice <= 0) return null;
  const scale = Math.max(robustScale(kept) ?? 0, SMALLEST_SCALE_SHARE * medianPrice);
  const minimumDistance = FEWEST_SCALES_WITH_RATIO * scale;
  const ratio = Math.exp(MOST_LOG_RATIO);
  const far = prints >= FEWEST_FOR_SCALE ? MOST_SCALES * scale : Number.POSITIVE_INFINITY;
  return {
    low: Math.max(medianPrice - far, Math.min(medianPrice / ratio, medianPrice - minimumDistance)),
    high: Math.min(medianPrice + far, Math.max(medianPrice * ratio, medianPrice + minimumDistance)),
    medianPrice,
  };
}

async function findStrange(
  fills: AsyncIterable<AccountPrints>,
  bounds: ReadonlyMap<string, Bounds>,
): Promise<Pick<PrintFindings, 'strangePrices' | 'examples'>> {
  const examples: StrangePrice[] = [];
  let strangePrices = 0;
  for await (const prints of fills) {
    const { account, symbols, symbolNumbers, prices } = prints;
    const boundsBySymbol = symbols.map((symbol) => bounds.get(symbol));
    for (let place = 0; place < prices.length; place++) {
      const limits = boundsBySymbol[symbolNumbers[place] ?? -1];
      const price = prices[place] ?? Number.NaN;
      if (limits === undefined || (price >= limits.low && price <= limits.high)) continue;
      if (isCancelled(statusAt(prints, place))) continue;
      strangePrices++;
      const symbol = symbols[symbolNumbers[place] ?? -1] ?? '';
      if (examples.length < MOST_EXAMPLES)
        examples.push({ account, symbol, price, medianPrice: limits.medianPrice });
    }
  }
  return { strangePrices, examples };
}
