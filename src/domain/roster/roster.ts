/** One trader as the desk knows them. */
export interface RosterEntry {
  readonly trader: string;
  readonly desk: string;
  /** Daily loss limit, dollars; null = the desk's DEFAULT_LIMIT. */
  readonly baseLimit: number | null;
  /** Dollars; null = 20 times the base limit. */
  readonly riskCapital: number | null;
  readonly active: boolean;
  /** Codes of the accounts that the trader trades through; the source's fills carry these. */
  readonly accounts: readonly string[];
}

/** A contract multiplier for a symbol, or for every symbol with a prefix when the pattern ends in `*`. */
export interface MultiplierRule {
  readonly pattern: string;
  readonly multiplier: number;
}

/** The limit that a cut is taken from, dollars. */
export function baseLimitOf(entry: RosterEntry, defaultLimit: number): number {
  return entry.baseLimit ?? defaultLimit;
}

/** What drawdown is measured against, dollars: the roster's figure, else 20 × base limit (methods: rules baseline). */
export function riskCapitalOf(entry: RosterEntry, defaultLimit: number): number {
  return entry.riskCapital ?? 20 * baseLimitOf(entry, defaultLimit);
}

/** The source renames a retired account `NET007` to `NET007_OLD`. */
export function looksRetired(accountCode: string): boolean {
  return /_OLD\d*$/i.test(accountCode);
}

/** The multiplier of any symbol: an exact pattern wins, then the longest prefix, else 1. */
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
