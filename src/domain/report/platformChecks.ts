import type { PlatformDifference } from '../limits/platformDifference.ts';
import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { capitalised, shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { clockOfDay } from './clockOfDay.ts';
import { groupByChange, lineOf } from './limitLines.ts';
import { neverConfirmed, recentDay } from './limitWords.ts';
import type { MorningReport } from './report.ts';

/** Something to look up on the trading platform. */
export interface CheckView {
  readonly trader: string;
  readonly text: string;
}

/** Traders named in the line about limits that were never confirmed. */
const MOST_NAMED = 3;

/**
 * Limits that were reached while trading went on, limits of the platform that differ from the mail, and cuts
 * that were never confirmed.
 */
export function platformChecks(report: MorningReport): readonly CheckView[] {
  const day = shortDay(report.dataThrough);
  const ignored = (report.yesterday?.ignored ?? []).map(({ trader, secondOfDay, limit }) => ({
    trader: shownName(trader),
    text: `limit ${limitDollars(limit)} was reached on ${day} at ${clockOfDay(secondOfDay)} and trading went on: is it set?`,
  }));
  const differing = (report.platformDiffers ?? []).map((difference) => ({
    trader: shownName(difference.trader),
    text: differenceWords(difference, report.sessionDate),
  }));
  return [...ignored, ...differing, ...notApplied(report), ...unconfirmed(report)];
}

/** `the platform holds $4,000, the mail of Thu asked for $3,200 (read back by desk)`. */
function differenceWords({ kind, holds, asked, mailedFor, by }: PlatformDifference, sessionDate: string) {
  return `the platform holds ${limitDollars(holds)}, the mail of ${recentDay(mailedFor, sessionDate)} asked for ${limitDollars(asked)} (${SAID[kind]} by ${shownName(by)})`;
}

const SAID: Readonly<Record<PlatformDifference['kind'], string>> = {
  set: 'stated',
  different: 'answered',
  readback: 'read back',
};

/** One line for all such traders: it comes every morning until their limits are confirmed or kept. */
function notApplied({ yesterday }: MorningReport): readonly CheckView[] {
  const traders = yesterday?.assumedNotApplied ?? [];
  const [first] = traders;
  if (first === undefined) return [];
  const text =
    'traded on past more limits than it stopped at in the last 60 sessions: its assumed limits count as not applied';
  return traders.length === 1
    ? [{ trader: shownName(first), text }]
    : [
        {
          trader: count(traders.length, 'trader'),
          text: `traded on past more limits than they stopped at in the last 60 sessions, so their assumed limits count as not applied: ${namedList(traders)}`,
        },
      ];
}

function namedList(traders: readonly string[]): string {
  const names = traders.slice(0, MOST_NAMED).map(shownName);
  const more = traders.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** One line, because on a desk that never answers it comes every morning. */
function unconfirmed({ decisions, sessionDate }: MorningReport): readonly CheckView[] {
  const cuts = groupByChange(decisions).stayCut.filter(
    (decision) => neverConfirmed(lineOf(decision), sessionDate) !== '',
  );
  if (cuts.length === 0) return [];
  return [
    {
      trader: capitalised(count(cuts.length, 'cut')),
      text: `assumed from the mail, never confirmed: ${namedList(cuts.map(({ trader }) => trader))}`,
    },
  ];
}
