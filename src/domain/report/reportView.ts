import { longDay, shortDay } from '../text/dates.ts';
import { type AlertView, alertViews } from './alertListViews.ts';
import { attachedWords } from './attachedWords.ts';
import {
  type EvidenceView,
  evidenceView,
  type GuideView,
  guideView,
  type QualityView,
} from './evidenceView.ts';
import { headline, preheader, subjectLine } from './headline.ts';
import { leadSentences } from './leadSentences.ts';
import { groupDecisions } from './order.ts';
import { type PictureView, pictureViews } from './pictureViews.ts';
import type { MorningReport } from './report.ts';
import {
  type AttentionView,
  attentionViews,
  type CutView,
  cutViews,
  type RiskView,
  riskViews,
  type WatchView,
  watchViews,
} from './traderViews.ts';
import { validateReport } from './validateReport.ts';

/** The number of rows a mail shows; the mail refers to limits.csv for the rest. */
export interface RowsShown {
  /** Cuts with reasons, and cuts in total; the later ones show numbers only. */
  readonly cutsWithReasons: number;
  readonly cutsAltogether: number;
  readonly attention: number;
  readonly watch: number;
  readonly risk: number;
  readonly pictures: number;
  /** Critical alerts above the cuts; few, so the cuts stay on the first screen. */
  readonly critical: number;
  readonly alerts: number;
  readonly quality: number;
}

/** Enough for a desk of 200 traders. */
export const SHOWN: RowsShown = {
  cutsWithReasons: 30,
  cutsAltogether: 200,
  attention: 40,
  watch: 40,
  risk: 25,
  pictures: 12,
  critical: 3,
  alerts: 20,
  quality: 20,
};

/** Used when names and reasons are so long that mail programs would clip the mail. */
export const FEWER_SHOWN: RowsShown = {
  cutsWithReasons: 12,
  cutsAltogether: 60,
  attention: 12,
  watch: 12,
  risk: 10,
  pictures: 6,
  critical: 2,
  alerts: 8,
  quality: 8,
};

/** A list in a template: its rows, whether there are any, and a sentence about omitted rows. */
export interface ListView<Row> {
  readonly rows: readonly Row[];
  readonly any: boolean;
  readonly isCut: boolean;
  readonly leftOut: string;
}

/** The input of the templates: strings and booleans only, because `{{#if}}` treats 0 as false. */
export interface ReportView {
  readonly subject: string;
  readonly preheader: string;
  readonly headline: string;
  readonly day: string;
  readonly shortDay: string;
  readonly dataThrough: string;
  readonly isDemo: boolean;
  /** True if there is no limit to set and nothing to decide. */
  readonly isCalm: boolean;
  readonly lead: string;
  readonly engine: string;
  readonly cuts: ListView<CutView>;
  readonly furtherCuts: ListView<CutView>;
  readonly attention: ListView<AttentionView>;
  readonly watch: ListView<WatchView>;
  readonly risk: ListView<RiskView>;
  /** Whether any trader has a VaR or a large-loss probability; the rules alone have none. */
  readonly hasForecast: boolean;
  /** Traders to talk to today; those that do not fit are listed first among the alerts. */
  readonly critical: ListView<AlertView>;
  readonly alerts: ListView<AlertView>;
  readonly pictures: ListView<PictureView>;
  readonly evidence: readonly EvidenceView[];
  readonly quality: ListView<QualityView>;
  readonly guide: readonly GuideView[];
  readonly attached: string;
}

/**
 * The report in words, built once for subject, text and HTML.
 * @throws DecisionError if the report contradicts itself, so no wrong number is sent.
 */
export function reportView(report: MorningReport, shown: RowsShown = SHOWN): ReportView {
  validateReport(report);
  const groups = groupDecisions(report);
  const cuts = cutViews(groups.cuts);
  const attention = listView(attentionViews(groups), shown.attention, 'traders');
  const { evidence, quality, engine } = evidenceView(report);
  const alerts = alertViews(report.alerts, shown.critical);
  const hasForecast = report.decisions.some(
    ({ valueAtRisk95, largeLossProbability }) => valueAtRisk95 !== null || largeLossProbability !== null,
  );
  return {
    subject: subjectLine(report),
    preheader: preheader(report),
    headline: headline(report),
    day: longDay(report.sessionDate),
    shortDay: shortDay(report.sessionDate),
    dataThrough: shortDay(report.dataThrough),
    isDemo: report.source === 'demo',
    isCalm: cuts.length === 0 && !attention.any && alerts.critical.length === 0 && report.engine !== 'none',
    lead: leadSentences(report, groups),
    engine,
    cuts: listView(cuts, shown.cutsWithReasons, ''),
    furtherCuts: listView(
      cuts.slice(shown.cutsWithReasons),
      shown.cutsAltogether - shown.cutsWithReasons,
      'cuts',
    ),
    attention,
    watch: listView(watchViews(groups.watched), shown.watch, 'traders'),
    risk: listView(riskViews(report.decisions), shown.risk, 'traders'),
    hasForecast,
    critical: listView(alerts.critical, shown.critical, 'critical alerts', 'the list of alerts'),
    alerts: listView(alerts.others, shown.alerts, 'alerts', 'the record of this run'),
    pictures: listView(pictureViews(report, groups.cuts, shown.pictures), shown.pictures, ''),
    evidence,
    quality: listView(quality, shown.quality, 'findings', 'the record of this run'),
    guide: guideView(hasForecast),
    attached: attachedWords(report),
  };
}

function listView<Row>(
  rows: readonly Row[],
  most: number,
  what: string,
  where = 'limits.csv',
): ListView<Row> {
  const hidden = Math.max(0, rows.length - most);
  const isCut = hidden > 0 && what !== '';
  return {
    rows: rows.slice(0, most),
    any: rows.length > 0,
    isCut,
    leftOut: isCut ? `${hidden} more ${what} in ${where}.` : '',
  };
}
