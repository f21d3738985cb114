import { longDay, shortDay } from '../text/dates.ts';
import type { Delay, LateNotice } from './notices.ts';
import { clockWords, type FactView, listWords, type NoticeView, paragraph } from './noticeView.ts';
import { standingSummary } from './standingWords.ts';

const MOST_ACCOUNTS = 30;
const MOST_SESSIONS = 10;

const DELAYS: Readonly<Record<Delay, { readonly subject: string; readonly sentence: string }>> = {
  not_ready: { subject: 'source not ready', sentence: 'The source has not finished the session before.' },
  incomplete: { subject: 'fills incomplete', sentence: 'The source has given only part of the fills.' },
  unreachable: { subject: 'source not reachable', sentence: 'The source does not answer.' },
  undelivered: {
    subject: 'mail not delivered',
    sentence: 'The limits are decided, but the mail server has not taken them.',
  },
  failing: { subject: 'the run is failing', sentence: 'The fills are here, but the run has not succeeded.' },
};

/** `[Risk] LATE Tue 6 Oct: source not ready`: the limits that stay in force until new ones come. */
export function lateView(notice: LateNotice): NoticeView {
  const time = (instant: Date) => clockWords(instant, notice.timezone, notice.sessionDate);
  const { subject } = DELAYS[notice.delay];
  const standing = notice.limitsOf === null ? 'Limits as set' : `The limits of ${shortDay(notice.limitsOf)}`;
  const next = notice.nextTryAt === null ? 'Trying now' : `Next try ${time(notice.nextTryAt)}`;
  return {
    subject: `[Risk] LATE ${shortDay(notice.sessionDate)}: ${subject}, no limits yet`,
    preheader: `${standing} stay. ${next}, last word by ${time(notice.untilAt)}.`,
    kicker: `Daily loss limits for ${longDay(notice.sessionDate)}`,
    headline: `Late: ${subject}`,
    lead: leadOf(notice),
    isGrave: true,
    factsCaption: `As of ${time(notice.at)}`,
    facts: factsOf(notice, time),
  };
}

function leadOf(notice: LateNotice): string {
  const { limitsOf, unknown } = notice;
  if (unknown.wasMailed)
    return 'It is unknown whether limits were mailed for today. If you have them, they stand. If not, those set in the trading platform stay until new ones come.';
  if (unknown.limitsBefore)
    return 'No limits yet, and nothing to key in now. Those set in the trading platform stay.';
  const standing =
    limitsOf === null
      ? 'No limits have been mailed before, so those set in the trading platform stay.'
      : notice.standing === undefined
        ? `Until new limits come, those mailed for ${shortDay(limitsOf)} stay in force.`
        : 'Until new limits come, those in force stay.';
  const known = notice.standing === undefined ? '' : ` ${standingSummary(notice.standing)}`;
  return `No limits yet, and nothing to key in now. ${standing}${known}`;
}

function factsOf(notice: LateNotice, time: (instant: Date) => string): readonly FactView[] {
  const { delay, detail, missingSessions, missingAccounts, nextTryAt } = notice;
  const sessions = missingSessions.toSorted().map(shortDay);
  return [
    { label: 'Why', text: `${DELAYS[delay].sentence} ${paragraph(detail)}`.trim() },
    { label: 'Since', text: time(notice.since) },
    ...(sessions.length > 0 ? [{ label: 'Missing sessions', text: listWords(sessions, MOST_SESSIONS) }] : []),
    ...(missingAccounts.length > 0
      ? [{ label: 'Missing accounts', text: listWords(missingAccounts, MOST_ACCOUNTS) }]
      : []),
    {
      label: 'Next',
      text: nextTryAt === null ? 'It is being tried now.' : `It is tried again at ${time(nextTryAt)}.`,
    },
    {
      label: 'Until',
      text: `${time(notice.untilAt)}. Without limits by then, a FAILED notice follows.`,
    },
  ];
}
