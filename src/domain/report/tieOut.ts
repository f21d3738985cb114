import { shortDay } from '../text/dates.ts';
import { pnlDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';

/** One trader's session whose net differs from the source's; dollars net of fees. */
export interface Mismatch {
  readonly trader: string;
  readonly sessionDate: string;
  /** null without fills here, or without totals at the source. */
  readonly ourNetPnl: number | null;
  readonly theirNetPnl: number | null;
  /** Accounts of the trader with fills here and without totals at the source. */
  readonly missingAccounts: readonly string[];
}

/** Sessions written out in one sentence; the others are counted. */
const MOST_SESSIONS = 2;

/**
 * Why a trader does not reconcile, with both figures per session, newest first: `net −$50 here, −$49 at the
 * source`. The session that the morning covers has no date.
 */
export function untiedBecause(mismatches: readonly Mismatch[], dataThrough: string): string {
  const newestFirst = mismatches.toSorted((a, b) => (a.sessionDate < b.sessionDate ? 1 : -1));
  const parts = newestFirst.slice(0, MOST_SESSIONS).map((mismatch) => bothFigures(mismatch, dataThrough));
  const more = mismatches.length - parts.length;
  return [...parts, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function bothFigures(mismatch: Mismatch, dataThrough: string): string {
  const { sessionDate, ourNetPnl, theirNetPnl, missingAccounts } = mismatch;
  const when = sessionDate === dataThrough ? 'net' : `net of ${shortDay(sessionDate)}`;
  const ours = ourNetPnl === null ? 'no fills here' : `${pnlDollars(ourNetPnl)} here`;
  const theirs =
    theirNetPnl === null ? 'no totals at the source' : `${pnlDollars(theirNetPnl)} at the source`;
  const without =
    missingAccounts.length > 0 ? `, which has no totals of ${missingAccounts.map(shownName).join(', ')}` : '';
  return `${when} ${ours}, ${theirs}${without}`;
}
