import { shortDay } from '../text/dates.ts';
import { pnlDollars } from '../text/money.ts';
import { fullSentence, shownName } from '../text/outsideText.ts';
import { count, improvementWords } from '../text/words.ts';
import { grouped } from './backtestWords.ts';
import { engineSentence } from './headline.ts';
import type { DataQualityNote, MorningReport, SourceName } from './report.ts';

export interface EvidenceView {
  readonly label: string;
  readonly text: string;
}

export interface QualityView {
  readonly code: string;
  readonly count: string;
  readonly text: string;
}

export interface GuideView {
  readonly term: string;
  readonly meaning: string;
}

const SOURCES: Readonly<Record<SourceName, string>> = {
  propreports: 'PropReports',
  csv: 'Imported files',
  demo: 'Demo desk: invented traders, not real money',
};

/** The evidence for the cuts: desk, engine, gate, reconciliation and data. */
export function evidenceView(report: MorningReport): {
  readonly evidence: readonly EvidenceView[];
  readonly quality: readonly QualityView[];
  readonly engine: string;
} {
  const engine = `${engineSentence(report)} ${fullSentence(report.engineReason)}`.trim();
  return {
    engine,
    evidence: [
      { label: `Desk on ${shortDay(report.dataThrough)}`, text: deskText(report) },
      { label: 'Engine', text: engine },
      { label: 'Gate', text: gateText(report) },
      { label: 'Tie-out', text: reconciliationText(report) },
      { label: 'Source', text: SOURCES[report.source] },
    ],
    quality: report.dataQuality.map(qualityView),
  };
}

/** How to read the mail: its terms in order of appearance. */
export function guideView(hasForecast: boolean): readonly GuideView[] {
  return [
    { term: 'New limit', meaning: 'the daily loss limit to key in for this session only.' },
    {
      term: 'Confidence',
      meaning: 'High, Medium or Low: how much history, agreement and certainty stand behind a cut.',
    },
    {
      term: 'Withheld',
      meaning: 'the P&L is not proven, so the limit is neither cut nor raised until it is settled.',
    },
    { term: 'Review by hand', meaning: 'too little history for an automatic cut.' },
    {
      term: 'Tier',
      meaning: '▲ HIGH (2), ● MEDIUM (1), ▽ LOW (0), ? UNKNOWN: the risk of a large loss today.',
    },
    ...(hasForecast ? FORECAST_TERMS : []),
  ];
}

const FORECAST_TERMS: readonly GuideView[] = [
  { term: 'VaR 95', meaning: 'a loss that 19 of 20 trading days stay within; n/a where it cannot be known.' },
  { term: 'Large loss', meaning: "the chance of a day among the trader's own worst 15%; n/a likewise." },
];

function deskText({ desk }: MorningReport): string {
  return [
    `Net ${pnlDollars(desk.netPnl)} after ${pnlDollars(desk.fees)} fees`,
    `${grouped(desk.fills)} ${desk.fills === 1 ? 'fill' : 'fills'}`,
    `${desk.losingTraders} of ${count(desk.activeTraders, 'active trader')} lost`,
  ].join('; ');
}

function gateText({ gate }: MorningReport): string {
  if (gate === null) return 'Not measured: no model has a record out of sample.';
  const state = gate.inForce ? 'Model in force' : 'Model not in force';
  const against = gate.improvement < 0 ? 'worse than the rules by' : 'better than the rules by';
  const margin = improvementWords(Math.abs(gate.improvement));
  return `${state}: ${against} ${margin} over ${count(gate.sessions, 'session')} (5% bound ${improvementWords(gate.lowerBound)}).`;
}

function reconciliationText({ decisions }: MorningReport): string {
  const tied = decisions.filter((decision) => decision.reconciled === true).length;
  const untied = decisions.filter((decision) => decision.reconciled === false).length;
  const unknown = decisions.length - tied - untied;
  return [
    `${tied} of ${count(decisions.length, 'trader')} tie out with the source`,
    ...(untied > 0 ? [`${untied} ${untied === 1 ? 'does' : 'do'} not`] : []),
    ...(unknown > 0 ? [`${unknown} without totals to compare`] : []),
  ].join('; ');
}

function qualityView(note: DataQualityNote): QualityView {
  return {
    code: shownName(note.code),
    count: grouped(note.count),
    text: fullSentence(note.text),
  };
}
