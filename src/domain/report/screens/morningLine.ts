import type { MorningState } from '../../session/morningStates.ts';
import type { MorningTimes } from '../../session/schedule.ts';
import { shortDay } from '../../text/dates.ts';
import { limitDollars } from '../../text/money.ts';
import { shownSentence } from '../../text/outsideText.ts';
import { count } from '../../text/words.ts';
import { lineOf } from '../limitLines.ts';
import { clockWords } from '../noticeView.ts';
import type { MorningReport } from '../report.ts';

export type MailKind =
  | 'morning'
  | 'correction'
  | 'reminder'
  | 'late'
  | 'failed'
  | 'alert'
  | 'success'
  | 'test'
  | 'review';

/** A mail to a recipient, as the state of a morning needs it. */
export interface SentMail {
  readonly kind: MailKind;
  readonly recipient: string;
  readonly status: string;
  readonly sequence: number;
  /** null: not settled yet. */
  readonly settledAt: Date | null;
}

export interface MorningFacts {
  readonly times: MorningTimes;
  readonly state: MorningState;
  readonly timezone: string;
  readonly mails: readonly SentMail[];
  /** The step that runs or failed last; null: none has. */
  readonly step: { readonly name: string; readonly error: string | null } | null;
}

/** `mailed 05:01 EST to 3 · correction 1 mailed 06:10 EST`, and whether someone has to look. */
export function morningStateWords(facts: MorningFacts): {
  readonly text: string;
  readonly isTrouble: boolean;
} {
  return { text: stateText(facts), isTrouble: TROUBLE.has(facts.state) };
}

const TROUBLE: ReadonlySet<MorningState> = new Set([
  'failing',
  'partly mailed',
  'failed',
  'missed',
  'unknown',
]);

function stateText({ times, state, timezone, mails, step }: MorningFacts): string {
  const clock = (at: Date) => clockWords(at, timezone, times.sessionDate);
  switch (state) {
    case 'none':
    case 'ahead':
      // Someone may have run and mailed the morning ahead of its time.
      return mails.some(isSent)
        ? mailedWords(mails, { timezone, sessionDate: times.sessionDate })
        : `not run yet; it begins at ${clock(times.begins)}`;
    case 'under way':
      return step === null ? `due since ${clock(times.begins)}, not begun` : `running: ${step.name}`;
    case 'failing':
      return `LATE: no limits yet${problemWords(step)}`;
    case 'mailed':
    case 'partly mailed':
      return mailedWords(mails, { timezone, sessionDate: times.sessionDate });
    case 'failed':
      return `FAILED: no limits were mailed${problemWords(step)}`;
    case 'missed':
      return 'NOT RUN: no process ran this morning';
    case 'unknown':
      return 'not known whether it was mailed: ask the operator';
  }
}

function problemWords(step: MorningFacts['step']): string {
  return step?.error == null ? '' : `: ${shownSentence(step.error)}`;
}

/** `mailed 05:01 EST to 3`, `mailed 05:01 EST to 2 of 3`. */
export function mailedWords(
  mails: readonly SentMail[],
  { timezone, sessionDate }: { readonly timezone: string; readonly sessionDate: string },
): string {
  const own = mails.filter(({ kind }) => kind === 'morning');
  const sent = own.filter(isSent);
  const first = sent
    .flatMap(({ settledAt }) => (settledAt === null ? [] : [settledAt.getTime()]))
    .reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const when = Number.isFinite(first) ? ` ${clockWords(new Date(first), timezone, sessionDate)}` : '';
  return `mailed${when} to ${sent.length}${sent.length === own.length ? '' : ` of ${own.length}`}`;
}

function isSent({ kind, status }: SentMail): boolean {
  return kind === 'morning' && (status === 'sent' || status === 'ambiguous');
}

/** `no correction`, `correction 1 mailed 06:10 EST`, `correction 1 is being mailed`. */
export function correctionStateWords(
  { revision = 0 }: Pick<MorningReport, 'revision'>,
  { mails, times, timezone }: Pick<MorningFacts, 'mails' | 'times' | 'timezone'>,
): string {
  if (revision === 0) return 'no correction';
  const own = mails.filter(({ kind, status }) => kind === 'correction' && status === 'sent');
  const last = own.map(({ settledAt }) => settledAt).findLast((at) => at !== null);
  return last == null
    ? `correction ${revision} is being mailed`
    : `correction ${revision} mailed ${clockWords(last, timezone, times.sessionDate)}`;
}

/** `checked with the broker 12 of 14`; who differs stands under "Decide by hand". */
export function tiedOutWords({ decisions }: Pick<MorningReport, 'decisions'>): string {
  const tied = decisions.filter(({ reconciled }) => reconciled === true).length;
  const checked = decisions.filter(({ reconciled }) => reconciled !== null).length;
  if (checked === 0) return 'not checked: the source has no totals';
  return `tied out with the source ${tied} of ${decisions.length}`;
}

/** `Fills through Fri 27 Nov`. */
export function dataThroughWords({ dataThrough }: Pick<MorningReport, 'dataThrough'>): string {
  return `fills through ${shortDay(dataThrough)}`;
}

/**
 * The sum of the limits that hold today, and of the base limits. A limit that is not known counts with its
 * target.
 *
 * Example: $3,200 and $4,000 in force, base $4,000 each: `$7,200, base $8,000`.
 */
export function atRiskWords(
  { decisions }: Pick<MorningReport, 'decisions'>,
  limits: ReadonlyMap<string, number>,
): string {
  const today = decisions.reduce(
    (sum, decision) => sum + (limits.get(decision.trader) ?? lineOf(decision).target),
    0,
  );
  const base = decisions.reduce((sum, { baseLimit }) => sum + baseLimit, 0);
  return `${limitDollars(today)}, base ${limitDollars(base)}`;
}

/** `2 of 3 changes to make`, `All 3 changes are answered`, `No changes to make`. */
export function openChangesWords(open: number, all: number): string {
  if (all === 0) return 'No changes to make';
  if (open === 0) return all === 1 ? 'The change is answered' : `All ${all} changes are answered`;
  return open === all ? `${count(all, 'change')} to make` : `${open} of ${count(all, 'change')} to make`;
}
