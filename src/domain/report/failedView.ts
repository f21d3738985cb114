import type { Decision } from '../decision/decision.ts';
import { longDay, shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { capitalised, shownDesk, shownName } from '../text/outsideText.ts';
import { count, reductionWords } from '../text/words.ts';
import type { FailedNotice, LimitsInForce, StandingLimit } from './notices.ts';
import { clockWords, type NoticeView, paragraph } from './noticeView.ts';
import { sortDecisions } from './order.ts';
import { standingSummary, standingWhy } from './standingWords.ts';

/** Rows for a desk of 200 traders, and rows that fit with very long names. */
export const LIMITS_SHOWN = 200;
export const FEWER_LIMITS_SHOWN = 60;

const DAY_MS = 86_400_000;

/** One trader's limit as last mailed. */
export interface StandingLimitView {
  readonly trader: string;
  readonly desk: string;
  readonly limit: string;
  readonly isCut: boolean;
  readonly why: string;
}

export interface FailedView extends NoticeView {
  readonly hasLimits: boolean;
  readonly limitsCaption: string;
  readonly limits: readonly StandingLimitView[];
  readonly leftOut: string;
  readonly isCutShort: boolean;
}

/** `[Risk] FAILED Tue 6 Oct: no limits issued, keep yesterday's`: why, and the limits to keep. */
export function failedView(notice: FailedNotice, most = LIMITS_SHOWN): FailedView {
  const { inForce, sessionDate } = notice;
  const keep = keepWords(notice);
  const rows = standingRows(inForce);
  const hidden = Math.max(0, rows.length - most);
  return {
    subject: `[Risk] FAILED ${shortDay(sessionDate)}: no limits issued, keep ${keep}`,
    preheader: preheaderOf(notice),
    kicker: `Daily loss limits for ${longDay(sessionDate)}`,
    headline: `No limits issued: keep ${keep}`,
    lead: leadOf(notice),
    isGrave: true,
    factsCaption: `As of ${clockWords(notice.at, notice.timezone, sessionDate)}`,
    facts: [
      { label: 'Why', text: paragraph(notice.why) },
      { label: 'Your own changes', text: 'A limit that you have set otherwise since then stands.' },
    ],
    hasLimits: rows.length > 0,
    limitsCaption: captionOf(inForce),
    limits: rows.slice(0, most),
    leftOut: hidden > 0 ? `${count(hidden, 'more trader')} in the attached file.` : '',
    isCutShort: hidden > 0,
  };
}

/** What the platform enforces where it is known, the lowest share of the base limit first. */
function standingRows(inForce: LimitsInForce | null): readonly StandingLimitView[] {
  if (inForce === null) return [];
  if (inForce.standing === undefined) return sortDecisions(inForce.decisions).map(standingLimit);
  const share = ({ dollars, baseLimit }: StandingLimit) => (dollars ?? 0) / baseLimit;
  return inForce.standing
    .toSorted((a, b) => share(a) - share(b))
    .map((standing) => ({
      trader: shownName(standing.trader),
      desk: shownDesk(standing.desk),
      limit: standing.dollars === null ? 'unknown' : limitDollars(standing.dollars),
      isCut: standing.dollars === null || standing.dollars < standing.baseLimit,
      why: capitalised(standingWhy(standing)),
    }));
}

function captionOf(inForce: LimitsInForce | null): string {
  if (inForce === null) return '';
  return inForce.standing === undefined
    ? `Mailed for ${longDay(inForce.sessionDate)}, deepest cut first`
    : 'As far as it is known; unknown ones and the deepest cut first';
}

/** "yesterday's" is used for the calendar day before only; after a weekend or a gap, the date is named. */
function keepWords({ inForce, sessionDate }: FailedNotice): string {
  if (inForce === null) return 'those set now';
  const daysAgo = (Date.parse(sessionDate) - Date.parse(inForce.sessionDate)) / DAY_MS;
  return daysAgo === 1 ? "yesterday's" : `those of ${shortDay(inForce.sessionDate)}`;
}

/** Where the database cannot be read, the limits of the day may have been mailed before. */
function leadOf({ inForce, unknown }: FailedNotice): string {
  if (unknown.wasMailed)
    return 'It is unknown whether limits were mailed for today. If you have them, they stand. If not, those set in the trading platform stay. Nothing to key in.';
  if (unknown.limitsBefore)
    return 'The limits that were mailed last cannot be read. Those set in the trading platform stay. Nothing to key in.';
  return inForce === null
    ? 'No limits have been mailed before, so those set in the trading platform stay. Nothing to key in.'
    : `${staysWords(inForce)} They are listed here${inForce.standing === undefined ? ' and attached; key in any that the platform has reset' : ', with who said so'}.`;
}

function staysWords({ sessionDate, standing }: LimitsInForce): string {
  return standing === undefined
    ? `The limits mailed for ${shortDay(sessionDate)} stay in force today.`
    : `The limits in force stay today: nothing to key in. ${standingSummary(standing)}`;
}

function preheaderOf({ inForce, unknown }: FailedNotice): string {
  if (unknown.wasMailed)
    return 'If you have limits for today, they stand. If not, those in the platform stay.';
  if (inForce === null && unknown.limitsBefore) return 'The limits set in the trading platform stay.';
  if (inForce === null) return 'Nothing was mailed before: the limits in the trading platform stay.';
  const cuts = standingRows(inForce).filter(({ isCut }) => isCut).length;
  return `Limits of ${shortDay(inForce.sessionDate)} stay: ${cuts} cut or unknown, ${count(inForce.decisions.length, 'trader')}. All are listed.`;
}

function standingLimit(decision: Decision): StandingLimitView {
  return {
    trader: shownName(decision.trader),
    desk: shownDesk(decision.desk),
    limit: limitDollars(decision.newLimit),
    isCut: decision.action === 'cut',
    why: whyOf(decision),
  };
}

function whyOf({ action, reductionPct, baseLimit }: Decision): string {
  switch (action) {
    case 'cut':
      return `${reductionWords(reductionPct)} from ${limitDollars(baseLimit)}`;
    case 'review':
      return 'Base limit; was to decide by hand';
    case 'withheld':
      return 'Base limit; a cut was withheld';
    case 'keep':
      return 'Base limit';
  }
}
