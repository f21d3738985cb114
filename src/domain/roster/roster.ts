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

/**
 * A contract multiplier for a symbol, or for every symbol with a prefix when the pattern ends in `*`. See
 * `contractLookup`.
 */
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
