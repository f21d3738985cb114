import { monthOf } from '../session/isoDate.ts';
import { compareShadows, type ShadowComparison, type ShadowMorning } from './shadowComparison.ts';
import type { ShadowScore } from './shadowScore.ts';

/** A shadow strategy with the part of the month. */
export interface ReviewedShadow extends ShadowComparison {
  readonly month: Pick<
    ShadowComparison,
    'sessions' | 'differingDays' | 'difference' | 'interval' | 'verdict'
  >;
}

type MonthPart = Pick<ShadowComparison, 'sessions' | 'differingDays' | 'difference' | 'interval' | 'verdict'>;

/** Of a strategy that did not decide in the month. */
const NOT_THEN: MonthPart = {
  sessions: 0,
  differingDays: 0,
  difference: 0,
  interval: [0, 0],
  verdict: 'not enough to tell',
};

/** The comparisons of the 250 sessions through a month, each with the part of the month, YYYY-MM. */
export function reviewShadows(
  mornings: readonly ShadowMorning[],
  scores: readonly ShadowScore[],
  month: string,
): readonly ReviewedShadow[] {
  const ofMonth = <T extends ShadowMorning | ShadowScore>(all: readonly T[]) =>
    all.filter(({ sessionDate }) => monthOf(sessionDate) === month);
  const inMonth = compareShadows(ofMonth(mornings), ofMonth(scores));
  return compareShadows(mornings, scores).map((whole) => {
    const part = inMonth.find(
      ({ name, definition }) => name === whole.name && definition === whole.definition,
    );
    return { ...whole, month: part === undefined ? NOT_THEN : partOf(part) };
  });
}

function partOf({ sessions, differingDays, difference, interval, verdict }: ShadowComparison): MonthPart {
  return { sessions, differingDays, difference, interval, verdict };
}
