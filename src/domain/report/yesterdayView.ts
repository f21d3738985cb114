import { shortDay, weekday } from '../text/dates.ts';
import { limitDollars, roughDollars, signedDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { grouped } from './backtestWords.ts';
import { endedWords } from './changeReasons.ts';
import { clockOfDay } from './clockOfDay.ts';
import type { MorningReport, StoppedYesterday, Yesterday } from './report.ts';

/** A label and its text. */
interface FactView {
  readonly label: string;
  readonly text: string;
}

/** Traders named in one line. */
const MOST_NAMED = 8;

/** What the last session brought, and what became of the limits that were in force. */
export function yesterdayViews(report: MorningReport): readonly FactView[] {
  const { yesterday } = report;
  return [
    { label: 'Desk', text: deskWords(report) },
    ...(yesterday === undefined
      ? []
      : [
          { label: 'Cuts in force', text: cutsWords(yesterday) },
          ...listed('Stopped', yesterday.stopped.map(stoppedWords)),
          ...listed(
            'Used over 80%',
            yesterday.nearLimit.map(({ trader, usedPct }) => `${shownName(trader)} ${Math.round(usedPct)}%`),
          ),
          ...savedOrCost(yesterday),
          ...listed('Overrides', yesterday.overrides.map(overrideOutcome)),
        ]),
    ...listed(
      'Overrides ended',
      (report.endedOverrides ?? []).map(
        (override) => `${shownName(override.trader)}: ${endedWords(override)}`,
      ),
    ),
  ];
}

/** `Fri +$1,698 · week −$4,210 · month +$12,950`; empty in a report without these figures. */
export function deskLine({ deskPnl, dataThrough }: MorningReport): string {
  if (deskPnl === undefined) return '';
  const { yesterday, week, monthToDate } = deskPnl;
  return `${weekday(dataThrough)} ${signedDollars(yesterday)} · week ${signedDollars(week)} · month ${signedDollars(monthToDate)}`;
}

/** `4 cuts in force: 1 stopped, 1 not applied, 2 not reached`, for the first lines and the text. */
function cutsWords({ cuts, stopped, ignored, notReached }: Yesterday): string {
  if (cuts === 0) return 'None.';
  const parts = [
    ...(stopped.length > 0 ? [`${stopped.length} stopped`] : []),
    ...(ignored.length > 0 ? [`${ignored.length} reached without effect`] : []),
    ...(notReached > 0 ? [`${notReached} not reached`] : []),
  ];
  // One kind that covers all of them carries the number itself.
  if (parts.length === 1 && parts[0]?.startsWith(`${cuts} `)) return `${parts[0]}.`;
  return `${cuts}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
}

function deskWords({ desk, deskPnl, dataThrough }: MorningReport): string {
  const sums =
    deskPnl === undefined
      ? ''
      : `, week ${signedDollars(deskPnl.week)}, month to date ${signedDollars(deskPnl.monthToDate)}`;
  return [
    `${signedDollars(desk.netPnl)} on ${shortDay(dataThrough)} after ${roughDollars(desk.fees)} of fees${sums}`,
    `${desk.losingTraders} of ${count(desk.activeTraders, 'active trader')} lost; ${grouped(desk.fills)} ${desk.fills === 1 ? 'fill' : 'fills'}`,
  ].join('. ');
}

function stoppedWords({ trader, secondOfDay, limit, isAssumed, continuation }: StoppedYesterday): string {
  const became =
    continuation === null
      ? ''
      : ` (the rest of such days ${continuation < 0 ? 'cost' : 'made'} ${roughDollars(Math.abs(continuation))} on average)`;
  const assumed = isAssumed ? ', if the limit was set' : '';
  return `${shownName(trader)} ${clockOfDay(secondOfDay)} at −${limitDollars(limit)}${assumed}${became}`;
}

/** An estimate, so it goes with its interval; days without one are counted. */
function savedOrCost({ saved, cost, interval, notKnown, stopped }: Yesterday): readonly FactView[] {
  const unknown = notKnown > 0 ? [`not known for ${count(notKnown, 'stopped day')}`] : [];
  if (saved === null || cost === null) {
    return stopped.length === 0 && notKnown === 0
      ? []
      : [{ label: 'Saved or cost', text: unknown.length > 0 ? `${unknown.join('')}.` : 'Not known.' }];
  }
  if (saved === 0 && cost === 0 && notKnown === 0) return [];
  const bounds =
    interval === null
      ? ''
      : ` (90% interval ${signedDollars(interval[0])} to ${signedDollars(interval[1])}, above 0 saved)`;
  const sides = [
    ...(saved > 0 || cost === 0 ? [`saved about ${roughDollars(saved)}`] : []),
    ...(cost > 0 ? [`cost about ${roughDollars(cost)}`] : []),
  ];
  const estimate = `${sides.join(', ')}${bounds}`;
  return [{ label: 'Cuts, estimated', text: `${[estimate, ...unknown].join('; ')}.` }];
}

function overrideOutcome({ trader, by, dollars }: Yesterday['overrides'][number]): string {
  const who = `${shownName(trader)} (by ${shownName(by)})`;
  if (dollars === null) return `${who}: not known`;
  if (Math.round(dollars) === 0) return `${who}: no effect`;
  return `${who}: ${dollars > 0 ? 'saved' : 'cost'} ${roughDollars(Math.abs(dollars))} against Daybreak's own limit`;
}

function listed(label: string, items: readonly string[]): readonly FactView[] {
  if (items.length === 0) return [];
  const more = items.length - MOST_NAMED;
  return [
    { label, text: [...items.slice(0, MOST_NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join(' · ') },
  ];
}
