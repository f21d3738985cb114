import type { MorningTimes } from '../domain/session/schedule.ts';
import type { MailAddressing } from '../ports/mail.ts';
import type { OutboxEntry } from '../ports/outbox.ts';

/** A mail to a risk manager that has not arrived, or may not have. */
export interface UndeliveredMail extends OutboxEntry {
  readonly kind: MailAddressing['kind'];
}

export interface Undelivered {
  /** Mails that have waited for half an hour, or wait at LATE_AT with no limits out. */
  readonly delayed: readonly UndeliveredMail[];
  /** Corrections and notices that were refused, expired, or are uncertain. */
  readonly lost: readonly UndeliveredMail[];
}

type Mails = Readonly<Record<'morning' | 'correction' | 'failed' | 'late', readonly OutboxEntry[]>>;

/** The response of a LATE that was not sent, because its recipient has the limits. */
export const WITHDRAWN = 'not sent: the limits were mailed before it';

/** A mail server that greylists takes a mail after minutes. The operator must know of one that does not. */
const PATIENCE_MS = 30 * 60_000;

/**
 * The mails of a session to risk managers that do not arrive. Lost morning mails are not among them: the
 * follow-up of the morning reports those.
 */
export function undeliveredOf(mails: Mails, { lateAt }: MorningTimes, now: Date): Undelivered {
  const isNoneOut = mails.morning.every(({ status }) => status !== 'sent' && status !== 'ambiguous');
  const isDelayed = ({ kind, status, queuedAt }: UndeliveredMail) =>
    (status === 'pending' || status === 'claimed') &&
    (now.getTime() - queuedAt.getTime() >= PATIENCE_MS || (kind === 'morning' && isNoneOut && now >= lateAt));
  const isLost = ({ status, response }: UndeliveredMail) =>
    ['refused', 'ambiguous', 'expired'].includes(status) && response !== WITHDRAWN;
  const { morning, correction, failed, late } = kindsOf(mails);
  const notices = [...correction, ...failed, ...late];
  return { delayed: [...morning, ...notices].filter(isDelayed), lost: notices.filter(isLost) };
}

function kindsOf(mails: Mails): Readonly<Record<keyof Mails, readonly UndeliveredMail[]>> {
  const withKind = (kind: keyof Mails) => mails[kind].map((mail) => ({ ...mail, kind }));
  return {
    morning: withKind('morning'),
    correction: withKind('correction'),
    failed: withKind('failed'),
    late: withKind('late'),
  };
}
