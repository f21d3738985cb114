import { longDay, shortDay } from '../text/dates.ts';
import { count } from '../text/words.ts';
import type { AnswerUrls } from './answerUrls.ts';
import { attachedWords } from './attachedWords.ts';
import { type ChangeGroupView, type ChangeView, changeSections } from './changeViews.ts';
import { type DeskView, deskViews, type EveryTraderView, everyTraderViews } from './everyTraderViews.ts';
import {
  type EvidenceView,
  evidenceView,
  type GuideView,
  guideView,
  type QualityView,
} from './evidenceView.ts';
import { headline, preheader, subjectLine } from './headline.ts';
import { leadSentences } from './leadSentences.ts';
import { changeCount, groupByChange } from './limitLines.ts';
import { type ListView, listView } from './listView.ts';
import { groupDecisions } from './order.ts';
import { type PictureView, pictureViews } from './pictureViews.ts';
import { type CheckView, platformChecks } from './platformChecks.ts';
import type { MorningReport } from './report.ts';
import type { RowsShown } from './rowsShown.ts';
import { SHOWN } from './rowsShown.ts';
import { type StayCutView, stayCutViews } from './stayCutViews.ts';
import {
  MOST_TALKS,
  moreTalks,
  type NoticeLineView,
  noticeLines,
  type TalkView,
  talkViews,
} from './talkViews.ts';
import { type AttentionView, attentionViews, type WatchView, watchViews } from './traderViews.ts';
import { validateReport } from './validateReport.ts';
import { deskLine, yesterdayViews } from './yesterdayView.ts';
import { youngNote } from './youngWords.ts';

/** The input of the templates: strings and booleans only, because `{{#if}}` treats 0 as false. */
export interface ReportView {
  readonly subject: string;
  readonly preheader: string;
  readonly headline: string;
  readonly day: string;
  readonly shortDay: string;
  readonly dataThrough: string;
  readonly isDemo: boolean;
  /** True if there is no limit to key in, no trader to talk to and nothing to decide. */
  readonly isCalm: boolean;
  /** P&L of the desk: yesterday, week and month; empty in older reports. */
  readonly deskLine: string;
  readonly lead: string;
  readonly changeGroups: readonly ChangeGroupView[];
  readonly hasChanges: boolean;
  /** Changes without their reasons. */
  readonly furtherChanges: ListView<ChangeView>;
  /** The link that answers every change, and its words; empty in a mail without links. */
  readonly answerAll: string;
  readonly answerAllWords: string;
  readonly checks: ListView<CheckView>;
  readonly talks: ListView<TalkView>;
  readonly attention: ListView<AttentionView>;
  readonly yesterday: readonly EvidenceView[];
  readonly stayCut: ListView<StayCutView>;
  readonly watch: ListView<WatchView>;
  readonly everyTrader: ListView<EveryTraderView>;
  readonly desks: ListView<DeskView>;
  /** Whether any trader has a VaR or a large-loss probability; the rules alone have none. */
  readonly hasForecast: boolean;
  /** What the mark of young traders means; empty: no trader has it. */
  readonly youngNote: string;
  readonly pictures: ListView<PictureView>;
  readonly evidence: readonly EvidenceView[];
  readonly notices: ListView<NoticeLineView>;
  readonly quality: ListView<QualityView>;
  readonly guide: readonly GuideView[];
  readonly attached: string;
}

/**
 * The report in words, built once for subject, text and HTML.
 * @throws DecisionError if the report contradicts itself, so no wrong number is sent.
 */
export function reportView(
  report: MorningReport,
  shown: RowsShown = SHOWN,
  links: AnswerUrls | null = null,
): ReportView {
  validateReport(report);
  const groups = groupDecisions(report);
  const { decisions, source, engine } = report;
  const talks = talkViews(report.alerts);
  const { evidence, quality } = evidenceView(report);
  const attention = listView(attentionViews(groups), shown.attention, 'traders');
  const hasForecast = decisions.some(
    ({ valueAtRisk95, largeLossProbability }) => valueAtRisk95 !== null || largeLossProbability !== null,
  );
  return {
    subject: subjectLine(report),
    preheader: preheader(report),
    headline: headline(report),
    day: longDay(report.sessionDate),
    shortDay: shortDay(report.sessionDate),
    dataThrough: shortDay(report.dataThrough),
    isDemo: source === 'demo',
    isCalm:
      changeCount(groupByChange(decisions)) === 0 &&
      !attention.any &&
      talks.length === 0 &&
      report.stale !== true &&
      engine !== 'none',
    deskLine: deskLine(report),
    lead: leadSentences(report, groups),
    ...changesOf(report, shown, links),
    checks: listView(platformChecks(report), shown.checks, 'checks', 'the record of this run'),
    talks: { ...listView(talks, MOST_TALKS, ''), ...cutShort(moreTalks(talks, MOST_TALKS)) },
    attention,
    yesterday: yesterdayViews(report),
    stayCut: listView(stayCutViews(report), shown.stayCut, 'traders'),
    watch: listView(watchViews(groups.watched, shownTalks(talks)), shown.watch, 'traders'),
    everyTrader: listView(everyTraderViews(report), shown.traders, 'traders'),
    desks: listView(deskViews(report, shown.traders), shown.desks, 'desks'),
    hasForecast,
    youngNote: youngNote(decisions),
    pictures: listView(pictureViews(report, shown.pictures), shown.pictures, ''),
    evidence,
    notices: listView(noticeLines(report.alerts), shown.notices, 'notices', 'the record of this run'),
    quality: listView(quality, shown.quality, 'findings', 'the record of this run'),
    guide: guideView(hasForecast),
    attached: attachedWords(report),
  };
}

/** The section of limits to key in. */
export function changesOf(
  report: MorningReport,
  shown: RowsShown,
  links: AnswerUrls | null = null,
): Pick<ReportView, 'changeGroups' | 'hasChanges' | 'furtherChanges' | 'answerAll' | 'answerAllWords'> {
  const { groups, further, hidden } = changeSections(report, shown, links);
  return {
    ...answerAll(changeCount(groupByChange(report.decisions)), links),
    changeGroups: groups,
    hasChanges: groups.length > 0 || further.length > 0,
    furtherChanges: {
      ...listView(further, further.length, ''),
      ...cutShort(hidden > 0 ? `${hidden} more changes in limits.csv.` : ''),
    },
  };
}

function answerAll(
  changes: number,
  links: AnswerUrls | null,
): Pick<ReportView, 'answerAll' | 'answerAllWords'> {
  if (links === null || changes === 0) return { answerAll: '', answerAllWords: '' };
  return {
    answerAll: links.all,
    answerAllWords: changes === 1 ? 'Answer the change' : `Answer all ${count(changes, 'change')}`,
  };
}

function cutShort(leftOut: string): { readonly isCut: boolean; readonly leftOut: string } {
  return { isCut: leftOut !== '', leftOut };
}

/** Traders who are named among those to talk to, with what is said there; the others stand under Watch. */
function shownTalks(talks: readonly TalkView[]): ReadonlyMap<string, TalkView['said']> {
  return new Map(talks.slice(0, MOST_TALKS).map(({ trader, said }) => [trader, said]));
}
