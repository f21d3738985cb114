import { z } from 'zod';
import type { SymbolPrice } from '../../domain/risk/sizing/symbolPrices.ts';
import { storedJson } from './storedJson.ts';

/** By column: an object a symbol would repeat its names three thousand times. */
const columns = z.object({
  symbols: z.array(z.string()),
  highs: z.array(z.number()),
  lows: z.array(z.number()),
  closes: z.array(z.number()),
  /** One entry a symbol, or none where all are empty. */
  currencies: z.array(z.string()),
});

const columnsJson = storedJson('symbol_prices', 'prices', columns);

export function writePrices(prices: readonly SymbolPrice[]): string {
  const currencies = prices.map(({ currency }) => currency);
  return columnsJson.write({
    symbols: prices.map(({ symbol }) => symbol),
    highs: prices.map(({ high }) => high),
    lows: prices.map(({ low }) => low),
    closes: prices.map(({ close }) => close),
    currencies: currencies.every((currency) => currency === '') ? [] : currencies,
  });
}

/** @throws StoreError `stored_json` */
export function readPrices(text: string, sessionDate: string): readonly SymbolPrice[] {
  const { symbols, highs, lows, closes, currencies } = columnsJson.read(text, sessionDate);
  return symbols.map((symbol, place) => ({
    symbol,
    high: highs[place] ?? Number.NaN,
    low: lows[place] ?? Number.NaN,
    close: closes[place] ?? Number.NaN,
    currency: currencies[place] ?? '',
  }));
}
