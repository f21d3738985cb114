import { longDay, shortDay } from '../text/dates.ts';
import { durationWords } from '../text/durations.ts';
import { capitalised, fullSentence, shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { decidedBy } from './engineWords.ts';
import { changeClause } from './headline.ts';
import type { SuccessNotice } from './notices.ts';
import { clockWords, type FactView, listWords, type NoticeView, paragraph, shortened } from './noticeView.ts';
import { groupDecisions } from './order.ts';

const MOST_RECIPIENTS = 20;
const LONGEST_LIST = 400;

/** `[Daybreak] Tue 6 Oct: sent to 2 of 2, cut 3 of 12 traders`: the morning in a few lines. */
export function successView(notice: SuccessNotice): NoticeView {
  const changes = changeClause(notice);
  const sent = notice.recipients.filter(({ status }) => status === 'sent').length;
  const reached = `${sent} of ${count(notice.recipients.length, 'recipient')}`;
  return {
    subject: `[Daybreak] ${shortDay(notice.sessionDate)}: sent to ${sent} of ${notice.recipients.length}, ${changes}`,
    preheader: `Data through ${shortDay(notice.dataThrough)}. Took ${durationWords(totalOf(notice))}.`,
    kicker: `Daily loss limits for ${longDay(notice.sessionDate)}`,
    headline: `Sent to ${reached}`,
    lead: `${capitalised(changes)}.`,
    isGrave: sent < notice.recipients.length,
    factsCaption: `As of ${clockWords(notice.at, notice.timezone, notice.sessionDate)}`,
    facts: factsOf(notice),
  };
}

function factsOf(notice: SuccessNotice): readonly FactView[] {
  const { reviews, withheld, untied } = groupDecisions(notice);
  const byHand = reviews.length + withheld.length + untied.length;
  return [
    { label: 'Engine', text: `${decidedBy(notice)} ${paragraph(notice.engineReason)}`.trim() },
    { label: 'By hand', text: byHand === 0 ? 'No trader' : `${count(byHand, 'trader')} to decide about` },
    { label: 'Alerts', text: alertWords(notice) },
    { label: 'Recipients', text: recipientWords(notice) },
    { label: 'Took', text: tookWords(notice) },
    { label: 'Data through', text: longDay(notice.dataThrough) },
    { label: 'Data quality', text: qualityWords(notice) },
  ];
}

function alertWords({ alerts }: SuccessNotice): string {
  const codes = [...new Set(alerts.map(({ code }) => code))];
  return alerts.length === 0 ? 'None' : `${alerts.length}: ${shortened(codes.join(', '), LONGEST_LIST)}`;
}

function recipientWords({ recipients }: SuccessNotice): string {
  return listWords(
    recipients.map(({ address, status }) => `${shownName(address)} ${status}`),
    MOST_RECIPIENTS,
  );
}

function tookWords(notice: SuccessNotice): string {
  const steps = notice.durations.map(({ step, milliseconds }) => `${step} ${durationWords(milliseconds)}`);
  return shortened(`${durationWords(totalOf(notice))}: ${steps.join(', ')}`, LONGEST_LIST);
}

function totalOf({ durations }: SuccessNotice): number {
  return durations.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
}

function qualityWords({ dataQuality }: SuccessNotice): string {
  if (dataQuality.length === 0) return 'Every check passed.';
  const notes = dataQuality.map(({ code, count: cases }) => `${shownName(code)} ${cases}`).join(', ');
  return fullSentence(`${count(dataQuality.length, 'finding')}: ${notes}`);
}
