import { fullSentence } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { decidedBy } from './engineWords.ts';
import type { DataQualityNote, MorningReport, SourceName } from './report.ts';

export interface EvidenceView {
  readonly label: string;
  readonly text: string;
}

export interface QualityView {
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

/** What the limits rest on: who decided, the tie-out, and the source. */
export function evidenceView(report: MorningReport): {
  readonly evidence: readonly EvidenceView[];
  readonly quality: readonly QualityView[];
} {
  return {
    evidence: [
      { label: 'Engine', text: decidedBy(report) },
      { label: 'Tie-out', text: tieOutWords(report) },
      { label: 'Source', text: SOURCES[report.source] },
    ],
    quality: report.dataQuality.map(qualityView),
  };
}

/** How to read the mail: its terms in order of appearance. */
export function guideView(hasForecast: boolean): readonly GuideView[] {
  return [
    {
      term: 'In force → new',
      meaning:
        'the limit on the platform as far as Daybreak knows, and the one to key in. It holds until the next change.',
    },
    {
      term: 'Assumed',
      meaning: 'a mail asked for the limit, and nothing has confirmed it. To confirm it: npm run answer.',
    },
    {
      term: 'Would have stopped',
      meaning: 'on how many of the last 60 days the new limit would have been reached.',
    },
    {
      term: 'Confidence',
      meaning: 'how often earlier cuts of the same kind met a large loss, against days without a cut.',
    },
    {
      term: 'Withheld',
      meaning: 'the P&L is not proven, so the limit is neither cut nor raised until it is settled.',
    },
    { term: 'Decide by hand', meaning: 'too little history to decide automatically.' },
    { term: 'Tier', meaning: '▲ HIGH, ● MEDIUM, ▽ LOW, ? UNKNOWN: the risk of a large loss today.' },
    ...(hasForecast ? FORECAST_TERMS : []),
  ];
}

const FORECAST_TERMS: readonly GuideView[] = [
  { term: 'VaR 95', meaning: 'a loss that 19 of 20 trading days stay within; n/a where it cannot be known.' },
  { term: 'Large loss', meaning: "the chance of a day among the trader's own worst 15%; n/a likewise." },
];

/** A trader who could not be checked is not wrong, and is not counted as such. */
function tieOutWords({ decisions }: MorningReport): string {
  const tied = decisions.filter((decision) => decision.reconciled === true).length;
  const untied = decisions.filter((decision) => decision.reconciled === false).length;
  const unknown = decisions.length - tied - untied;
  if (tied + untied === 0) return 'Not checked: the source has no totals to compare with.';
  const all = count(decisions.length, 'trader');
  return [
    unknown === 0 && untied === 0
      ? `The P&L of ${decisions.length === 1 ? 'the one trader' : `all ${all}`} agrees with the source`
      : `The P&L of ${tied} of ${all} agrees with the source`,
    ...(untied > 0 ? [`${untied} ${untied === 1 ? 'does' : 'do'} not`] : []),
    ...(unknown > 0 ? [`${unknown} could not be checked, because the source has no totals for them`] : []),
  ]
    .join('; ')
    .concat('.');
}

function qualityView(note: DataQualityNote): QualityView {
  return { text: fullSentence(note.text) };
}
