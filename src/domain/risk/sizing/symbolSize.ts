import type { Confidence } from '../../engines/proposal.ts';
import { type RiskLevel, riskLevelOf } from './riskLevel.ts';
import type { TraderSize } from './traderSize.ts';

/** What is known of a symbol, and of the trader in it. */
export interface SymbolRisk {
  readonly symbol: string;
  /** Last price of the desk, or the price that was asked about; null: not known. */
  readonly price: number | null;
  /** Dollars per point of one unit; null: a future without a rule on the roster. */
  readonly multiplier: number | null;
  /** Over one session, a share of the price; null: not known, not even of other symbols. */
  readonly volatility: number | null;
  /** The volatility is that of other symbols. */
  readonly isVolatilityAssumed: boolean;
  /** The trader's median order in the symbol, units; null: no stored order. */
  readonly usual: number | null;
}

export interface SizeTerms {
  /** κ: how many volatilities the worst hundredth of days reaches. */
  readonly tailMultiple: number;
  /** The most that a position may be worth, dollars; null: no cap. */
  readonly positionCap: number | null;
  /** Sizes are multiples of so many units. */
  readonly lotUnits: number;
}

export type SymbolBound = 'risk-budget' | 'position-cap';

/** Why there is no size. */
export type NoSize =
  | 'no-price'
  | 'price-of-zero'
  | 'no-multiplier'
  | 'no-budget'
  | 'no-volatility'
  | 'no-bound';

/** The largest position of a trader in a symbol. */
export interface SymbolSize {
  /** Units, rounded down to lots; null: `noSize` says why. */
  readonly size: number | null;
  /** Size × |price| × multiplier, dollars. */
  readonly value: number | null;
  readonly confidence: Confidence;
  readonly riskLevel: RiskLevel;
  readonly boundBy: SymbolBound | null;
  readonly noSize: NoSize | null;
}

/**
 * The largest position whose worst hundredth of sessions costs no more than the reduced budget.
 *
 *   q = ⌊budget · m / (|price| · multiplier · κ · σ)⌋ to lots
 *
 * The value of the position is also at most `positionCap`, where there is one. σ = 0: only the cap binds.
 *
 * Example: budget $2,000, m = 0.8, price $50, multiplier 1, κ = 2.5, σ = 0.02: a unit may lose $2.50, so 640
 * units, $32,000. In lots of 100: 600. With a cap of $10,000: 200 units.
 */
export function symbolSize(trader: TraderSize, symbol: SymbolRisk, terms: SizeTerms): SymbolSize {
  const noSize = whyNone(trader, symbol, terms);
  if (noSize !== null) return { ...NONE, riskLevel: trader.riskLevel, noSize };
  const unitValue = Math.abs(symbol.price ?? 0) * (symbol.multiplier ?? 0);
  const unitRisk = unitValue * terms.tailMultiple * (symbol.volatility ?? 0);
  const byRisk =
    unitRisk === 0 ? null : roundedDown((trader.budget ?? 0) * trader.multiplier, unitRisk, terms);
  const byCap = terms.positionCap === null ? null : roundedDown(terms.positionCap, unitValue, terms);
  const isCapped = byCap !== null && (byRisk === null || byCap < byRisk);
  const size = isCapped ? byCap : (byRisk ?? 0);
  const usual = symbol.usual ?? 0;
  return {
    size,
    value: size * unitValue,
    confidence: symbol.isVolatilityAssumed ? 'low' : trader.confidence,
    riskLevel: usual > 0 ? riskLevelOf(size / usual) : trader.riskLevel,
    boundBy: isCapped ? 'position-cap' : 'risk-budget',
    noSize: null,
  };
}

const NONE = { size: null, value: null, confidence: 'low', boundBy: null } as const;

function whyNone(trader: TraderSize, symbol: SymbolRisk, terms: SizeTerms): NoSize | null {
  if (symbol.price === null) return 'no-price';
  if (symbol.price === 0) return 'price-of-zero';
  if (symbol.multiplier === null) return 'no-multiplier';
  if (trader.budget === null) return 'no-budget';
  if (symbol.volatility === null) return 'no-volatility';
  return symbol.volatility === 0 && terms.positionCap === null ? 'no-bound' : null;
}

/** The largest multiple of a lot whose sum stays within `dollars`, however the division rounds. */
function roundedDown(dollars: number, unitDollars: number, { lotUnits }: SizeTerms): number {
  const lots = Math.floor(dollars / (unitDollars * lotUnits));
  const fits = lots * lotUnits * unitDollars <= dollars;
  return Math.max(0, fits ? lots : lots - 1) * lotUnits;
}
