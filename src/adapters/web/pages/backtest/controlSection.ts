import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { numbers, paragraph, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Section } from '../document.ts';
import { decimal } from './formatFigures.ts';

type Control = BacktestResult['matchedControl'];

const ANSWERS: Readonly<Record<Control['verdict'], string>> = {
  'worse than the control':
    'The cut days were worse than uncut days after the same result. The cuts used more than the result of the day before.',
  'better than the control':
    'The cut days were better than uncut days after the same result. The cuts fell on the wrong days.',
  'could be chance': 'The cut days do not differ clearly from uncut days after the same result.',
  'too few': 'Not enough to tell: there are too few cut days with an uncut one to match.',
};

/** Section: days with a cut compared with days without a cut after a similar result; null without a cut. */
export function controlSection({ matchedControl: control }: BacktestResult): Section | null {
  if (control.cutDays === 0) return null;
  return section(
    'control',
    'Cut days against days like them',
    paragraph(
      'Traders are cut after bad days, and results after bad days tend to improve by themselves. Each cut day is therefore compared with all uncut days that followed about the same result, within a quarter of an ordinary day.',
    ),
    paragraph(ANSWERS[control.verdict]),
    controlTable(control),
  );
}

function controlTable({ cutDays, matchedDays, meanCutR, meanControlR, difference, interval }: Control) {
  return table(
    'Results in ordinary days of the trader',
    [...words('Measure'), ...numbers('Value')],
    [
      ['Cut days', grouped(cutDays)],
      ['With uncut days to match', grouped(matchedDays)],
      ['Their mean result', decimal(meanCutR, 3)],
      ['Mean result of the uncut', decimal(meanControlR, 3)],
      ['Difference', decimal(difference, 3)],
      [
        '5–95% of the difference',
        interval === null ? UNKNOWN : interval.map((bound) => decimal(bound, 3)).join(' to '),
      ],
    ],
  );
}
