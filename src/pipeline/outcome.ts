import type { MailFiles } from '../ports/mail.ts';
import type { OutboxEntry } from '../ports/outbox.ts';

/**
 * How a morning ended: a step that failed throws instead, and the run ledger has its name. `unsent`: every mail was
 * refused or ended ambiguously. `already-mailed`: an earlier run had sent every mail, and this one did nothing.
 */
export type MorningOutcome = 'dry-run' | 'already-mailed' | DeliveryOutcome;
export type DeliveryOutcome = 'sent' | 'partly-sent' | 'unsent' | 'late';

export type DeliveryStatus = 'dry-run' | 'sent' | 'queued' | 'late' | 'withheld';

export interface Delivery {
  readonly status: DeliveryStatus;
  readonly recipients: readonly OutboxEntry[];
  readonly files: MailFiles | null;
}

/** What became of the mails of a session, those of earlier runs included; none at all is late. */
export function outcomeOf(entries: readonly OutboxEntry[]): DeliveryOutcome {
  const sent = entries.filter(({ status }) => status === 'sent').length;
  if (sent > 0) return sent === entries.length ? 'sent' : 'partly-sent';
  return entries.every(({ status }) => status === 'expired') ? 'late' : 'unsent';
}

/** The same in the words of `morning --json`, which other tools read. */
export function deliveryOf(entries: readonly OutboxEntry[]): Delivery {
  const outcome = outcomeOf(entries);
  const isSent = outcome === 'sent' || outcome === 'partly-sent';
  const isLate = outcome === 'late' || entries.some(({ status }) => status === 'expired');
  return { status: isSent ? 'sent' : isLate ? 'late' : 'queued', recipients: entries, files: null };
}

/** Whether every mail of the session was sent, and these recipients are among those it went to. */
export function isMailedTo(entries: readonly OutboxEntry[], recipients: readonly string[]): boolean {
  const mailed = new Set(entries.map(({ recipient }) => recipient));
  return outcomeOf(entries) === 'sent' && recipients.every((recipient) => mailed.has(recipient));
}
