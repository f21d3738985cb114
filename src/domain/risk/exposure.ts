import { unitValue } from '../ledger/unitValue.ts';
import type { Contract } from '../roster/contracts.ts';

/** What amounts in the currency of a symbol are worth. */
export interface Valuation {
  readonly contractOf: (symbol: string) => Contract;
  /** ISO code. Amounts that name it, or no currency, have the rate 1. */
  readonly baseCurrency: string;
  /** Base currency for one unit of each currency that has a rate. */
  readonly rates: ReadonlyMap<string, number>;
}

/** An amount of one trader in one symbol, dollars; positive long, negative short. */
export interface SymbolAmount {
  readonly trader: string;
  readonly symbol: string;
  /** null: the multiplier of the symbol or the rate of its currency is unknown. */
  readonly dollars: number | null;
}

/** Amounts of one symbol or one trader, dollars. */
export interface Holding {
  readonly name: string;
  readonly long: number;
  /** 0 or more. */
  readonly short: number;
  /** Share of the gross of all holdings, 0 to 1; null where that is 0. */
  readonly grossShare: number | null;
}

/** What is open: of the desk, by symbol, and by trader, the largest gross first. */
export interface Exposure {
  readonly long: number;
  readonly short: number;
  readonly bySymbol: readonly Holding[];
  readonly byTrader: readonly Holding[];
  /** Symbols with an amount of unknown value, by name. They are in no other figure. */
  readonly unvalued: readonly string[];
}

/**
 * Dollars of one unit of quantity and price; null where the multiplier or the rate is unknown.
 *
 * Example: an option at 100 units a contract in CAD at 0.73: 73.
 */
export function dollarsPerUnit(symbol: string, currency: string, valuation: Valuation): number | null {
  const { contractOf, baseCurrency, rates } = valuation;
  const rate = currency === '' || currency === baseCurrency ? 1 : (rates.get(currency) ?? null);
  const { dollars } = unitValue(symbol, contractOf(symbol), currency, rate);
  return dollars === 0 ? null : dollars;
}

/** Long plus short, dollars. */
export function grossOf({ long, short }: Pick<Holding, 'long' | 'short'>): number {
  return long + short;
}

/** Long less short, dollars. */
export function netOf({ long, short }: Pick<Holding, 'long' | 'short'>): number {
  return long - short;
}

/**
 * Adds up amounts, dollars. Each amount counts on its own side: a long lot of one trader does not offset a
 * short lot of another one in the gross, only in the net.
 *
 * Example: NET001 is long $30,000 of AAPL, NET002 short $10,000 of AAPL and long $60,000 of MSFT. AAPL: long
 * $30,000, short $10,000, net $20,000, 40 % of a gross of $100,000. The desk is $80,000 net long.
 *
 * Source: docs/methods.md, section 13.
 */
export function exposureOf(amounts: readonly SymbolAmount[]): Exposure {
  const known = amounts.flatMap(({ dollars, ...of }) => (dollars === null ? [] : [{ ...of, dollars }]));
  const desk = sidesOf(known);
  return {
    ...desk,
    bySymbol: holdings(known, ({ symbol }) => symbol, grossOf(desk)),
    byTrader: holdings(known, ({ trader }) => trader, grossOf(desk)),
    unvalued: [...new Set(amounts.flatMap((each) => (each.dollars === null ? [each.symbol] : [])))].sort(),
  };
}

type KnownAmount = SymbolAmount & { readonly dollars: number };

function holdings(
  amounts: readonly KnownAmount[],
  nameOf: (amount: KnownAmount) => string,
  total: number,
): readonly Holding[] {
  const groups = new Map<string, KnownAmount[]>();
  for (const amount of amounts) {
    const group = groups.get(nameOf(amount)) ?? [];
    groups.set(nameOf(amount), group);
    group.push(amount);
  }
  return [...groups]
    .map(([name, group]) => ({ name, ...sidesOf(group) }))
    .map((sides) => ({ ...sides, grossShare: total === 0 ? null : grossOf(sides) / total }))
    .toSorted((a, b) => grossOf(b) - grossOf(a) || (a.name < b.name ? -1 : 1));
}

function sidesOf(amounts: readonly KnownAmount[]): Pick<Holding, 'long' | 'short'> {
  let [long, short] = [0, 0];
  for (const { dollars } of amounts) {
    if (dollars > 0) long += dollars;
    else short -= dollars;
  }
  return { long, short };
}
