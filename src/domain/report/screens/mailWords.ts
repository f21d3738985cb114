import type { MailKind } from './morningLine.ts';

const kinds: Readonly<Record<MailKind, string>> = {
  morning: 'Morning',
  correction: 'Correction',
  reminder: 'Reminder',
  late: 'LATE',
  failed: 'FAILED',
  alert: 'Alert to the operator',
  success: 'Success note to the operator',
  test: 'Test mail',
  review: 'Monthly review',
};

/** The name of a mail. A kind of a newer version is shown as it is stored. */
export function mailKindWords(kind: string): string {
  return (kinds as Readonly<Record<string, string>>)[kind] ?? kind;
}

/** What became of a mail, and whether someone has to look. */
export interface MailState {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'open';
}

const states: Readonly<Record<string, MailState>> = {
  pending: { text: '! waits to be sent', tone: 'open' },
  claimed: { text: '! is being sent', tone: 'open' },
  sent: { text: '✓ accepted by the mail server', tone: 'good' },
  refused: { text: '✗ refused by the mail server', tone: 'bad' },
  ambiguous: { text: '! may have arrived: ask the recipient', tone: 'open' },
  expired: { text: '✗ not sent: its time was over', tone: 'bad' },
};

/** An unknown state, of a newer version, is shown as it is stored. */
export function mailStateWords(status: string): MailState {
  return states[status] ?? { text: status, tone: 'open' };
}
