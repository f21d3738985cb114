import { roughDollars } from '../../text/money.ts';
import { capitalised, shownName } from '../../text/outsideText.ts';
import { counted } from '../backtestWords.ts';
import { gradeWords } from '../compliance/complianceWords.ts';
import type { FactView } from '../noticeView.ts';
import { differenceWords } from '../shadowWords.ts';
import type { ReviewedCompliance, ReviewGroup, ReviewInput } from './reviewInput.ts';

/** One line for each part of the appendix that has an answer of its own; null where there is none. */
export function appendixGroup(input: ReviewInput): ReviewGroup | null {
  const facts = [
    ...stressFacts(input),
    ...sizingFacts(input),
    ...complianceFacts(input),
    ...shadowFacts(input),
  ];
  return facts.length === 0 ? null : { id: 'in-the-appendix', title: 'In the appendix', facts };
}

function stressFacts({ stress }: ReviewInput): readonly FactView[] {
  return stress === null ? [] : [{ label: 'Stress', text: stress.summary }];
}

function sizingFacts({ result: { sizing } }: ReviewInput): readonly FactView[] {
  const { reducedDays, days, added } = sizing;
  if (reducedDays === 0) return [];
  return [
    {
      label: 'Sizing',
      text: `Below the usual size on ${reducedDays} of ${counted(days, 'trader-day')}; would have added ${roughDollars(added.net)} to the cuts (${added.verdict}).`,
    },
  ];
}

function complianceFacts({ compliance }: ReviewInput): readonly FactView[] {
  return compliance === null ? [] : [{ label: 'Compliance', text: complianceWords(compliance) }];
}

function complianceWords(compliance: ReviewedCompliance): string {
  if ('refused' in compliance) return `No report: ${compliance.refused}`;
  return `${capitalised(gradeWords[compliance.grade])} ${counted(compliance.findings.length, 'finding')}.`;
}

function shadowFacts({ review: { shadows } }: ReviewInput): readonly FactView[] {
  return shadows.map(({ name, difference, verdict }) => ({
    label: `Shadow strategy ${shownName(name)}`,
    text: `${differenceWords(difference)} than the strategy in force in the year (${verdict}).`.replace(
      /^./,
      (first) => first.toUpperCase(),
    ),
  }));
}
