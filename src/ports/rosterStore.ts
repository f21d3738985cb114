import type { MultiplierRule, RosterEntry } from '../domain/roster/roster.ts';
import type { SourceAccount } from './source.ts';

export interface RosterStore {
  all(): Promise<readonly RosterEntry[]>;
  /** Creates or changes one trader; fields left out stay as they are. */
  set(change: RosterChange): Promise<void>;
  /**
   * Adds accounts of the source that the roster does not know, retired ones as inactive traders; names those that the
   * source had not told of before and nobody has given a limit.
   */
  learnAccounts(accounts: readonly SourceAccount[]): Promise<readonly string[]>;
  /** Gives accounts that the source now calls otherwise their new code, before any fill comes under it. */
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
