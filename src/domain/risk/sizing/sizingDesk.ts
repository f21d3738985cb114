import { InputError } from '../../../shared/errors.ts';
import type { Contract } from '../../roster/contracts.ts';
import { didYouMean } from '../../text/closest.ts';
import type { SizeTerms, SymbolRisk } from './symbolSize.ts';
import type { TraderRisk } from './traderSize.ts';

/** A trader with what sizes are compared with, dollars. */
export interface SizedTrader extends TraderRisk {
  /** The risk capital on the roster, else 20 × base limit: MAX_POSITION_PCT is a share of it. */
  readonly positionCapital: number;
  /** Median worth of an order over the last 60 active sessions; null: not known. */
  readonly usualValue: number | null;
}

/** A symbol that the desk traded in the last 60 sessions. */
export interface SizedSymbol {
  /** The last price of the desk in BASE_CURRENCY; null: its currency has no rate. */
  readonly price: number | null;
  readonly priceSession: string;
  /** Null below 20 sessions. */
  readonly volatility: number | null;
}

/** Everything that sizes of one session are made from, loaded once. */
export interface SizingDesk {
  /** The session that the sizes are for, and the last one whose trading is known. */
  readonly sessionDate: string;
  readonly dataThrough: string;
  /** The newest fills are older than the session before. */
  readonly isStale: boolean;
  readonly traders: ReadonlyMap<string, SizedTrader>;
  readonly symbols: ReadonlyMap<string, SizedSymbol>;
  /** The volatility of a symbol without one of its own; null: no symbol has one. */
  readonly cautiousVolatility: number | null;
  /** κ: the worst hundredth of the model's residuals, as a positive number. */
  readonly tailMultiple: number;
  readonly contractOf: (symbol: string) => Contract;
  /** MAX_POSITION_PCT; null: no cap. */
  readonly maxPositionPct: number | null;
}

/** The trader of that name. @throws InputError `unknown_trader` */
export function sizedTrader({ traders, sessionDate }: SizingDesk, name: string): SizedTrader {
  const trader = traders.get(name);
  if (trader !== undefined) return trader;
  const known = [...traders.keys()];
  throw new InputError(
    'unknown_trader',
    `Size for ${sessionDate} · found no trader ${name}${didYouMean(name, known)} · expected an active trader who has traded`,
    { hint: `There are ${known.length}: npm run size -- without --trader lists them.` },
  );
}

/**
 * What is known of a symbol. A symbol that the desk has not traded needs a price.
 * @throws InputError `unknown_symbol`
 */
export function symbolRisk(
  desk: SizingDesk,
  symbol: string,
  price: number | null,
  usual: number | null,
): SymbolRisk {
  const known = desk.symbols.get(symbol);
  if (known === undefined && price === null) throw unknownSymbol(desk, symbol);
  return {
    symbol,
    price: price ?? known?.price ?? null,
    multiplier: desk.contractOf(symbol).multiplier,
    volatility: known?.volatility ?? desk.cautiousVolatility,
    isVolatilityAssumed: (known?.volatility ?? null) === null,
    usual,
  };
}

/** The terms of a position of one trader. */
export function sizeTerms(desk: SizingDesk, trader: SizedTrader, lotUnits: number): SizeTerms {
  const { maxPositionPct, tailMultiple } = desk;
  const positionCap = maxPositionPct === null ? null : (maxPositionPct / 100) * trader.positionCapital;
  return { tailMultiple, positionCap, lotUnits };
}

function unknownSymbol({ symbols, sessionDate }: SizingDesk, symbol: string): InputError {
  const known = [...symbols.keys()];
  return new InputError(
    'unknown_symbol',
    `Size for ${sessionDate} · found no price of ${symbol}${didYouMean(symbol, known)} · expected one of the ${known.length} symbol(s) that the desk traded in the last 60 sessions`,
    { hint: 'Correct the symbol, or give its price with --price (in the API: price).' },
  );
}
