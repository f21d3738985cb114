import type { DataQualityNote } from './report.ts';
import { count } from './words.ts';

/** What a morning knows of its own input; every list may be empty. */
export interface InputQuality {
  readonly rejectedRows: number;
  /** Files that hold the rejected rows. */
  readonly rejectedFiles: readonly string[];
  readonly unknownTimeFills: number;
  /** Fills that the source added, changed or took back for sessions already reported. */
  readonly correctedFills: number;
  /** Fills of dates on which the calendar says that the market was closed. */
  readonly closedDayFills: number;
  readonly idleTraders: readonly string[];
  readonly shortHistory: readonly string[];
  readonly carriedPositions: readonly { readonly trader: string; readonly lots: number }[];
  readonly retired: readonly string[];
  readonly newAccounts: readonly string[];
  readonly unreconciled: readonly string[];
  /** null where the source gives totals; else why nobody could be reconciled. */
  readonly notReconciledBecause: string | null;
}

/** One line per thing a reader should know before trusting the numbers; what did not occur is left out. */
export function dataQualityNotes(quality: InputQuality): readonly DataQualityNote[] {
  return [
    note(
      'rejected_rows',
      quality.rejectedRows,
      (n) => `${count(n, 'row')} could not be read${kept(quality.rejectedFiles)}`,
    ),
    note(
      'unreconciled',
      quality.unreconciled.length,
      (n) =>
        `${count(n, 'trader')} ${n === 1 ? 'does' : 'do'} not tie out with the source: ${names(quality.unreconciled)}`,
    ),
    note(
      'not_reconciled',
      quality.notReconciledBecause === null ? 0 : 1,
      () => `P&L was not compared with the source: ${quality.notReconciledBecause}`,
    ),
    note(
      'corrected_fills',
      quality.correctedFills,
      (n) => `${count(n, 'fill')} of earlier sessions added, changed or taken back by the source`,
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
      (n) => `${count(n, 'trader')} with too little history: ${names(quality.shortHistory)}`,
    ),
    note(
      'without_fills',
      quality.idleTraders.length,
      (n) => `${count(n, 'trader')} without fills in the last session: ${names(quality.idleTraders)}`,
    ),
    note(
      'carried_positions',
      quality.carriedPositions.length,
      (n) =>
        `${count(n, 'trader')} carrying positions overnight: ${names(quality.carriedPositions.map(({ trader, lots }) => `${trader} (${count(lots, 'lot')})`))}`,
    ),
    note(
      'new_accounts',
      quality.newAccounts.length,
      (n) => `${count(n, 'account')} new to the roster, on the default limit: ${names(quality.newAccounts)}`,
    ),
    note(
      'retired',
      quality.retired.length,
      (n) => `${count(n, 'retired trader')} left out: ${names(quality.retired)}`,
    ),
  ].filter((entry) => entry.count > 0);
}

function note(code: string, howMany: number, text: (howMany: number) => string): DataQualityNote {
  return { code, count: howMany, text: text(howMany) };
}

/** At most eight names: the report must stay readable when half the desk is idle. */
function names(all: readonly string[]): string {
  const shown = all.slice(0, 8).join(', ');
  return all.length > 8 ? `${shown} and ${all.length - 8} more` : shown;
}

function kept(files: readonly string[]): string {
  return files.length > 0 ? `; they are kept in ${files.join(', ')}` : '';
}
