import { changeTo } from '../limits/target.ts';
import { longDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { shownDesk, shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import type { AnswerUrls } from './answerUrls.ts';
import { type ChangeGroupView, type ChangeView, changeSign } from './changeViews.ts';
import { type ListView, listView } from './listView.ts';
import type { ReminderNotice, UnansweredChange } from './notices.ts';
import { clockWords, type NoticeView, shortened } from './noticeView.ts';

const LONGEST_SUBJECT = 200;

export interface ReminderView extends NoticeView {
  readonly hasChanges: boolean;
  readonly changeGroups: readonly ChangeGroupView[];
  readonly furtherChanges: ListView<ChangeView>;
  readonly answerAll: string;
  readonly answerAllWords: string;
}

/** `2 of 3 changes have no answer`, in the thread of the morning mail. */
export function reminderView(notice: ReminderNotice, most: number, links: AnswerUrls | null): ReminderView {
  const { unanswered, sessionDate, timezone } = notice;
  const time = (instant: Date) => clockWords(instant, timezone, sessionDate);
  const headline = `${unanswered.length} of ${count(notice.changes, 'change')} without an answer`;
  const rows = unanswered.map((change) => changeRow(change, links, time));
  return {
    subject: `Re: ${shortened(notice.originalSubject.replace(/^(?:Re: ?)+/i, ''), LONGEST_SUBJECT)}`,
    preheader: `${headline}. Daybreak takes the mailed limits to be set until it knows more.`,
    kicker: `Reminder of the daily loss limits for ${longDay(sessionDate)}`,
    headline,
    lead: 'Say for each whether it is set on the platform. Until then Daybreak takes it to be set.',
    isGrave: true,
    factsCaption: `As of ${time(notice.at)}`,
    facts: [
      { label: 'Answer', text: answerWords(notice, links, time) },
      { label: 'Reminders', text: 'This is the only one for this session.' },
    ],
    hasChanges: true,
    changeGroups: [{ title: 'No answer yet', rows: rows.slice(0, most) }],
    furtherChanges: listView(rows.slice(most), rows.length, ''),
    answerAll: links?.all ?? '',
    answerAllWords: links === null ? '' : `Answer ${count(unanswered.length, 'change')}`,
  };
}

function answerWords(
  { closesAt, sessionDate }: ReminderNotice,
  links: AnswerUrls | null,
  time: (instant: Date) => string,
): string {
  return links === null
    ? `On the desk page, or with npm run answer -- --session ${sessionDate} …`
    : `By the links above, until the close at ${time(closesAt)}, or on the desk page.`;
}

function changeRow(
  change: UnansweredChange,
  links: AnswerUrls | null,
  time: (instant: Date) => string,
): ChangeView {
  const { trader, before, target, baseLimit, unconfirmedAt } = change;
  const kind = changeTo(target, before);
  return {
    trader: shownName(trader),
    desk: shownDesk(change.desk),
    inForce: before === null ? 'unknown' : limitDollars(before),
    target: limitDollars(target),
    ...changeSign(kind),
    isLower: kind === 'lower' || (kind === 'set' && target < baseLimit),
    base: `base ${limitDollars(baseLimit)}`,
    reason: change.reason,
    record:
      unconfirmedAt === null
        ? ''
        : `an answer of ${time(unconfirmedAt)} is not confirmed and changes nothing`,
    notUsed: '',
    answerUrl: links?.of(trader) ?? '',
  };
}
