import type { LedgerFill } from '../domain/ledger/fill.ts';
import type { OpenLot } from '../domain/ledger/lot.ts';
import type { AccountPrints } from '../domain/ledger/prints.ts';
import type { Revision } from '../domain/ledger/revision.ts';
import type { ClosedDay } from '../domain/ledger/traderDay.ts';
import type { LimitBasis, LowWaterMark, TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { SourceTotals } from './source.ts';

export interface TraderSessions {
  readonly trader: string;
  readonly sessions: readonly string[];
}

export interface SessionMarks {
  readonly sessionDate: string;
  /** By trader: everyone with facts of the session, those who made no new low too. */
  readonly marks: ReadonlyMap<string, readonly LowWaterMark[]>;
}

/** What the ledger reads and writes; a trader is named, never numbered, out here. */
export interface LedgerStore {
  /** Traders with sessions whose fills changed since the ledger last saw them, sessions ascending; no blocked ones. */
  stale(): Promise<readonly TraderSessions[]>;
  /** Sessions that ought to be computed anew and cannot, since fills of theirs were pruned; they keep their facts. */
  blocked(): Promise<readonly TraderSessions[]>;
  isPruned(trader: string, sessionDate: string): Promise<boolean>;
  /** Marks a session to be computed by a later update. */
  markStale(trader: string, sessionDate: string): Promise<void>;
  fills(trader: string, sessionDate: string): Promise<readonly LedgerFill[]>;
  /** Lots open after the trader's last active session before the given one. */
  lotsBefore(trader: string, sessionDate: string): Promise<readonly OpenLot[]>;
  /** The trader's next session with facts after the given one. */
  nextActiveSession(trader: string, after: string): Promise<string | null>;
  /** Writes a session's facts and closing lots, null where no fills are left; says whether the closing lots changed. */
  saveDay(
    trader: string,
    sessionDate: string,
    day: ClosedDay | null,
  ): Promise<{ readonly lotsChanged: boolean }>;
  settle(trader: string, sessions: readonly string[]): Promise<void>;
  /** Everything inside happens or nothing. */
  atomically<T>(work: () => Promise<T>): Promise<T>;

  /** The last `limit` trader-days of every trader through a session, oldest first. */
  recentDays(through: string, limit: number): Promise<ReadonlyMap<string, readonly TraderDaySummary[]>>;
  /** Trader-days of a range, by session then trader. */
  days(from: string, to: string): Promise<readonly TraderDaySummary[]>;
  /** Low-water marks of a range on one basis, by session; one session in memory at a time. */
  marks(from: string, to: string, basis: LimitBasis): Iterable<SessionMarks>;
  /** Prices and statuses of a session's stored fills, an account at a time; every call reads them anew. */
  prints(sessionDate: string): Iterable<AccountPrints>;
  /**
   * Trader-days that late fills changed, noted by saveDay and kept through a crash; found while the newest stored session
   * was one of the range. Those found first come first, and a trader-day may come more than once.
   */
  revisions(foundFrom: string, foundThrough: string): Promise<readonly Revision[]>;
  /** Open lots at the close of a session, by trader. */
  openPositions(
    through: string,
  ): Promise<readonly { readonly trader: string; readonly lots: number; readonly notional: number }[]>;
}

export interface ReconciliationStore {
  /** With `whole`, what is stored of those sessions and accounts and does not come again goes. */
  saveTotals(totals: readonly SourceTotals[], whole?: TotalsRange): Promise<readonly TotalsOutcome[]>;
  /** The source's totals of one session, summed by trader. */
  totals(sessionDate: string): Promise<ReadonlyMap<string, TraderTotals>>;
}

/** What became of one total that was saved: its account and session were unknown, or known with these or other figures. */
export type TotalsOutcome = 'new' | 'same' | 'changed';

export interface TotalsRange {
  readonly from: string;
  readonly to: string;
  /** Codes of the accounts that were asked for. */
  readonly accounts: readonly string[];
}

export interface TraderTotals {
  readonly netPnl: number;
  readonly fills: number;
  /** Accounts of the trader with stored fills in the session and no totals. */
  readonly missingAccounts: readonly string[];
}
