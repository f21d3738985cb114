import type { AlertKind, FailedNotice, LateNotice, LimitsInForce } from '../../domain/report/notices.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import { shortDay } from '../../domain/text/dates.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';
import { delayOf, type Failure, type Problem } from './problem.ts';

/** Mornings without any mail that limits in force may lie behind. */
const MOST_UNMAILED = 20;

/** The limits last mailed before a session; null where none ever were. */
export async function limitsBefore(
  { decisions, outbox }: { readonly decisions: DecisionStore; readonly outbox: Outbox },
  sessionDate: string,
): Promise<LimitsInForce | null> {
  let before = sessionDate;
  for (let looked = 0; looked < MOST_UNMAILED; looked++) {
    const last = await decisions.lastDecided(addDays(before, -1));
    if (last === null) return null;
    const report = await decisions.report(last);
    const mails = await outbox.entries(last, 'morning');
    const arrived = mails.some(({ status }) => status === 'sent' || status === 'ambiguous');
    if (report !== null && arrived) return { sessionDate: last, decisions: report.decisions };
    before = last;
  }
  return null;
}

interface NoticeBasis {
  readonly times: MorningTimes;
  readonly timezone: string;
  readonly at: Date;
  /** The session whose fills the morning needs. */
  readonly dataThrough: string;
  readonly failure: Failure | null;
  readonly inForce: LimitsInForce | null;
}

/** Words for risk managers when a first try is still under way at LATE_AT. */
const STILL_RUNNING = 'The run is taking longer than usual.';

export function lateNotice({ times, timezone, at, dataThrough, failure, inForce }: NoticeBasis): LateNotice {
  const delay = failure === null ? 'unreachable' : delayOf(failure.problem);
  return {
    at,
    timezone,
    sessionDate: times.sessionDate,
    delay,
    detail: failure?.problem.message ?? STILL_RUNNING,
    since: failure?.since ?? times.begins,
    nextTryAt: failure !== null && failure.nextTryAt > at ? failure.nextTryAt : null,
    untilAt: times.deadline,
    missingSessions: delay === 'not_ready' ? [dataThrough] : [],
    missingAccounts: [],
    limitsOf: inForce?.sessionDate ?? null,
  };
}

export function failedNotice(basis: NoticeBasis, decided: boolean): FailedNotice {
  const { times, timezone, at, inForce } = basis;
  return { at, timezone, sessionDate: times.sessionDate, why: whyFailed(basis, decided), inForce };
}

function whyFailed({ failure, dataThrough }: NoticeBasis, decided: boolean): string {
  if (decided) return 'The limits were decided, but no mail could be delivered in time.';
  if (failure === null) return 'The run was not finished in time.';
  switch (delayOf(failure.problem)) {
    case 'not_ready':
      return `The source has no fills for ${shortDay(dataThrough)}. If the market was closed that day, the operator adds it to CALENDAR_OVERRIDES`;
    case 'incomplete':
      return `The source gave only part of the fills for ${shortDay(dataThrough)}`;
    case 'unreachable':
      return `The source gave no usable answer: ${failure.problem.message}`;
    case 'failing':
      return `The run did not succeed (${failure.problem.code}); the operator knows`;
  }
}

/** What an operator is told of, before it is made a mail. */
export interface Concern {
  readonly kind: AlertKind;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly step: string | null;
  readonly attempt: number | null;
  readonly items: readonly { readonly label: string; readonly text: string }[];
  readonly next: string;
}

export function failureConcern({ problem, tries }: Failure, step: string | null, next: string): Concern {
  return { kind: 'run_failed', ...problemDetails(problem), step, attempt: tries, items: [], next };
}

export function problemDetails({ code, message, hint }: Problem): Pick<Concern, 'code' | 'message' | 'hint'> {
  return { code, message, hint };
}
