import type { LedgerFill } from '../domain/ledger/fill.ts';
import type { LedgerFinding } from '../domain/ledger/finding.ts';
import type { OpenExposure } from '../domain/ledger/openExposure.ts';
import type { OpeningLots } from '../domain/ledger/openingLots.ts';
import type { AccountPrints } from '../domain/ledger/prints.ts';
import type { ReconciliationInput } from '../domain/ledger/reconciliation.ts';
import type { Revision } from '../domain/ledger/revision.ts';
import type { ClosedDay } from '../domain/ledger/traderDay.ts';
import type { LimitBasis, LowWaterMark, TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import type { MultiplierRule } from '../domain/roster/roster.ts';
import type { RunLease } from './runLedger.ts';
import type { SourceTotals } from './source.ts';

export interface TraderSessions {
  readonly trader: string;
  readonly sessions: readonly string[];
}

/** Dates, both included. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** A finding of the ledger with its trader-day. */
export interface StoredFinding extends LedgerFinding {
  readonly trader: string;
  readonly sessionDate: string;
}

export interface SessionMarks {
  readonly sessionDate: string;
  /** By trader: every trader with facts of the session, those without a new low too. */
  readonly marks: ReadonlyMap<string, readonly LowWaterMark[]>;
}

/** What was open within a session, by trader; no entry: not recorded. */
export interface SessionExposures {
  readonly sessionDate: string;
  readonly byTrader: ReadonlyMap<string, OpenExposure>;
}

/** The net P&L of one trader-day, dollars. */
export type DayResult = Pick<TraderDaySummary, 'sessionDate' | 'netPnl'>;

/** Trader-days, their lots, and what is left to compute. Traders are named, never numbered. */
export interface LedgerStore {
  /**
   * Stores everything that the work writes, or nothing. The work uses the transaction that it is given and no
   * other method of a store.
   */
  transaction<T>(work: (transaction: LedgerTransaction) => Promise<T>): Promise<T>;
  /**
   * As `transaction`, for the days of one trader. Transactions of different traders may run side by side.
   * @param lease of the morning that the work is for; null: it is for none.
   * @throws StoreError `lease_lost` where another process has acquired the morning; nothing is stored then.
   */
  traderTransaction<T>(
    trader: string,
    lease: RunLease | null,
    work: (transaction: LedgerTransaction) => Promise<T>,
  ): Promise<T>;
  /**
   * Marks the days that a change of BASE_CURRENCY concerns. Call it before a ledger update.
   */
  applyBaseCurrency(): Promise<void>;
  /**
   * Traders with sessions whose fills changed since the ledger computed them, sessions ascending; no blocked
   * ones.
   */
  stale(): Promise<readonly TraderSessions[]>;
  /** Stale sessions that cannot be computed because their fills were pruned; they keep their facts. */
  blocked(): Promise<readonly TraderSessions[]>;
  /** The last `limit` trader-days of every trader through a session, oldest first. */
  recentDays(through: string, limit: number): Promise<ReadonlyMap<string, readonly TraderDaySummary[]>>;
  /** As `recentDays`, of each day its net P&L only: a whole day takes ten times as long to read. */
  recentResults(through: string, limit: number): Promise<ReadonlyMap<string, readonly DayResult[]>>;
  /** Trader-days of a range, by session then trader. */
  days(from: string, to: string): Promise<readonly TraderDaySummary[]>;
  /** The first `limit` trader-days of one trader in a range, oldest first. */
  daysOf(trader: string, range: DateRange, limit: number): Promise<readonly TraderDaySummary[]>;
  /** Low-water marks of a range on one basis, by session; one session in memory at a time. */
  lowWaterMarks(from: string, to: string, basis: LimitBasis): AsyncIterable<SessionMarks>;
  /** Low-water marks of one trader in a range on one basis, by session. */
  marksOf(
    trader: string,
    range: DateRange,
    basis: LimitBasis,
  ): Promise<ReadonlyMap<string, readonly LowWaterMark[]>>;
  /** What was open within each day of a range, by session; sessions without a record are left out. */
  exposures(from: string, to: string): AsyncIterable<SessionExposures>;
  /** Prices and statuses of a session's stored fills, one account at a time; each call reads them again. */
  prices(sessionDate: string): AsyncIterable<AccountPrints>;
  /**
   * Trader-days that late fills changed, recorded by saveDay; found while the newest stored session was one
   * of the range. The earliest found come first; a trader-day may come more than once. Those that a mail has
   * named are left out, except those that the mail of session `mailOf` named.
   */
  revisions(foundFrom: string, foundThrough: string, mailOf?: string): Promise<readonly Revision[]>;
  /**
   * What the ledger found in the trader-days of a range, by session then trader; of all codes, or of some.
   */
  findings(
    from: string,
    through: string,
    codes?: readonly LedgerFinding['code'][],
  ): Promise<readonly StoredFinding[]>;
  /** Sessions and closed days of a range on which any trader has facts, ascending. */
  datesWithFacts(from: string, through: string): Promise<readonly string[]>;
  /** Traders with open lots at the close of a date, splits and stated positions through it included. */
  openPositions(through: string): Promise<readonly { readonly trader: string; readonly lots: number }[]>;
}

/** What the ledger reads and writes while it brings one trader up to date. It ends with its transaction. */
export interface LedgerTransaction {
  /**
   * Sessions of the trader whose fills changed since the ledger computed them, ascending; no blocked ones.
   */
  staleSessions(trader: string): Promise<readonly string[]>;
  isPruned(trader: string, sessionDate: string): Promise<boolean>;
  /** Marks a session to be computed by a later update. */
  markStale(trader: string, sessionDate: string): Promise<void>;
  fills(trader: string, sessionDate: string): Promise<readonly LedgerFill[]>;
  /**
   * Lots at the open of a session: those after the trader's last active session, as corrections left them.
   */
  openingLots(trader: string, sessionDate: string): Promise<OpeningLots>;
  multipliers(): Promise<readonly MultiplierRule[]>;
  /** ISO code. */
  baseCurrency(): Promise<string>;
  /** Base currency for one unit of each currency that has a rate of the session. */
  rates(sessionDate: string): Promise<ReadonlyMap<string, number>>;
  /** The trader's next session with facts after the given one; null where there is none. */
  nextActiveSession(trader: string, after: string): Promise<string | null>;
  /**
   * Writes a session's facts and closing lots; null removes them, where no fills are left.
   * @returns whether the trader's next session now opens with other lots, and the net P&L before, dollars
   *   (null where the day had none).
   */
  saveDay(
    trader: string,
    sessionDate: string,
    day: ClosedDay | null,
  ): Promise<{ readonly lotsChanged: boolean; readonly netBefore: number | null }>;
  /** Removes the stale mark of these sessions. */
  settle(trader: string, sessions: readonly string[]): Promise<void>;
}

export interface ReconciliationStore {
  /** With `whole`, stored totals of those sessions and accounts that are not among `totals` are removed. */
  saveTotals(totals: readonly SourceTotals[], whole?: TotalsRange): Promise<readonly TotalsOutcome[]>;
  /**
   * Both sides of every trader and session of a range that has facts or totals, by session then trader.
   */
  compared(from: string, through: string): Promise<readonly ComparedDay[]>;
}

/**
 * Result of saving one total: its account and session were unknown, known with the same figures, or with
 * others.
 */
export type TotalsOutcome = 'new' | 'same' | 'changed';

export interface TotalsRange {
  readonly from: string;
  readonly to: string;
  /** Codes of the accounts that the source was asked for. */
  readonly accounts: readonly string[];
}

/** A trader's session as the ledger has it and as the source reports it, all accounts together. Dollars. */
export interface ComparedDay extends ReconciliationInput {
  readonly trader: string;
  readonly sessionDate: string;
  readonly theirs: (NonNullable<ReconciliationInput['theirs']> & { readonly fills: number }) | null;
  /** Accounts of the trader with stored fills in the session and no totals. */
  readonly missingAccounts: readonly string[];
}
