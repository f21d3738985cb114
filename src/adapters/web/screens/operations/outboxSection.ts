import { clockWords } from '../../../../domain/report/noticeView.ts';
import { mailKindWords, mailStateWords } from '../../../../domain/report/screens/mailWords.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { maskedAddress, withMaskedAddresses } from '../../../../domain/text/maskedAddress.ts';
import { shownSentence } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import type { StoredMail } from '../../../../ports/screens/screenRecords.ts';
import { details, numbers, paragraph, prose, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';
import type { Operations } from './operations.ts';

/** The mails that wait or failed, then every mail of the newest mornings. */
export function outboxSection({ runs, waiting, timezone }: Operations): Section {
  const recent = runs.flatMap(({ mails }) => mails).toSorted((one, other) => other.id - one.id);
  const open = waiting.filter(({ id }) => recent.every((mail) => mail.id !== id));
  const unsent = [...open, ...recent.filter(({ status }) => status !== 'sent')];
  if (recent.length + open.length === 0)
    return section(
      'outbox',
      'Outbox',
      paragraph('No mail was queued yet: a morning queues one for each recipient.'),
    );
  return section(
    'outbox',
    'Outbox',
    paragraph(summaryOf(recent, unsent)),
    ...(unsent.length === 0 ? [] : [mailTable('Mails that wait or were not accepted', unsent, timezone)]),
    ...(recent.length === 0
      ? []
      : [details('Every mail of these mornings', mailTable('Mails, the newest first', recent, timezone))]),
  );
}

function summaryOf(recent: readonly StoredMail[], unsent: readonly StoredMail[]): string {
  const waiting = unsent.filter(({ status }) => status === 'pending' || status === 'claimed').length;
  const accepted = recent.filter(({ status }) => status === 'sent').length;
  const lost = unsent.length - waiting;
  return `${count(accepted, 'mail')} accepted, ${waiting} waiting, ${lost} not accepted or uncertain. Addresses are shortened; the audit trail has them.`;
}

function mailTable(caption: string, mails: readonly StoredMail[], timezone: string) {
  return table(
    caption,
    [
      ...words('Session', 'Mail', 'To', 'State', 'Last'),
      ...numbers('Tries'),
      ...prose("The server's last reply"),
    ],
    mails.map((mail) => [
      shortDay(mail.sessionDate),
      mailKindWords(mail.kind),
      maskedAddress(mail.recipient),
      mailStateWords(mail.status),
      lastWords(mail, timezone),
      String(mail.attempts),
      mail.response === null ? 'none yet' : withMaskedAddresses(shownSentence(mail.response)),
    ]),
  );
}

function lastWords({ settledAt, nextAttemptAt, queuedAt }: StoredMail, timezone: string): string {
  const clock = (at: Date) => clockWords(at, timezone, null);
  if (settledAt !== null) return clock(settledAt);
  return nextAttemptAt === null ? `queued ${clock(queuedAt)}` : `next try ${clock(nextAttemptAt)}`;
}
