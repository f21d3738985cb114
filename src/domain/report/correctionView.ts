import type { Decision } from '../decision/decision.ts';
import { longDay, shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { shownDesk, shownName } from '../text/outsideText.ts';
import { count, reductionWords } from '../text/words.ts';
import type { CorrectionReport } from './notices.ts';
import { clockWords, type NoticeView, paragraph, shortened } from './noticeView.ts';
import { sortDecisions } from './order.ts';
import { type ReportView, type RowsShown, reportView } from './reportView.ts';

const LONGEST_SUBJECT = 200;

/** A trader whose action or limit differs from what was mailed. */
export interface ChangeView {
  readonly trader: string;
  readonly desk: string;
  readonly before: string;
  readonly now: string;
  /** A sign and a word, for example `▼ lower`. */
  readonly direction: string;
  readonly isLower: boolean;
}

export interface CorrectionView extends ReportView, NoticeView {
  readonly hasChanges: boolean;
  readonly changes: readonly ChangeView[];
  /** A sentence about changes that are in limits.csv only; empty without any. */
  readonly changesLeftOut: string;
  readonly areChangesCutShort: boolean;
}

interface Change {
  readonly trader: string;
  readonly before: Decision | undefined;
  readonly now: Decision | undefined;
}

/**
 * The corrected report, changes first.
 * @throws DecisionError if the new report contradicts itself.
 */
export function correctionView(correction: CorrectionReport, shown: RowsShown): CorrectionView {
  const { report } = correction;
  const changes = changesOf(correction);
  const unchanged = report.decisions.length - changes.filter(({ now }) => now !== undefined).length;
  const hidden = Math.max(0, changes.length - shown.cutsAltogether);
  return {
    ...reportView(report, shown),
    subject: `Re: ${shortened(correction.originalSubject.replace(/^(?:Re: ?)+/i, ''), LONGEST_SUBJECT)}`,
    preheader: `${changedWords(changes)}, ${unchanged} unchanged. The attached limits.csv replaces the earlier one.`,
    kicker: `Correction ${correction.number} of the daily loss limits for ${longDay(report.sessionDate)}`,
    headline: `Corrected: ${changedWords(changes)}`,
    lead: leadOf(changes, unchanged),
    isGrave: changes.some(needsKeying),
    factsCaption: `Corrected at ${clockWords(correction.at, correction.timezone, report.sessionDate)}`,
    facts: [
      { label: 'What happened', text: paragraph(correction.reason) },
      {
        label: 'Attached',
        text: `limits.csv for ${shortDay(report.sessionDate)}; it replaces the one mailed before.`,
      },
    ],
    hasChanges: changes.length > 0,
    changes: changes.slice(0, shown.cutsAltogether).map(changeView),
    changesLeftOut: hidden > 0 ? `${count(hidden, 'more change')} in limits.csv.` : '',
    areChangesCutShort: hidden > 0,
  };
}

/** Lower limits first, then in the new report's order. */
function changesOf({ report, before }: CorrectionReport): readonly Change[] {
  const old = new Map(before.map((decision) => [decision.trader, decision]));
  const present = new Set(report.decisions.map(({ trader }) => trader));
  return [
    ...sortDecisions(report.decisions).map((now) => ({
      trader: now.trader,
      before: old.get(now.trader),
      now,
    })),
    ...sortDecisions(before.filter(({ trader }) => !present.has(trader))).map((gone) => ({
      trader: gone.trader,
      before: gone,
      now: undefined,
    })),
  ]
    .filter(hasChanged)
    .toSorted((a, b) => DIRECTIONS.indexOf(directionOf(a)) - DIRECTIONS.indexOf(directionOf(b)));
}

function hasChanged({ before, now }: Change): boolean {
  if (before === undefined || now === undefined) return true;
  return before.action !== now.action || limitDollars(before.newLimit) !== limitDollars(now.newLimit);
}

function leadOf(changes: readonly Change[], unchanged: number): string {
  const toKeyIn = changes.filter(needsKeying).length;
  const rest = `${count(unchanged, 'trader')} unchanged.`;
  if (toKeyIn === 0) return `Every limit stands as mailed: nothing to key in. ${rest}`;
  return `Key in ${count(toKeyIn, 'limit')} in place of those mailed before. ${rest}`;
}

/** A trader who was not listed has the base limit in the trading platform. */
function needsKeying({ before, now }: Change): boolean {
  if (now === undefined) return false;
  return limitDollars(now.newLimit) !== limitDollars(before === undefined ? now.baseLimit : before.newLimit);
}

function changedWords(changes: readonly Change[]): string {
  return changes.length === 0 ? 'no limit changed' : `${count(changes.length, 'trader')} changed`;
}

function changeView(change: Change): ChangeView {
  const { before, now, trader } = change;
  const direction = directionOf(change);
  return {
    trader: shownName(trader),
    desk: shownDesk((now ?? before)?.desk ?? ''),
    before: before === undefined ? 'not listed' : stateWords(before),
    now: now === undefined ? 'no longer listed' : stateWords(now),
    direction,
    isLower: direction === LOWER,
  };
}

const LOWER = '▼ lower';
const HIGHER = '▲ higher';
const ADDED = '+ added';
const SAME = '= same limit';
const REMOVED = '− removed';

/** Lower limits come first: missing one costs more than a late relief. */
const DIRECTIONS: readonly string[] = [LOWER, HIGHER, ADDED, SAME, REMOVED];

function directionOf({ before, now }: Change): string {
  if (before === undefined) return ADDED;
  if (now === undefined) return REMOVED;
  if (limitDollars(now.newLimit) === limitDollars(before.newLimit)) return SAME;
  return now.newLimit < before.newLimit ? LOWER : HIGHER;
}

function stateWords({ action, newLimit, reductionPct }: Decision): string {
  const limit = limitDollars(newLimit);
  switch (action) {
    case 'cut':
      return `${limit} (${reductionWords(reductionPct)})`;
    case 'keep':
      return `${limit} (base limit)`;
    case 'review':
      return `${limit} (decide by hand)`;
    case 'withheld':
      return `${limit} (cut withheld)`;
  }
}
