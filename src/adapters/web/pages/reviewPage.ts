import { reviewGroups } from '../../../domain/report/review/reviewGroups.ts';
import type { ReviewGroup, ReviewInput } from '../../../domain/report/review/reviewInput.ts';
import { reviewVerdict } from '../../../domain/report/review/reviewVerdict.ts';
import { longMonth } from '../../../domain/text/dates.ts';
import { capitalised } from '../../../domain/text/outsideText.ts';
import { periodWords } from './backtestPage.ts';
import { section } from './blocks.ts';
import type { Block, Section } from './document.ts';
import { renderPage } from './pageTemplate.ts';

/**
 * The file report.html of a monthly review: what the mail shows, for print on at most two sheets of A4. Its
 * appendix is `backtestPage`.
 * @throws DaybreakError when a template is missing.
 */
export function reviewPage(input: ReviewInput): string {
  const { result, review } = input;
  const [first, ...others] = reviewGroups(input);
  const { clause, tone } = reviewVerdict(input);
  const verdict: Block = {
    kind: 'verdicts',
    verdicts: [
      {
        question: 'The month in one line',
        answer: capitalised(clause),
        evidence: 'Everything else is in the appendix, a file of its own next to this one.',
        tone,
      },
    ],
  };
  return renderPage({
    title: `Review of ${longMonth(review.month)}`,
    subtitle: `${result.source === 'demo' ? 'The demo desk, with made-up fills. ' : ''}${periodWords(result.period)}`,
    hasContents: false,
    sections: [
      ...(first === undefined ? [] : [sectionOf(first, verdict)]),
      ...others.map((group) => sectionOf(group)),
    ],
  });
}

function sectionOf({ id, title, facts }: ReviewGroup, ...before: readonly Block[]): Section {
  return section(id, title, ...before, { kind: 'facts', facts });
}
