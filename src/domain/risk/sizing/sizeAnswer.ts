import type { Confidence } from '../../engines/proposal.ts';
import type { RiskLevel } from './riskLevel.ts';
import { symbolReasons, traderReasons } from './sizeReasons.ts';
import { type SizingDesk, sizedTrader, sizeTerms, symbolRisk } from './sizingDesk.ts';
import { type SymbolBound, type SymbolRisk, symbolSize } from './symbolSize.ts';
import { type TraderBound, traderSize } from './traderSize.ts';

export interface SizeQuestion {
  readonly trader: string;
  /** Null: how much of the usual size, in any symbol. */
  readonly symbol: string | null;
  /** Null: the last price of the desk. */
  readonly price: number | null;
  /** The share of risk capital that the worst days may cost on average. */
  readonly maxRisk: number;
  readonly lotUnits: number;
  /** The trader's median order in the symbol, units; null: no stored order, or no symbol. */
  readonly usual: number | null;
}

/** The default share of risk capital that the worst days may cost on average. */
export const DEFAULT_MAX_RISK = 0.02;

/** A size with what it rests on. Dollars; units of the symbol for `size` and `usual`. */
export interface SizeAnswer {
  readonly sessionDate: string;
  readonly dataThrough: string;
  /** The newest fills are older than the session before. */
  readonly stale: boolean;
  readonly trader: string;
  readonly symbol: string | null;
  readonly price: number | null;
  /** The share of the usual size, 0 to 1. */
  readonly multiplier: number;
  /** Null without a symbol, and where no size can be computed: the reasons say why. */
  readonly size: number | null;
  /** What the size is worth; without a symbol, what an order should be worth. */
  readonly value: number | null;
  readonly usual: number | null;
  readonly usualValue: number | null;
  readonly budget: number | null;
  readonly expectedShortfall: number | null;
  readonly confidence: Confidence;
  readonly riskLevel: RiskLevel;
  readonly boundBy: TraderBound | SymbolBound | null;
  readonly reasons: readonly string[];
}

/**
 * The size of one trader, or of one trader in one symbol.
 * @throws InputError `unknown_trader`, `unknown_symbol`
 */
export function sizeFor(desk: SizingDesk, question: SizeQuestion): SizeAnswer {
  const trader = sizedTrader(desk, question.trader);
  const share = traderSize(trader, question.maxRisk);
  const whole: SizeAnswer = {
    sessionDate: desk.sessionDate,
    dataThrough: desk.dataThrough,
    stale: desk.isStale,
    trader: trader.trader,
    symbol: null,
    price: null,
    multiplier: share.multiplier,
    size: null,
    value: trader.usualValue === null ? null : trader.usualValue * share.multiplier,
    usual: null,
    usualValue: trader.usualValue,
    budget: share.budget,
    expectedShortfall: trader.expectedShortfallUpper95,
    confidence: share.confidence,
    riskLevel: share.riskLevel,
    boundBy: share.boundBy,
    reasons: traderReasons(trader, share),
  };
  if (question.symbol === null) return whole;
  const symbol = symbolRisk(desk, question.symbol, question.price, question.usual);
  const terms = sizeTerms(desk, trader, question.lotUnits);
  const { noSize, ...position } = symbolSize(share, symbol, terms);
  return {
    ...whole,
    ...position,
    symbol: symbol.symbol,
    price: symbol.price,
    usual: symbol.usual,
    usualValue: usualValue(symbol),
    reasons: [...whole.reasons, ...symbolReasons(share, symbol, { ...position, noSize }, terms)],
  };
}

function usualValue({ usual, price, multiplier }: SymbolRisk): number | null {
  return usual === null || price === null || multiplier === null
    ? null
    : usual * Math.abs(price) * multiplier;
}
