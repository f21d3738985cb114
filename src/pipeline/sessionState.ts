import type { LimitsInForce } from '../domain/report/notices.ts';
import type { MorningTimes, SessionState } from '../domain/session/schedule.ts';
import type { MailAddressing } from '../ports/mail.ts';
import type { DecisionStore, Outbox, OutboxEntry } from '../ports/outbox.ts';
import type { RunLedger } from '../ports/runLedger.ts';
import { MailError } from '../shared/errors.ts';
import { type UnansweredPorts, unansweredTraders } from './limits/unanswered.ts';
import type { CompletedMorning } from './morning.ts';
import type { Failure } from './notices/problem.ts';
import { withoutMail } from './outcome.ts';
import { requireKnownDelivery } from './steps/queue.ts';
import { type Undelivered, undeliveredOf } from './undelivered.ts';

/** The state of a session's morning that the store holds. */
export type StoredState = Undelivered &
  Pick<
    SessionState,
    | 'begun'
    | 'decided'
    | 'waiting'
    | 'reached'
    | 'mailedAt'
    | 'unanswered'
    | 'reminded'
    | 'mayHaveGoneOut'
    | 'lateNotified'
    | 'failedNotified'
    | 'waitingNotices'
  > & {
    /** Morning mails that are settled and may not have arrived. */
    readonly unsure: number;
    /** Mails of every kind that are still to be sent. */
    readonly backlog: number;
    /** The store was not read yet, so it is unknown whether the morning was mailed. */
    readonly isUnread: boolean;
  };

/**
 * What a process keeps in memory about one session. A restart loses it, and no mail is lost or repeated by
 * that.
 */
export interface ProcessState {
  /** null before the first session. */
  readonly sessionDate: string | null;
  /** As it was read last; `UNREAD` before that. */
  stored: StoredState;
  failure: Failure | null;
  /** Another process holds the session's lease until then. */
  heldUntil: Date | null;
  lookedAt: Date | null;
  /** The limits that stay in force if no others come, as they were when the store could be read. */
  inForce: LimitsInForce | null;
  result: CompletedMorning | null;
  followedUp: boolean;
  missedNotified: boolean;
  /** No process ran the morning, on a desk that has mailed mornings before. */
  missed: boolean;
  /** Keys of the notices that are queued, or were sent without the store. */
  readonly notified: Set<string>;
  /** Tries to send a notice without the store that a server did not accept, by Message-ID. */
  readonly directTries: Map<string, DirectTries>;
}

export interface DirectTries {
  readonly tries: number;
  /** never: the server refused it for good. */
  readonly nextTryAt: Date | 'never';
}

/**
 * Until the store is read, the morning may have been mailed. LATE and FAILED are due all the same, and state
 * that it is unknown.
 */
const UNREAD: StoredState = {
  begun: true,
  decided: false,
  waiting: 0,
  reached: 0,
  mailedAt: null,
  unanswered: 0,
  reminded: false,
  mayHaveGoneOut: false,
  lateNotified: false,
  failedNotified: false,
  waitingNotices: 0,
  unsure: 0,
  backlog: 0,
  delayed: [],
  lost: [],
  isUnread: true,
};

export function newProcessState(sessionDate: string | null): ProcessState {
  return {
    sessionDate,
    stored: UNREAD,
    failure: null,
    heldUntil: null,
    lookedAt: null,
    inForce: null,
    result: null,
    followedUp: false,
    missedNotified: false,
    missed: false,
    notified: new Set(),
    directTries: new Map(),
  };
}

/** The input of `dueActions`: the stored state together with the state in memory. */
export function sessionStateOf(state: ProcessState, underWay: boolean): SessionState {
  const { stored, failure, heldUntil, lookedAt, followedUp, missedNotified, notified } = state;
  return {
    ...stored,
    lateNotified: stored.lateNotified || notified.has('late'),
    failedNotified: stored.failedNotified || notified.has('failed'),
    reminded: stored.reminded || notified.has('reminder'),
    missedNotified,
    followedUp,
    underWay,
    hasFailed: failure !== null,
    nextTryAt: later(failure?.nextTryAt ?? null, heldUntil),
    lookedAt,
    undelivered:
      (notified.has(DELAYED_KEY) ? 0 : stored.delayed.length) +
      (notified.has(LOST_KEY) ? 0 : stored.lost.length),
  };
}

/** Keys of the alerts about undelivered mails in `ProcessState.notified`. */
const DELAYED_KEY = 'alert mail_delayed';
const LOST_KEY = 'alert notice_undelivered';

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

export interface StatePorts extends UnansweredPorts {
  readonly outbox: Outbox;
  readonly decisions: DecisionStore;
  readonly runs: RunLedger;
}

/** Every kind of mail of a session but the morning itself, the most important first. */
export const NOTICE_KINDS = ['failed', 'late', 'correction', 'reminder', 'alert', 'success'] as const;

/** Reads the state of a session's morning from the store. @throws StoreError */
export async function readStoredState(
  ports: StatePorts,
  times: MorningTimes,
  {
    recipients,
    remindUnanswered,
  }: { readonly recipients: readonly string[]; readonly remindUnanswered: boolean },
  now: Date,
): Promise<StoredState> {
  const { sessionDate, begins, deadline, remindAt } = times;
  const entries = (kind: MailAddressing['kind']) => ports.outbox.entries(sessionDate, kind);
  const mails = await entries('morning');
  const decided = mails.length > 0 && (await ports.decisions.report(sessionDate)) !== null;
  const without = now <= deadline ? withoutMail(mails, recipients).length : 0;
  const [failed = [], late = [], corrections = [], reminders = [], ...others] = await Promise.all(
    NOTICE_KINDS.map(entries),
  );
  const waitingNotices = waitingIn([...failed, ...late, ...corrections, ...reminders, ...others.flat()]);
  const reached = mails.filter(({ status }) => status === 'sent' || status === 'ambiguous').length;
  return {
    begun: (await ports.runs.steps(sessionDate)).length > 0,
    decided,
    waiting: waitingIn(mails) + (decided ? without : 0),
    reached,
    mailedAt: firstSettled(mails),
    unanswered:
      remindUnanswered && reached > 0 && now >= remindAt && now <= deadline
        ? (await unansweredTraders(ports, sessionDate)).size
        : 0,
    reminded: reminders.length > 0,
    mayHaveGoneOut: reached === 0 && (await isUnknown(ports, sessionDate, mails, begins)),
    lateNotified: late.length > 0,
    failedNotified: failed.length > 0,
    waitingNotices,
    unsure: mails.filter(({ status }) => status !== 'sent').length - waitingIn(mails),
    backlog: waitingIn(mails) + waitingNotices,
    ...undeliveredOf({ morning: mails, failed, late, correction: corrections }, times, now),
    isUnread: false,
  };
}

function firstSettled(mails: readonly OutboxEntry[]): Date | null {
  const times = mails.flatMap(({ status, settledAt }) =>
    (status === 'sent' || status === 'ambiguous') && settledAt !== null ? [settledAt.getTime()] : [],
  );
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function waitingIn(entries: readonly OutboxEntry[]): number {
  return entries.filter(({ status }) => status === 'pending' || status === 'claimed').length;
}

async function isUnknown(
  ports: StatePorts,
  sessionDate: string,
  mails: readonly OutboxEntry[],
  begins: Date,
): Promise<boolean> {
  try {
    await requireKnownDelivery(ports, sessionDate, mails, begins);
    return false;
  } catch (error) {
    if (error instanceof MailError) return true;
    throw error;
  }
}
