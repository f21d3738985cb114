import { quoted } from '../text/quoted.ts';
import { symbolKind, withoutMark } from './symbolKind.ts';

/**
 * Whether a pattern is that symbol, or a prefix of it when it ends in `*`. The mark of a future does not
 * count, as in `contractLookup`: `\CL*` matches `CLK6`.
 */
export function matchesPattern(symbol: string, pattern: string): boolean {
  if (matchesText(symbol, pattern)) return true;
  return symbolKind(symbol) === 'future' && matchesText(withoutMark(symbol), withoutMark(pattern));
}

function matchesText(symbol: string, pattern: string): boolean {
  return pattern.endsWith('*') ? symbol.startsWith(pattern.slice(0, -1)) : symbol === pattern;
}

/**
 * What is wrong with the symbol of a multiplier rule; null for a good one. A symbol that no fill has may be
 * set in advance. One that differs from a known symbol only in case is a typing error.
 * @param symbols every symbol of the stored fills
 *
 * Example: with fills of ESZ6, `es*` is refused and `NQ*` is not.
 */
export function symbolProblem(pattern: string, symbols: readonly string[]): string | null {
  const found = `found ${quoted(pattern)}`;
  if (/^\*|\*./u.test(pattern) || /(?! )[\p{C}\p{Z}]/u.test(pattern) || pattern.trim() === '')
    return `${found}, expected a symbol, or a prefix that ends in *`;
  if (symbols.some((symbol) => matchesPattern(symbol, pattern))) return null;
  const upper = pattern.toUpperCase();
  const same = symbols.find((symbol) => matchesPattern(symbol.toUpperCase(), upper));
  if (same === undefined) return null;
  const meant = pattern.endsWith('*') ? `${same.slice(0, pattern.length - 1)}*` : same;
  return `${found}, expected a symbol as the fills have it; did you mean ${quoted(meant)}?`;
}

/** A note on a rule that no fill uses yet; null when a fill does. */
export function unusedPatternNote(pattern: string, symbols: readonly string[]): string | null {
  if (symbols.some((symbol) => matchesPattern(symbol, pattern))) return null;
  return `No stored fill has a symbol like ${pattern}; the multiplier counts from the first one.`;
}
