import { engineName } from '../../../../domain/report/engineWords.ts';
import { clockWords } from '../../../../domain/report/noticeView.ts';
import { mailKindWords, mailStateWords } from '../../../../domain/report/screens/mailWords.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { maskedAddress, withMaskedAddresses } from '../../../../domain/text/maskedAddress.ts';
import { shownSentence } from '../../../../domain/text/outsideText.ts';
import type { PastMorning } from '../../../../ports/screens/pastMornings.ts';
import type { StoredMail } from '../../../../ports/screens/screenRecords.ts';
import { prose, words } from '../../pages/blocks.ts';
import { linkedTable } from '../frame/linkedTable.ts';
import { pastMorningState } from './monthView.ts';

/** The mails of one session. */
export function sessionView(morning: PastMorning, timezone: string) {
  const { sessionDate, decided, mails, asked, answered } = morning;
  const decisions =
    decided === null
      ? 'none'
      : `${decided.cuts} of ${decided.traders} traders cut; engine: ${engineName(decided.engine)}`;
  return {
    session: sessionDate,
    heading: longDay(sessionDate),
    month: sessionDate.slice(0, 7),
    isDecided: decided !== null,
    facts: [
      { name: 'Morning', value: pastMorningState(morning, timezone).text },
      { name: 'Decided', value: decisions },
      { name: 'Answered', value: asked === 0 ? 'nothing was asked' : `${answered} of ${asked} changes` },
      { name: 'Corrections', value: (decided?.revision ?? 0) === 0 ? 'none' : String(decided?.revision) },
    ],
    table: mails.length === 0 ? null : mailTable(mails, timezone, sessionDate),
  };
}

function mailTable(mails: readonly StoredMail[], timezone: string, sessionDate: string) {
  return linkedTable(
    'Mails, in the order in which they were queued',
    [...words('Mail', 'To', 'State', 'When'), ...prose("The server's last reply")],
    mails.map((mail) => [
      { text: mailTitle(mail), link: `/history/mails/${mail.id}` },
      maskedAddress(mail.recipient),
      mailStateWords(mail.status),
      clockWords(mail.settledAt ?? mail.queuedAt, timezone, sessionDate),
      mail.response === null ? 'none yet' : withMaskedAddresses(shownSentence(mail.response)),
    ]),
  );
}

/** `Morning`, `Correction 2`. */
export function mailTitle({ kind, revision }: Pick<StoredMail, 'kind' | 'revision'>): string {
  return kind === 'correction' ? `${mailKindWords(kind)} ${revision}` : mailKindWords(kind);
}
