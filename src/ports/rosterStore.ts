import type { MultiplierRule, RosterEntry } from '../domain/roster/roster.ts';
import type { KnownAccount, RosterChange, RosterEdits } from '../domain/roster/rosterChange.ts';
import type { SourceAccount } from './source.ts';

export interface RosterStore {
  all(): Promise<readonly RosterEntry[]>;
  /** Every account with its trader, by code. */
  accounts(): Promise<readonly KnownAccount[]>;
  /** Creates or changes one trader; fields left out stay as they are. */
  set(change: RosterChange): Promise<RosterEdits>;
  setMultiplier(rule: MultiplierRule): Promise<RosterEdits>;
  /**
   * Stores all changes or none. A trader whose last account another trader gets, and who is not one of the
   * changes, is removed from the roster.
   * @returns each trader and each rule that a change names, and each trader who lost an account.
   */
  setAll(changes: readonly RosterChange[], rules: readonly MultiplierRule[]): Promise<RosterEdits>;
  /**
   * Adds accounts of the source that the roster lacks, retired ones as inactive traders.
   * @returns accounts that the source had not listed before and that have no limit.
   */
  learnAccounts(accounts: readonly SourceAccount[]): Promise<readonly string[]>;
  /** Renames accounts whose code has changed at the source, before any fill arrives under the new code. */
  renameAccounts(accounts: readonly SourceAccount[]): Promise<readonly RenamedAccount[]>;
  multipliers(): Promise<readonly MultiplierRule[]>;
  /** Every symbol of the stored and the pruned fills. */
  symbols(): Promise<readonly string[]>;
}

export interface RenamedAccount {
  readonly from: string;
  readonly to: string;
}
