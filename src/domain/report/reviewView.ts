import { DecisionError } from '../../shared/errors.ts';
import { longMonth } from '../text/dates.ts';
import { capitalised } from '../text/outsideText.ts';
import { counted } from './backtestWords.ts';
import type { ReviewNotice } from './notices.ts';
import { clockWords, type NoticeView } from './noticeView.ts';
import { reviewGroups } from './review/reviewGroups.ts';
import type { ReviewGroup } from './review/reviewInput.ts';
import { reviewVerdict } from './review/reviewVerdict.ts';

export interface ReviewView extends NoticeView {
  readonly groups: readonly ReviewGroup[];
  /** The names of the attached page and of the attached appendix. */
  readonly attached: string;
  readonly appendix: string;
}

/**
 * `[Risk] Review of October 2026: the cuts saved about $7,300`: the month on one page, with the page and its
 * appendix attached.
 * @throws DecisionError for a backtest without a reviewed month.
 */
export function reviewView({ result, stress, compliance, at, timezone }: ReviewNotice): ReviewView {
  const { review, period } = result;
  if (review === null) throw noReview();
  const input = { result, review, stress, compliance };
  const month = longMonth(review.month);
  const { clause, tone } = reviewVerdict(input);
  const attached = `review-${review.month}.html`;
  const appendix = `review-${review.month}-appendix.html`;
  const desk = `${counted(period.sessions, 'session')}, ${counted(period.traders, 'trader')}, ${counted(period.tradedDays, 'traded trader-day')}`;
  return {
    subject: `[Risk] Review of ${month}: ${clause}`,
    preheader: `${desk}. What was mailed, set and hit, and what it did.`,
    kicker: `Monthly review · ${month}`,
    headline: capitalised(clause),
    lead: `${desk}. Everything else is in the appendix, ${appendix}.`,
    isGrave: tone === 'bad',
    factsCaption: `As of ${clockWords(at, timezone, null)}`,
    facts: [],
    groups: reviewGroups(input),
    attached,
    appendix,
  };
}

function noReview(): DecisionError {
  return new DecisionError('no_review', 'Review · found a backtest without one · expected a month reviewed', {
    hint: 'This is a fault of the program: nothing was sent.',
  });
}
