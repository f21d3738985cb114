import type { Decision } from '../decision/decision.ts';
import { longDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { shownDesk, shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import type { AnswerUrls } from './answerUrls.ts';
import { attachedToCorrection } from './attachedWords.ts';
import { kindsOfChange } from './headline.ts';
import { changeCount, groupByChange, lineOf } from './limitLines.ts';
import { type ListView, listView } from './listView.ts';
import type { CorrectionReport } from './notices.ts';
import { clockWords, type NoticeView, paragraph, shortened } from './noticeView.ts';
import { sortDecisions } from './order.ts';
import type { MorningReport } from './report.ts';
import { type ReportView, reportView } from './reportView.ts';
import type { RowsShown } from './rowsShown.ts';

const LONGEST_SUBJECT = 200;

/** A trader with nothing to key in whose decision differs from what was mailed. */
export interface OtherChangeView {
  readonly trader: string;
  readonly desk: string;
  readonly before: string;
  readonly now: string;
}

export interface CorrectionView extends ReportView, NoticeView {
  readonly otherChanges: ListView<OtherChangeView>;
}

/**
 * The same table as in the morning's mail, against what was mailed and answered since.
 * @throws DecisionError if the new report contradicts itself.
 */
export function correctionView(
  correction: CorrectionReport,
  shown: RowsShown,
  links: AnswerUrls | null = null,
): CorrectionView {
  const report = againstMailed(correction);
  const groups = groupByChange(report.decisions);
  const others = otherChanges(report, correction.before);
  const changes = changeCount(groups);
  const again = askedAgain(report, correction.before);
  return {
    ...reportView(report, shown, links),
    subject: `Re: ${shortened(correction.originalSubject.replace(/^(?:Re: ?)+/i, ''), LONGEST_SUBJECT)}`,
    preheader: `${changedWords(changes - again)}. The attached limits.csv replaces the one mailed before.`,
    kicker: `Correction ${correction.number} of the daily loss limits for ${longDay(report.sessionDate)}`,
    headline: `Corrected: ${changedWords(changes - again)}`,
    lead:
      changes === 0
        ? 'Nothing to key in: every limit stays as mailed.'
        : `To key in now: ${kindsOfChange(groups).join(', ')}.${againWords(again)} Every other limit stays as mailed.`,
    isGrave: changes > 0,
    factsCaption: `Corrected at ${clockWords(correction.at, correction.timezone, report.sessionDate)}`,
    facts: [
      { label: 'What happened', text: paragraph(correction.reason) },
      { label: 'Attached', text: attachedToCorrection(report) },
      ...report.alerts
        .filter(({ code }) => code === 'PLATFORM_FILE_REFUSED')
        .map(({ text }) => ({ label: 'Not written', text: paragraph(text) })),
    ],
    otherChanges: listView(others, shown.attention, 'changes'),
  };
}

/** Limits to key in that were mailed with the same target, and are not set as far as is known. */
function askedAgain({ decisions }: MorningReport, before: readonly Decision[]): number {
  const mailed = new Map(before.map((decision) => [decision.trader, lineOf(decision).target]));
  return decisions.filter((decision) => {
    const { change, target } = lineOf(decision);
    return change !== 'stay' && mailed.get(decision.trader) === target;
  }).length;
}

function againWords(again: number): string {
  if (again === 0) return '';
  return ` ${again} of them ${again === 1 ? 'was' : 'were'} in the mail before, and not set as far as is known.`;
}

/** Decisions that were stored before limit lines existed are compared with the limit mailed before. */
function againstMailed({ report, before }: CorrectionReport): MorningReport {
  const mailed = new Map(before.map((decision) => [decision.trader, lineOf(decision).target]));
  return {
    ...report,
    decisions: report.decisions.map((decision) => ({
      ...decision,
      limit: lineOf(decision, mailed.get(decision.trader)),
    })),
  };
}

/** Traders who are decided by hand now, or no longer, and traders who were added or removed. */
function otherChanges(report: MorningReport, before: readonly Decision[]): readonly OtherChangeView[] {
  const old = new Map(before.map((decision) => [decision.trader, decision]));
  const present = new Set(report.decisions.map(({ trader }) => trader));
  const changed = sortDecisions(report.decisions).filter((now) => {
    const was = old.get(now.trader);
    return lineOf(now).change === 'stay' && (was === undefined || was.action !== now.action);
  });
  const gone = sortDecisions(before.filter(({ trader }) => !present.has(trader)));
  return [
    ...changed.map((now) => otherChange(now, old.get(now.trader), now)),
    ...gone.map((was) => otherChange(was, was, undefined)),
  ];
}

function otherChange(named: Decision, before: Decision | undefined, now: Decision | undefined) {
  return {
    trader: shownName(named.trader),
    desk: shownDesk(named.desk),
    before: before === undefined ? 'not listed' : stateWords(before),
    now: now === undefined ? 'no longer listed' : stateWords(now),
  };
}

function changedWords(changes: number): string {
  return changes === 0 ? 'no limit changed' : `${count(changes, 'limit')} changed`;
}

function stateWords(decision: Decision): string {
  const limit = limitDollars(lineOf(decision).target);
  switch (decision.action) {
    case 'cut':
      return `${limit} (cut)`;
    case 'keep':
      return `${limit} (no cut)`;
    case 'review':
      return `${limit} (decide by hand)`;
    case 'withheld':
      return `${limit} (withheld)`;
  }
}
