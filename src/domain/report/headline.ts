import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { shortName } from '../text/outsideText.ts';
import { count, reductionWords } from '../text/words.ts';
import { type DecisionGroups, groupDecisions } from './order.ts';
import type { MorningReport } from './report.ts';

const PREHEADER_LONGEST = 90;
const PREHEADER_NAME_LENGTH = 24;

/**
 * `[Risk] Tue 6 Oct: cut 3 of 41 traders (max −60%)`, or `… no cuts, 41 traders`, then what needs a decision
 * by hand.
 */
export function subjectLine(report: MorningReport): string {
  const groups = groupDecisions(report);
  return [
    `[Risk] ${shortDay(report.sessionDate)}: ${cutClause(report, groups)}`,
    ...subjectExtras(report, groups),
  ].join(', ');
}

/** The preview line below the subject: 40-90 characters that the subject does not contain. */
export function preheader(report: MorningReport): string {
  const closing = `Data through ${shortDay(report.dataThrough)}.`;
  const groups = groupDecisions(report);
  const optional = [...preheaderNeeds(groups), engineSentence(report)];
  const opening = [...(report.source === 'demo' ? ['DEMO DATA.'] : []), firstLimit(report, groups)];
  return fillLine(opening, optional, closing).join(' ');
}

/** The heading: `Cut 3 of 12 traders`. */
export function headline(report: MorningReport): string {
  const { cuts, reviews } = groupDecisions(report);
  const traders = count(report.decisions.length, 'trader');
  if (cuts.length > 0) return `Cut ${cuts.length} of ${traders}`;
  if (report.engine === 'none') return 'No engine could decide: no cuts';
  return reviews.length > 0 && reviews.length === report.decisions.length
    ? `Decide ${traders} by hand`
    : `No cuts, ${traders}`;
}

/** The engine that decided: `The rules decide today.` */
export function engineSentence(report: Pick<MorningReport, 'engine'>): string {
  switch (report.engine) {
    case 'ridge':
      return 'The model decides today.';
    case 'rules':
      return 'The rules decide today.';
    case 'none':
      return 'No engine could decide today.';
  }
}

/** `cut 3 of 12 traders (max −60%)`, or `no cuts, 12 traders`. */
export function cutClause({ decisions }: Pick<MorningReport, 'decisions'>, groups: DecisionGroups): string {
  const [deepest] = groups.cuts;
  const traders = count(decisions.length, 'trader');
  if (deepest === undefined) return `no cuts, ${traders}`;
  return `cut ${groups.cuts.length} of ${traders} (max ${reductionWords(deepest.reductionPct)})`;
}

function subjectExtras(report: MorningReport, groups: DecisionGroups): readonly string[] {
  const withheld = groups.withheld.length > 0 ? [`${groups.withheld.length} withheld`] : [];
  const reviews =
    groups.cuts.length === 0 && groups.reviews.length > 0 ? [`${groups.reviews.length} to review`] : [];
  return [...withheld, ...reviews, ...(report.source === 'demo' ? ['demo data'] : [])];
}

function firstLimit(report: MorningReport, groups: DecisionGroups): string {
  const [deepest] = groups.cuts;
  if (deepest === undefined) return `${count(report.decisions.length, 'base limit')} unchanged.`;
  return `${shortName(deepest.trader, PREHEADER_NAME_LENGTH)} to ${limitDollars(deepest.newLimit)} (${reductionWords(deepest.reductionPct)}).`;
}

function preheaderNeeds(groups: DecisionGroups): readonly string[] {
  return [
    ...(groups.withheld.length > 0 ? [`${groups.withheld.length} withheld.`] : []),
    ...(groups.reviews.length > 0 ? [`${groups.reviews.length} to review.`] : []),
  ];
}

/** The opening and the closing, and between them the optional parts that fit, in order. */
function fillLine(
  opening: readonly string[],
  optional: readonly string[],
  closing: string,
): readonly string[] {
  const middle: string[] = [];
  for (const part of optional) {
    if ([...opening, ...middle, part, closing].join(' ').length <= PREHEADER_LONGEST) middle.push(part);
  }
  return [...opening, ...middle, closing];
}
