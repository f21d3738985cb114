import { sizeFacts, sizeHeadline, sizeShare } from '../../../domain/report/sizeWords.ts';
import type { SizeAnswer } from '../../../domain/risk/sizing/sizeAnswer.ts';
import { longDay } from '../../../domain/text/dates.ts';
import { roughDollars } from '../../../domain/text/money.ts';
import { shownName } from '../../../domain/text/outsideText.ts';
import { details, numbers, paragraph, prose, section, table, words } from './blocks.ts';
import type { Section } from './document.ts';
import { renderPage } from './pageTemplate.ts';

/** The sizes of a session as one HTML file: one answer with what it rests on, or a row for each trader. */
export function sizePage(answers: readonly SizeAnswer[], isDemo: boolean): string {
  const [first] = answers;
  const [only] = answers.length === 1 ? answers : [];
  const when =
    first === undefined
      ? 'No trader has a size.'
      : `For ${longDay(first.sessionDate)}, from trading through ${longDay(first.dataThrough)}.`;
  return renderPage({
    title: 'Daybreak sizes',
    subtitle: `${isDemo ? 'The demo desk, with made-up fills. ' : ''}${when}`,
    sections: [only === undefined ? everySection(answers) : answerSection(only)],
  });
}

/** One answer, with its facts and reasons. */
export function answerSection(answer: SizeAnswer): Section {
  return section(
    'size',
    sizeHeadline(answer),
    ...answer.reasons.map(paragraph),
    table(
      'What the size rests on',
      words('Figure', 'Value'),
      sizeFacts(answer).map(([name, value]) => [name, value]),
    ),
  );
}

function everySection(answers: readonly SizeAnswer[]): Section {
  return section(
    'sizes',
    'How much of the usual size',
    table(
      'Sizes of the traders',
      [...words('Trader'), ...numbers('Size', 'Usual order'), ...words('Risk', 'Confidence')],
      answers.map((answer) => [
        shownName(answer.trader),
        sizeShare(answer.multiplier),
        answer.usualValue === null ? 'unknown' : roughDollars(answer.usualValue),
        answer.riskLevel,
        answer.confidence,
      ]),
    ),
    details(
      'Why',
      table(
        'What each size rests on',
        [...words('Trader'), ...prose('Reasons')],
        answers.map(({ trader, reasons }) => [shownName(trader), reasons.join(' ')]),
      ),
    ),
  );
}
