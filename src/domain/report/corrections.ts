import { netChange, type Revision } from '../ledger/revision.ts';
import { shortDay } from '../text/dates.ts';
import { pnlDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import type { Alert } from './report.ts';

/** Alerts per trader; one more alert counts the rest. */
const MOST_ALERTS = 10;
/** Trader-days written out in one trader's alert. */
const MOST_DAYS = 2;
const CENT = 0.01;

/** How many fills a late correction touched, in words: `3 added, 1 taken back`. */
export function correctedFillsWords(revisions: readonly Revision[]): string {
  const sum = (of: (revision: Revision) => number) => revisions.reduce((all, each) => all + of(each), 0);
  const parts: readonly (readonly [number, string])[] = [
    [sum(({ added }) => added), 'added'],
    [sum(({ changed }) => changed), 'changed'],
    [sum(({ removed }) => removed), 'taken back'],
  ];
  return parts
    .filter(([fills]) => fills > 0)
    .map(([fills, what]) => `${fills} ${what}`)
    .join(', ');
}

export function correctedFills(revisions: readonly Revision[]): number {
  return revisions.reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0);
}

/** Trader-days whose net moved by more than a cent. */
export function movedDays(revisions: readonly Revision[]): readonly Revision[] {
  // The tolerance covers the rounding of two sums of cents.
  return revisions.filter((revision) => Math.abs(netChange(revision)) > CENT + 1e-6);
}

/** One trader-day's correction: `Thu 26 Feb net $120 → $110 (2 added)`. */
function revisionWords(revision: Revision): string {
  const figure = (net: number | null) => (net === null ? 'no fills' : pnlDollars(net));
  const fills = correctedFillsWords([revision]);
  const why = fills === '' ? 'lots carried into it changed' : `fills ${fills}`;
  return `${shortDay(revision.sessionDate)} net ${figure(revision.netBefore)} → ${figure(revision.netAfter)} (${why})`;
}

/** One alert per trader with an earlier net that moved by more than a cent, largest move first. */
export function correctionAlerts(revisions: readonly Revision[]): readonly Alert[] {
  const byTrader = new Map<string, Revision[]>();
  for (const revision of movedDays(revisions))
    byTrader.set(revision.trader, [...(byTrader.get(revision.trader) ?? []), revision]);
  const traders = [...byTrader].sort(([, a], [, b]) => moved(b) - moved(a));
  const hidden = traders.length - MOST_ALERTS;
  return [
    ...traders.slice(0, MOST_ALERTS).map(([trader, days]) => ({
      code: 'LATE_CORRECTION',
      trader,
      text: `corrected by the source: ${daysWords(days)}`,
    })),
    ...(hidden > 0
      ? [
          {
            code: 'LATE_CORRECTION',
            text: `${count(hidden, 'more trader')} with an earlier session corrected by the source, each by ${pnlDollars(moved(traders[MOST_ALERTS]?.[1] ?? []))} or less`,
          },
        ]
      : []),
  ];
}

function moved(days: readonly Revision[]): number {
  return days.reduce((sum, day) => sum + Math.abs(netChange(day)), 0);
}

function daysWords(days: readonly Revision[]): string {
  const shown = days.toSorted((a, b) => Math.abs(netChange(b)) - Math.abs(netChange(a))).slice(0, MOST_DAYS);
  const more = days.length - shown.length;
  return [...shown.map(revisionWords), ...(more > 0 ? [`and ${count(more, 'more session')}`] : [])].join(
    '; ',
  );
}
