import { type AccountPrints, statusAt } from './prints.ts';
import { isCancelled } from './status.ts';

/**
 * Σ quantity·|price| of the fills of an account by symbol, before multipliers. Cancelled fills are left out.
 *
 * Example: 100 AAPL bought at 200 and sold at 201: AAPL 40,100.
 */
export function notionalBySymbol(prints: AccountPrints): ReadonlyMap<string, number> {
  const { symbols, symbolNumbers, prices, quantities } = prints;
  const sums = new Float64Array(symbols.length);
  for (let place = 0; place < prices.length; place++) {
    if (isCancelled(statusAt(prints, place))) continue;
    const symbol = symbolNumbers[place]!;
    sums[symbol] = sums[symbol]! + quantities[place]! * Math.abs(prices[place]!);
  }
  return new Map(symbols.map((symbol, number) => [symbol, sums[number]!]));
}
