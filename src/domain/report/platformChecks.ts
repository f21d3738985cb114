import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { capitalised, shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { clockOfDay } from './clockOfDay.ts';
import { groupByChange, lineOf } from './limitLines.ts';
import { neverConfirmed } from './limitWords.ts';
import type { MorningReport } from './report.ts';

/** Something to look up on the trading platform. */
export interface CheckView {
  readonly trader: string;
  readonly text: string;
}

/** Traders named in the line about limits that were never confirmed. */
const MOST_NAMED = 3;

/** Limits that were reached while trading went on, and cuts that were never confirmed. */
export function platformChecks(report: MorningReport): readonly CheckView[] {
  const day = shortDay(report.dataThrough);
  const ignored = (report.yesterday?.ignored ?? []).map(({ trader, secondOfDay, limit }) => ({
    trader: shownName(trader),
    text: `limit ${limitDollars(limit)} was reached on ${day} at ${clockOfDay(secondOfDay)} and trading went on: is it set?`,
  }));
  return [...ignored, ...unconfirmed(report)];
}

/** One line, because on a desk that never answers it comes every morning. */
function unconfirmed({ decisions, sessionDate }: MorningReport): readonly CheckView[] {
  const cuts = groupByChange(decisions).stayCut.filter(
    (decision) => neverConfirmed(lineOf(decision), sessionDate) !== '',
  );
  if (cuts.length === 0) return [];
  const names = cuts.slice(0, MOST_NAMED).map(({ trader }) => shownName(trader));
  const more = cuts.length - names.length;
  const list = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    {
      trader: capitalised(count(cuts.length, 'cut')),
      text: `assumed from the mail, never confirmed: ${list}`,
    },
  ];
}
