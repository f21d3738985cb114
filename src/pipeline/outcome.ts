import { mailboxOf } from '../domain/text/mailbox.ts';
import type { MailFiles } from '../ports/mail.ts';
import type { OutboxEntry } from '../ports/outbox.ts';

/**
 * How a morning ended. A failed step throws instead, and the run ledger records its name.
 * `already-mailed`: an earlier run sent every mail, and this run did nothing.
 */
export type MorningOutcome = 'dry-run' | 'already-mailed' | DeliveryOutcome;
/**
 * `unsent`: the server refused every mail, or its answer was lost. `late`: no mail was sent before the
 * deadline.
 */
export type DeliveryOutcome = 'sent' | 'partly-sent' | 'unsent' | 'late';

export type DeliveryStatus = 'dry-run' | 'sent' | 'queued' | 'late' | 'withheld';

export interface Delivery {
  readonly status: DeliveryStatus;
  readonly recipients: readonly OutboxEntry[];
  readonly files: MailFiles | null;
}

/**
 * Returns the outcome of all mails of a session, including those of earlier runs. No mails at all count as
 * late.
 */
export function outcomeOf(entries: readonly OutboxEntry[]): DeliveryOutcome {
  const sent = entries.filter(({ status }) => status === 'sent').length;
  if (sent > 0) return sent === entries.length ? 'sent' : 'partly-sent';
  return entries.every(({ status }) => status === 'expired') ? 'late' : 'unsent';
}

/** Returns the delivery as `morning --json` prints it. Other tools read that document. */
export function deliveryOf(entries: readonly OutboxEntry[]): Delivery {
  const outcome = outcomeOf(entries);
  const isSent = outcome === 'sent' || outcome === 'partly-sent';
  const isLate = outcome === 'late' || entries.some(({ status }) => status === 'expired');
  return { status: isSent ? 'sent' : isLate ? 'late' : 'queued', recipients: entries, files: null };
}

/** Returns true if every mail of the session was sent and each of these recipients has one. */
export function isMailedTo(entries: readonly OutboxEntry[], recipients: readonly string[]): boolean {
  return outcomeOf(entries) === 'sent' && withoutMail(entries, recipients).length === 0;
}

/** The recipients for whose mailbox no mail is in the outbox, however the address was written then. */
export function withoutMail(entries: readonly OutboxEntry[], recipients: readonly string[]): string[] {
  const mailed = new Set(entries.map(({ recipient }) => mailboxOf(recipient)));
  return recipients.filter((recipient) => !mailed.has(mailboxOf(recipient)));
}
