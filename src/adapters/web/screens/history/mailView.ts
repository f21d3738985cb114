import { clockWords } from '../../../../domain/report/noticeView.ts';
import { mailStateWords } from '../../../../domain/report/screens/mailWords.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { maskedAddress, withMaskedAddresses } from '../../../../domain/text/maskedAddress.ts';
import { cleanLine, shownSentence } from '../../../../domain/text/outsideText.ts';
import type { ShownMail } from '../../../../ports/screens/shownMails.ts';
import { mailTitle } from './sessionView.ts';

/** One mail: its envelope, then its content in a frame of its own or as text. */
export function mailView(shown: ShownMail, asText: boolean, timezone: string) {
  const { mail, subject, html, text, attachments, hadLinks, file } = shown;
  const path = `/history/mails/${mail.id}`;
  const showsText = asText || html === null;
  return {
    heading: subject === '' ? mailTitle(mail) : cleanLine(subject),
    session: mail.sessionDate,
    day: longDay(mail.sessionDate),
    facts: [
      { name: 'Mail', value: mailTitle(mail) },
      { name: 'To', value: maskedAddress(mail.recipient) },
      { name: 'State', value: `${mailStateWords(mail.status).text}, ${timesWords(shown, timezone)}` },
      {
        name: 'Reply',
        value: mail.response === null ? 'none yet' : withMaskedAddresses(shownSentence(mail.response)),
      },
      ...(attachments.length === 0
        ? []
        : [{ name: 'Attached', value: attachments.map(fileWords).join(', ') }]),
    ],
    linkNote: hadLinks ? 'The links that answer are left out: they answer in the name of the recipient.' : '',
    filePath: file === null ? '' : `${path}/message.eml`,
    fileNote:
      file === null
        ? 'The file of this mail can be downloaded once its links no longer answer, after the close.'
        : '',
    showsText,
    hasBoth: html !== null,
    otherPath: showsText ? path : `${path}?as=text`,
    otherWords: showsText ? 'Show it as HTML' : 'Show it as text',
    contentPath: `${path}/content`,
    text,
  };
}

function timesWords({ mail: { queuedAt, settledAt } }: ShownMail, timezone: string): string {
  return settledAt === null
    ? `queued ${clockWords(queuedAt, timezone, null)}`
    : clockWords(settledAt, timezone, null);
}

function fileWords({ name, bytes }: ShownMail['attachments'][number]): string {
  return `${cleanLine(name)} (${(bytes / 1000).toFixed(1)} kB)`;
}
