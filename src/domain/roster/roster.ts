/** One trader on the roster. */
export interface RosterEntry {
  readonly trader: string;
  readonly desk: string;
  /** Daily loss limit, dollars. Null means the setting DEFAULT_LIMIT. */
  readonly baseLimit: number | null;
  /** Dollars. Null means 20 times the base limit. */
  readonly riskCapital: number | null;
  readonly active: boolean;
  /** Codes of the accounts that the trader trades through, as they are in the fills of the source. */
  readonly accounts: readonly string[];
}

/** A contract multiplier for a symbol, or for every symbol with a prefix when the pattern ends in `*`. */
export interface MultiplierRule {
  readonly pattern: string;
  readonly multiplier: number;
}

/** The daily loss limit before any cut, dollars. */
export function baseLimitOf(entry: RosterEntry, defaultLimit: number): number {
  return entry.baseLimit ?? defaultLimit;
}

/**
 * The capital that drawdown is compared with, dollars: the figure on the roster, else 20 × base limit.
 *
 * Example: a base limit of $5,000 and no figure: $100,000. Source: docs/methods.md, section 5.
 */
export function riskCapitalOf(entry: RosterEntry, defaultLimit: number): number {
  return entry.riskCapital ?? 20 * baseLimitOf(entry, defaultLimit);
}

/** Whether an account looks retired: the source renames a retired account `NET007` to `NET007_OLD`. */
export function looksRetired(accountCode: string): boolean {
  return /_OLD\d*$/i.test(accountCode);
}

/**
 * Returns a function from symbol to contract multiplier: an exact pattern takes precedence over the longest
 * matching prefix; without either the multiplier is 1.
 *
 * Example: with `ES*` = 50 and `ESM*` = 5, ESZ5 has 50, ESM5 has 5 and AAPL has 1.
 */
export function multiplierLookup(rules: readonly MultiplierRule[]): (symbol: string) => number {
  const exact = new Map(
    rules.filter((rule) => !rule.pattern.endsWith('*')).map((r) => [r.pattern, r.multiplier]),
  );
  const prefixes = rules
    .filter((rule) => rule.pattern.endsWith('*'))
    .map((rule) => ({ prefix: rule.pattern.slice(0, -1), multiplier: rule.multiplier }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  if (prefixes.length === 0) return (symbol) => exact.get(symbol) ?? 1;
  return (symbol) =>
    exact.get(symbol) ?? prefixes.find(({ prefix }) => symbol.startsWith(prefix))?.multiplier ?? 1;
}
