import { riskDollars, roughDollars } from '../../text/money.ts';
import type { NoSize, SizeTerms, SymbolRisk, SymbolSize } from './symbolSize.ts';
import type { TraderRisk, TraderSize } from './traderSize.ts';

/** Why a trader's size is what it is, each a sentence for a risk manager. */
export function traderReasons(risk: TraderRisk, size: TraderSize): readonly string[] {
  return [boundReason(risk, size), ...rulesReason(risk, size), ...confidenceReasons(risk, size)];
}

/** Why a size in a symbol is what it is, after the reasons of the trader. */
export function symbolReasons(
  trader: TraderSize,
  symbol: SymbolRisk,
  size: SymbolSize,
  terms: SizeTerms,
): readonly string[] {
  return [
    ...(size.noSize === null ? [unitReason(trader, symbol, size, terms)] : [NO_SIZE[size.noSize]]),
    ...(symbol.isVolatilityAssumed && symbol.volatility !== null
      ? [
          `Fewer than 20 sessions of ${symbol.symbol} are known: it counts as more volatile than 90 % of the desk's symbols.`,
        ]
      : []),
    ...usualReason(symbol, size),
  ];
}

function boundReason(risk: TraderRisk, { multiplier, budget, budgetFrom, boundBy }: TraderSize): string {
  const upper = risk.expectedShortfallUpper95;
  if (boundBy === 'rules-cut' || upper === null || budget === null) return noForecastReason(risk);
  const allowed =
    budgetFrom === 'risk-capital'
      ? `the budget of ${roughDollars(budget)}, a share of the risk capital`
      : `${riskDollars(budget)} on a usual day`;
  if (upper <= 0) return 'Even the worst days are not expected to lose money.';
  const may = `The worst 5 % of days may lose ${riskDollars(upper)} on average`;
  return multiplier < 1 ? `${may}, more than ${allowed}.` : `${may}, no more than ${allowed}.`;
}

function noForecastReason({ rulesReductionPct, usualShortfall, riskCapital, ...risk }: TraderRisk): string {
  const why =
    risk.expectedShortfallUpper95 === null
      ? 'There is no forecast of the worst days yet'
      : usualShortfall === null && riskCapital === null
        ? 'A usual day of the trader is not known yet'
        : 'The forecast is not a number';
  return rulesReductionPct > 0
    ? `${why}: the size follows the fixed rules, which cut ${rulesReductionPct} %.`
    : `${why}: the size follows the fixed rules, which cut nothing.`;
}

/** Where the model decides, a cut of the rules is context and changes nothing. */
function rulesReason({ rulesReductionPct }: TraderRisk, { boundBy }: TraderSize): readonly string[] {
  if (boundBy === 'rules-cut' || rulesReductionPct === 0) return [];
  return [`The fixed rules would cut the limit by ${rulesReductionPct} %.`];
}

function confidenceReasons(risk: TraderRisk, { confidence }: TraderSize): readonly string[] {
  if (confidence !== 'low' || risk.expectedShortfallUpper95 === null) return [];
  if (risk.activeSessions < 40) return [`Only ${risk.activeSessions} active sessions are known.`];
  if (risk.exceptionLevel < 0.035)
    return ['The trader has lost more than the VaR too often for a long time.'];
  return ['The forecast of the worst days is uncertain.'];
}

function unitReason(trader: TraderSize, symbol: SymbolRisk, size: SymbolSize, terms: SizeTerms): string {
  const worst = 100 * terms.tailMultiple * (symbol.volatility ?? 0);
  if (size.boundBy === 'position-cap')
    return `A position is worth at most ${roughDollars(terms.positionCap ?? 0)} (MAX_POSITION_PCT).`;
  const dollars = roughDollars((trader.budget ?? 0) * trader.multiplier);
  return `A bad session moves ${symbol.symbol} by ${worst.toFixed(1)} %: ${dollars} allows ${size.size?.toLocaleString('en-US')}.`;
}

function usualReason({ usual, symbol }: SymbolRisk, { size }: SymbolSize): readonly string[] {
  if (usual === null) return [`No stored order in ${symbol} shows what is usual.`];
  if (size === null || size >= usual) return [];
  return [`The usual order is ${usual.toLocaleString('en-US')}.`];
}

const NO_SIZE: Readonly<Record<NoSize, string>> = {
  'no-price': 'No size: the price in the currency of the limits is not known. Give one.',
  'price-of-zero': 'No size: the price is 0.',
  'no-multiplier':
    'No size: the contract multiplier of the symbol is unknown (npm run roster -- multiplier).',
  'no-budget': 'No size: there is neither risk capital on the roster nor a usual day to compare with.',
  'no-volatility': 'No size: no symbol of the desk has 20 sessions of prices yet.',
  'no-bound': 'No size: the price has never moved, and MAX_POSITION_PCT sets no cap.',
};
