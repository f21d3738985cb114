import type { MultiplierRule, RosterEntry } from '../domain/roster/roster.ts';
import type { SourceAccount } from './source.ts';

export interface RosterStore {
  all(): Promise<readonly RosterEntry[]>;
  /** Creates or changes one trader; fields left out stay as they are. */
  set(change: RosterChange): Promise<void>;
  /**
   * Adds accounts of the source that the roster lacks, retired ones as inactive traders.
   * @returns accounts that the source had not listed before and that have no limit.
   */
  learnAccounts(accounts: readonly SourceAccount[]): Promise<readonly string[]>;
  /** Renames accounts whose code has changed at the source, before any fill arrives under the new code. */
  renameAccounts(accounts: readonly SourceAccount[]): Promise<readonly RenamedAccount[]>;
  multipliers(): Promise<readonly MultiplierRule[]>;
  setMultiplier(rule: MultiplierRule): Promise<void>;
}

export interface RenamedAccount {
  readonly from: string;
  readonly to: string;
}

export type RosterChange = { readonly trader: string } & {
  readonly [K in Exclude<keyof RosterEntry, 'trader'>]?: RosterEntry[K];
};
