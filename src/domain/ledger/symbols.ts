import { herfindahl } from '../statistics/descriptive.ts';
import type { Position } from './position.ts';
import type { TraderDayFacts } from './traderDayFacts.ts';

export type SymbolFacts = Pick<TraderDayFacts, 'symbols' | 'symbolConcentration' | 'overnightNotional'>;

/**
 * Facts about the symbols of a day, over all accounts of a trader. One symbol in two
 * currencies counts as two. Overnight notional is the sum over all
 * open lots, traded today or not, of |quantity|·|price|·multiplier. The price is the trader's last price of
 * the session in the symbol, in any account, else the price of the lot.
 *
 * Example: 2 contracts short at 1.5 with a multiplier of 100, not traded today: $300.
 */
export function symbolFacts(positions: readonly Position[]): SymbolFacts {
  const traded = tradedSymbols(positions);
  const notionals = [...traded.values()].map(({ notional }) => notional);
  return {
    symbols: traded.size,
    symbolConcentration: herfindahl(notionals) ?? 0,
    overnightNotional: positions.reduce((sum, position) => sum + openNotional(position, traded), 0),
  };
}

interface TradedSymbol {
  notional: number;
  lastPrice: number;
  lastSequence: number;
}

function tradedSymbols(positions: readonly Position[]): Map<string, TradedSymbol> {
  const traded = new Map<string, TradedSymbol>();
  for (const position of positions) {
    const { notional, lastPrice, lastSequence } = position;
    if (lastPrice === null) continue;
    const key = keyOf(position);
    const known = traded.get(key);
    if (known === undefined) traded.set(key, { notional, lastPrice, lastSequence });
    else mergeInto(known, notional, lastPrice, lastSequence);
  }
  return traded;
}

function keyOf({ symbol, currency }: Position): string {
  return currency === '' ? symbol : `${symbol}\n${currency}`;
}

function mergeInto(known: TradedSymbol, notional: number, lastPrice: number, lastSequence: number): void {
  known.notional += notional;
  if (lastSequence < known.lastSequence) return;
  known.lastPrice = lastPrice;
  known.lastSequence = lastSequence;
}

function openNotional(position: Position, traded: ReadonlyMap<string, TradedSymbol>): number {
  if (position.direction === 0) return 0;
  const lastPrice = traded.get(keyOf(position))?.lastPrice;
  return position
    .openLots()
    .reduce((sum, lot) => sum + position.notionalOf(Math.abs(lot.quantity), lastPrice ?? lot.price), 0);
}
