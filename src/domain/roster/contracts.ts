import { FUTURES_ROOTS } from './futuresRoots.ts';
import type { MultiplierRule } from './roster.ts';
import { type SymbolKind, symbolKind, withoutMark } from './symbolKind.ts';

/** What one unit of a symbol counts. */
export interface Contract {
  readonly kind: SymbolKind;
  /** Money per unit of quantity and price; null where it is unknown: such a fill has no P&L. */
  readonly multiplier: number | null;
  /** Whether no rule gave the multiplier: an option counts 100. */
  readonly isAssumed: boolean;
}

/** One share. */
export const SHARE: Contract = { kind: 'share', multiplier: 1, isAssumed: false };

/** Shares that one contract of an equity option delivers, unless a rule states otherwise. */
const SHARES_PER_OPTION = 100;

/**
 * Returns a function from symbol to contract. A rule for the symbol itself takes precedence over the longest
 * prefix that matches. A future matches with any mark or none: `\CL*` is a rule for `\CLK6`, `/CLK6` and
 * `CLK6`, and so is `CL*`. Without a rule an option counts 100, a share 1, and a future is unknown.
 *
 * `CL*` never counts for a share such as `CLF`, because CL is the root of a future: whether the rule is meant
 * for the share is unknown, so the share needs its own rule. `\CL*` does not match the share.
 *
 * Example: with `ES*` = 50 and `ESM*` = 5, ESZ5 has 50, ESM5 has 5, AAPL has 1 and ESTC is unknown.
 */
export function contractLookup(rules: readonly MultiplierRule[]): (symbol: string) => Contract {
  const known = new Map<string, Contract>();
  const ruleFor = ruleLookup(rules);
  return (symbol) => {
    const before = known.get(symbol);
    if (before !== undefined) return before;
    const contract = contractOf(symbol, ruleFor);
    known.set(symbol, contract);
    return contract;
  };
}

function contractOf(
  symbol: string,
  ruleFor: (symbol: string, kind: SymbolKind) => number | 'ambiguous' | null,
): Contract {
  const kind = symbolKind(symbol);
  const multiplier = ruleFor(symbol, kind);
  if (multiplier === 'ambiguous') return { kind, multiplier: null, isAssumed: false };
  if (multiplier !== null) return { kind, multiplier, isAssumed: false };
  if (kind === 'share') return SHARE;
  if (kind === 'option') return { kind, multiplier: SHARES_PER_OPTION, isAssumed: true };
  return { kind, multiplier: null, isAssumed: false };
}

function ruleLookup(rules: readonly MultiplierRule[]) {
  const exact = rules.filter(({ pattern }) => !pattern.endsWith('*'));
  const asWritten = new Map(exact.map(({ pattern, multiplier }) => [pattern, multiplier]));
  const asFuture = new Map(exact.map(({ pattern, multiplier }) => [withoutMark(pattern), multiplier]));
  const prefixes = rules
    .filter(({ pattern }) => pattern.endsWith('*'))
    .map(({ pattern, multiplier }) => ({ prefix: pattern.slice(0, -1), multiplier }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  return (symbol: string, kind: SymbolKind): number | 'ambiguous' | null => {
    const isFuture = kind === 'future' || kind === 'unknown';
    const own = asWritten.get(symbol) ?? (isFuture ? asFuture.get(withoutMark(symbol)) : undefined);
    if (own !== undefined) return own;
    const match = prefixes.find(({ prefix }) =>
      isFuture ? withoutMark(symbol).startsWith(withoutMark(prefix)) : symbol.startsWith(prefix),
    );
    if (match === undefined) return null;
    return kind === 'share' && isAmbiguous(match.prefix) ? 'ambiguous' : match.multiplier;
  };
}

/** Whether the prefix is the root of a future, so that a share that begins with it is probably not meant. */
function isAmbiguous(prefix: string): boolean {
  return FUTURES_ROOTS.has(prefix);
}
