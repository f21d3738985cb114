import type { LimitChange } from '../../decision/limitLine.ts';

/** The limit of one trader, as a profile needs it. Dollars. */
export interface PlatformLimit {
  readonly trader: string;
  readonly desk: string;
  /** Codes on the roster. */
  readonly accounts: readonly string[];
  readonly baseLimit: number;
  readonly target: number;
  /** null: unknown. */
  readonly limitInForce: number | null;
  readonly change: LimitChange;
  /** Mean fees of the last active sessions; null: none known. */
  readonly dailyFees: number | null;
}

/** One written file. */
export interface PlatformFile {
  /** Relative to the working directory. */
  readonly path: string;
  readonly rows: number;
  /** The sum of the limits as written, dollars without a sign. */
  readonly sum: number;
}

/** What a profile wrote on one morning. */
export interface PlatformFiles {
  readonly profile: string;
  /** null: no file was written. */
  readonly today: PlatformFile | null;
  /** The file that sets every base limit again. */
  readonly restore: PlatformFile | null;
  /** Why no file was written, a sentence each; empty where both were. */
  readonly refused: readonly string[];
  /** Traders without a row: they have no account on the roster. */
  readonly withoutAccount: readonly string[];
  /** What the profile says about its files; null: nothing. */
  readonly note: string | null;
}
