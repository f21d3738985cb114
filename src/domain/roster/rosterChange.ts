import type { RosterEntry } from './roster.ts';

/** A change of one trader; fields left out stay as they are. Accounts are added, never taken away. */
export type RosterChange = { readonly trader: string } & {
  readonly [K in Exclude<keyof RosterEntry, 'trader'>]?: RosterEntry[K];
};

/** A trader before and after a change; null where the roster has no such trader then. */
export interface TraderEdit {
  readonly trader: string;
  readonly before: RosterEntry | null;
  readonly after: RosterEntry | null;
}

/** A multiplier rule before and after a change; null where there was none. */
export interface MultiplierEdit {
  readonly pattern: string;
  readonly before: number | null;
  readonly after: number;
}

/** What one change of the roster did, traders that were named and left as they were included. */
export interface RosterEdits {
  readonly traders: readonly TraderEdit[];
  readonly multipliers: readonly MultiplierEdit[];
}

/** An account as the roster knows it. */
export interface KnownAccount {
  readonly code: string;
  readonly trader: string;
  /** Whether a fill, a total or an account list of the source has it. */
  readonly isProven: boolean;
}
