import type { CorporateAction, OpeningPosition } from '../domain/ledger/corrections.ts';

/** A split or a rename of a date and symbol; null withdraws the stored one. */
export interface ActionEntry {
  readonly sessionDate: string;
  readonly symbol: string;
  readonly action: CorporateAction['action'];
  readonly value: CorporateAction | null;
}

/** All lots of an account in a symbol at the open of a date, oldest first; null withdraws the stored ones. */
export interface PositionEntry {
  readonly sessionDate: string;
  readonly account: string;
  readonly symbol: string;
  readonly value: readonly OpeningPosition[] | null;
}

/** Base currency for one unit of a currency on a date; null withdraws the stored rate. */
export interface RateEntry {
  readonly sessionDate: string;
  readonly currency: string;
  readonly value: number | null;
}

/** What became of the entries of an import. */
export interface CorrectionCounts {
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
  /** Stored already with the same content, or withdrawn without being stored. */
  readonly same: number;
}

/**
 * What people state about the history: splits and renames, positions at an open, exchange rates. An import
 * stores all of its entries or none, marks exactly the trader-days that they change, and records each change
 * in the audit trail. Importing the same entries again changes nothing.
 */
export interface CorrectionStore {
  importActions(entries: readonly ActionEntry[], at: Date): Promise<CorrectionCounts>;
  /** @throws Error for an account that is not stored. */
  importPositions(entries: readonly PositionEntry[], at: Date): Promise<CorrectionCounts>;
  importRates(entries: readonly RateEntry[], at: Date): Promise<CorrectionCounts>;
  /** Symbols in which any account has ever carried a position overnight. */
  carriedSymbols(): Promise<readonly string[]>;
}
