import type { PrintFindings } from '../ledger/prints.ts';
import { netChange, type Revision } from '../ledger/revision.ts';
import { shortDay } from '../text/dates.ts';
import { roughDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { correctedFills, correctedFillsWords, movedDays } from './corrections.ts';
import { names, note, type ProofQuality, proofNotes } from './dataQualityProof.ts';
import type { DataQualityNote } from './report.ts';

/** The findings of a morning about its input; every list may be empty. */
export interface InputQuality extends ProofQuality {
  readonly rejectedRows: number;
  /** Files that hold the rejected rows. */
  readonly rejectedFiles: readonly string[];
  /** Numeric columns of the source that were not read, by name. */
  readonly unreadColumns: readonly string[];
  readonly unknownTimeFills: number;
  /** Rows that one response sent twice, and rows of imported files that were stored already. */
  readonly repeatedRows: number;
  readonly knownRows: number;
  /** Earlier trader-days changed by late fills, one entry each. */
  readonly revisions: readonly Revision[];
  /** Prices and statuses of the last session's fills. */
  readonly prints: PrintFindings;
  /** Fills dated on a day that the calendar has as closed. */
  readonly closedDayFills: number;
  readonly idleTraders: readonly string[];
  readonly shortHistory: readonly string[];
  /** Dollars at the last traded prices; null: the trader has no day to value them on. */
  readonly carriedPositions: readonly { readonly trader: string; readonly dollars: number | null }[];
  /** Sessions that should be recomputed and keep their old figures, because their fills were pruned. */
  readonly blockedDays: readonly { readonly trader: string; readonly sessions: readonly string[] }[];
  readonly retired: readonly string[];
  readonly newAccounts: readonly string[];
  readonly renamedAccounts: readonly { readonly from: string; readonly to: string }[];
  /** Accounts with recent stored fills that the source no longer lists. */
  readonly goneAccounts: readonly string[];
  /** null if the source has totals; else why no trader was reconciled. */
  readonly notReconciledBecause: string | null;
  /** Earlier sessions with fills and without totals from the source. */
  readonly notCompared: readonly string[];
}

/** One line per finding that affects trust in the numbers; findings without a case are left out. */
export function dataQualityNotes(quality: InputQuality): readonly DataQualityNote[] {
  return [
    note(
      'rejected_rows',
      quality.rejectedRows,
      (n) => `${count(n, 'row')} could not be read${kept(n, quality.rejectedFiles)}`,
    ),
    note(
      'unread_columns',
      quality.unreadColumns.length,
      (n) =>
        `${count(n, 'column')} of numbers that Daybreak does not know, so fees may be missing: ${names(quality.unreadColumns)}`,
    ),
    ...proofNotes(quality),
    note(
      'not_reconciled',
      quality.notReconciledBecause === null ? 0 : 1,
      () => `P&L was not compared with the source: ${quality.notReconciledBecause}`,
    ),
    note(
      'not_compared',
      quality.notCompared.length,
      (n) =>
        `${count(n, 'earlier session')} without totals of the source to compare with: ${names(quality.notCompared.map(shortDay))}`,
    ),
    note(
      'corrected_fills',
      correctedFills(quality.revisions),
      (n) => `${count(n, 'fill')} of earlier sessions corrected: ${correctedFillsWords(quality.revisions)}`,
    ),
    note('corrected_days', movedDays(quality.revisions).length, (n) => correctedDaysWords(quality, n)),
    note(
      'gone_accounts',
      quality.goneAccounts.length,
      (n) =>
        `${count(n, 'account')} no longer listed by the source, the fills kept as they were: ${names(quality.goneAccounts.map(shownName))}`,
    ),
    note(
      'impossible_prices',
      quality.prints.strangePrices,
      (n) =>
        `${count(n, 'fill')} at a price far from the desk's other prints of the symbol, in the P&L as they came: ${pricesWords(quality.prints)}`,
    ),
    note(
      'unknown_statuses',
      quality.prints.unknownStatuses.reduce((sum, { fills }) => sum + fills, 0),
      (n) =>
        `${count(n, 'fill')} with a status that does not say “executed”, in the P&L all the same: ${names(quality.prints.unknownStatuses.map(({ status, fills }) => `${shownName(status)} (${fills})`))}`,
    ),
    note(
      'cancelled',
      quality.prints.cancelledFills,
      (n) => `${count(n, 'fill')} cancelled or rejected at the source, not in the P&L`,
    ),
    note(
      'repeated_rows',
      quality.repeatedRows,
      (n) => `${count(n, 'row')} sent more than once by the source, each taken once`,
    ),
    note(
      'known_rows',
      quality.knownRows,
      (n) => `${count(n, 'row')} of imported files known already, each taken once`,
    ),
    note(
      'unknown_times',
      quality.unknownTimeFills,
      (n) => `${count(n, 'fill')} without a time: in the P&L, not in the intraday path`,
    ),
    note(
      'closed_day_fills',
      quality.closedDayFills,
      (n) => `${count(n, 'fill')} dated on a day that the calendar calls closed`,
    ),
    note(
      'short_history',
      quality.shortHistory.length,
      (n) => `${count(n, 'trader')} with too little history: ${names(quality.shortHistory.map(shownName))}`,
    ),
    note(
      'without_fills',
      quality.idleTraders.length,
      (n) =>
        `${count(n, 'trader')} without fills in the last session: ${names(quality.idleTraders.map(shownName))}`,
    ),
    note(
      'carried_positions',
      quality.carriedPositions.length,
      (n) =>
        `${count(n, 'trader')} carrying positions overnight: ${names(quality.carriedPositions.toSorted(largestFirst).map(carriedWords))}`,
    ),
    note(
      'pruned_days',
      quality.blockedDays.reduce((sum, { sessions }) => sum + sessions.length, 0),
      (n) =>
        `${count(n, 'trader-day')} out of date for want of pruned fills, until those are imported again: ${names(quality.blockedDays.map(({ trader, sessions }) => `${shownName(trader)} (${count(sessions.length, 'session')})`))}`,
    ),
    note(
      'new_accounts',
      quality.newAccounts.length,
      (n) =>
        `${count(n, 'account')} new to the roster, on the default limit: ${names(quality.newAccounts.map(shownName))}`,
    ),
    note(
      'renamed_accounts',
      quality.renamedAccounts.length,
      (n) =>
        `${count(n, 'account')} called otherwise by the source, with the same trader: ${names(quality.renamedAccounts.map(({ from, to }) => `${shownName(from)} is now ${shownName(to)}`))}`,
    ),
    note(
      'retired',
      quality.retired.length,
      (n) => `${count(n, 'retired trader')} left out: ${names(quality.retired.map(shownName))}`,
    ),
  ].filter((entry) => entry.count > 0);
}

/** The total adds absolute moves: two moves that cancel are still two wrong figures. */
function correctedDaysWords({ revisions }: InputQuality, days: number): string {
  const moved = movedDays(revisions);
  const dollars = moved.reduce((sum, revision) => sum + Math.abs(netChange(revision)), 0);
  const signed = moved.reduce((sum, revision) => sum + netChange(revision), 0);
  const traders = new Set(moved.map(({ trader }) => trader)).size;
  return `net of ${count(days, 'earlier trader-day')} of ${count(traders, 'trader')} moved by ${roughDollars(dollars)} in all, ${roughDollars(signed)} on balance`;
}

type Carried = InputQuality['carriedPositions'][number];

function largestFirst(a: Carried, b: Carried): number {
  return (b.dollars ?? 0) - (a.dollars ?? 0);
}

function carriedWords({ trader, dollars }: Carried): string {
  return `${shownName(trader)} (${dollars === null ? 'amount not known' : roughDollars(dollars)})`;
}

function pricesWords({ examples, strangePrices }: PrintFindings): string {
  const shown = examples.slice(0, 3).map(({ account, symbol, price, medianPrice }) => {
    return `${shownName(symbol)} at ${price} in ${shownName(account)} where the median is ${Number(medianPrice.toPrecision(6))}`;
  });
  const more = strangePrices - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function kept(rows: number, files: readonly string[]): string {
  return files.length > 0 ? `; ${rows === 1 ? 'it is' : 'they are'} kept in ${files.join(', ')}` : '';
}
