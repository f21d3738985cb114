import type { LedgerFinding } from '../ledger/finding.ts';
import type { Mismatch } from '../ledger/reconciliation.ts';
import { shortDay } from '../text/dates.ts';
import { pnlDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import type { AcceptedDay } from './acceptedDay.ts';
import type { Doubt, IncompleteFacts, ProofCode, ProofItem } from './proofItem.ts';

/** Both figures of a session that does not tie out: `net of Tue 17 Nov −$45,450 here, $0 at the source`. */
export function untiedWords({ sessionDate, ourNetPnl, theirNetPnl, missingAccounts }: Mismatch): string {
  const ours = ourNetPnl === null ? 'no fills here' : `${pnlDollars(ourNetPnl)} here`;
  const theirs =
    theirNetPnl === null ? 'no totals at the source' : `${pnlDollars(theirNetPnl)} at the source`;
  const without = missingAccounts.length > 0 ? `, which has no totals of ${missingAccounts.join(', ')}` : '';
  return `net of ${shortDay(sessionDate)} ${ours}, ${theirs}${without}`;
}

/** `3 rows of DESK02 on Fri 27 Nov could not be read (fills.csv: Qty “1,500” is not a number)`. */
export function incompleteWords({ account, sessionDate, rows, where, reason }: IncompleteFacts): string {
  return `${count(rows, 'row')} of ${account} on ${shortDay(sessionDate)} could not be read (${where}: ${reason})`;
}

/** `KLMN in DESK01 on Mon 23 Nov: sold 500 with nothing held`. */
export function findingWords({
  account,
  sessionDate,
  symbol,
  text,
}: LedgerFinding & { readonly sessionDate: string }): string {
  return `${symbol === '' ? '' : `${symbol} in `}${account} on ${shortDay(sessionDate)}: ${text}`;
}

/** `12 fills of 7 sessions before the upgrade closed more than was held, the last on Tue 6 Oct`. */
export function olderPositionsWords(older: readonly Doubt[]): string {
  const fills = older.reduce((sum, { size }) => sum + size, 0);
  const sessions = [...new Set(older.map(({ session }) => session))].sort();
  return `${count(fills, 'fill')} of ${count(sessions.length, 'session')} before the upgrade closed more than was held, the last on ${shortDay(sessions.at(-1) ?? '')}`;
}

export function acceptedWords(text: string, { by, reason }: AcceptedDay): string {
  return `${text}; accepted by ${by}: ${reason}`;
}

export function leftOutWords(hidden: number, oldest: string): string {
  return `${hidden} more, back to ${shortDay(oldest)}`;
}

const CAUSES: Readonly<Record<ProofCode, string>> = {
  untied: 'P&L does not tie out',
  day_incomplete: 'day incomplete',
  position_not_explained: 'position not explained',
  looks_like_split: 'looks like a split',
  currency_without_rate: 'currency without a rate',
  multiplier_unknown: 'contract multiplier unknown',
};

/** The cause in the words of the mail: `day incomplete`. */
export function causeWords(code: ProofCode): string {
  return CAUSES[code];
}

/** What settles each cause, besides an acceptance. */
const SETTLED_BY: Readonly<Record<ProofCode, string>> = {
  untied: 'import the missing fills or the corrected totals',
  day_incomplete: 'correct the rows and import the file again',
  position_not_explained: 'give the opening position with npm run positions -- import FILE',
  looks_like_split: 'give the split with npm run actions -- import FILE',
  currency_without_rate: 'give the rate with npm run fx -- import FILE',
  multiplier_unknown: 'give the multiplier with npm run roster -- multiplier SYMBOL DOLLARS',
};

/**
 * How to settle what is not proven of a trader: `correct the rows and import the file again, or npm run
 * accept -- DESK02 2026-11-27 --reason TEXT`; empty without items.
 */
export function settlingWords(trader: string, notProven: readonly ProofItem[]): string {
  const [newest] = notProven;
  if (newest === undefined) return '';
  const ways = [...new Set(notProven.map(({ code }) => code))].map((code) => SETTLED_BY[code]);
  const sessions = new Set(notProven.map(({ session }) => session));
  const each = sessions.size > 1 ? ', for each session' : '';
  return `${ways.join('; ')}; or accept it as it is: ${acceptCommand(trader, newest.session)}${each}`;
}

/** The command that accepts a trader-day: `npm run accept -- DESK02 2026-11-27 --reason TEXT`. */
export function acceptCommand(trader: string, session: string): string {
  const name = /^[\w.-]+$/.test(trader) ? trader : JSON.stringify(trader);
  return `npm run accept -- ${name} ${session} --reason TEXT`;
}
