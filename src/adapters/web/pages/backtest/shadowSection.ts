import type { ReviewedShadow } from '../../../../domain/evaluation/reviewShadows.ts';
import type { ShadowComparison, ShadowVerdict } from '../../../../domain/evaluation/shadowComparison.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { differingWords, notDecidedWords, shadowInterval } from '../../../../domain/report/shadowWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { shownName, shownSentence } from '../../../../domain/text/outsideText.ts';
import { type CellContent, numbers, paragraph, prose, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Block, Section, Tone } from '../document.ts';
import { decimal } from './formatFigures.ts';

const VERDICTS: Readonly<Record<ShadowVerdict, { readonly text: string; readonly tone: Tone }>> = {
  better: { text: '▲ better', tone: 'good' },
  worse: { text: '▼ worse', tone: 'bad' },
  'could be chance': { text: '◇ could be chance', tone: 'open' },
  'not enough to tell': { text: '? not enough to tell', tone: 'open' },
};

/** Section of a backtest: what the shadow strategies would have decided. */
export function shadowSection(shadows: readonly ShadowComparison[]): Section {
  return section(
    'shadows',
    'Shadow strategies',
    paragraph(
      'What other engines or settings would have decided for the same trader-days, against the engine in force. Both limits are applied to the same path of each day, so only the strategy differs.',
    ),
    ...comparisonBlocks(shadows),
  );
}

/** What a comparison of strategies that decided each morning begins with. */
export const DECIDED_EACH_MORNING =
  'What the strategies of SHADOW_STRATEGIES decided each morning, next to the limits that were recommended. Their decisions were not mailed. Both limits are applied to the same path of the day.';

/** Section of a review: what the shadow strategies decided. */
export function reviewedShadowSection(shadows: readonly ReviewedShadow[]): Section {
  return section(
    'shadows',
    'Shadow strategies',
    paragraph(DECIDED_EACH_MORNING),
    ...comparisonBlocks(shadows),
    table(
      'Of these, this month',
      [
        ...words('Strategy'),
        ...numbers('Sessions', 'Days that differ', 'Difference', '5–95% of the difference'),
        ...words('Verdict'),
      ],
      shadows.map(({ name, month }): [string, ...CellContent[]] => [
        shownName(name),
        grouped(month.sessions),
        grouped(month.differingDays),
        roughDollars(month.difference),
        shadowInterval(month) ?? UNKNOWN,
        VERDICTS[month.verdict],
      ]),
    ),
  );
}

/** Each strategy against the strategy in force. */
export function comparisonBlocks(shadows: readonly ShadowComparison[]): readonly Block[] {
  const missing = shadows.flatMap((shadow) => {
    const text = notDecidedWords(shadow);
    return text === null ? [] : [paragraph(`${shownName(shadow.name)} ${text}.`)];
  });
  return [
    table(
      'Shadow strategies against the strategy in force',
      [
        ...prose('Strategy', 'Definition'),
        ...numbers('Sessions', 'Difference', '5–95% of the difference'),
        ...words('Verdict'),
      ],
      shadows.map((shadow): [string, ...CellContent[]] => [
        shownName(shadow.name),
        shownSentence(shadow.words),
        grouped(shadow.sessions),
        roughDollars(shadow.difference),
        shadowInterval(shadow) ?? UNKNOWN,
        VERDICTS[shadow.verdict],
      ]),
    ),
    table(
      'Where they differ, and the 5% day of the desk under each',
      [
        ...words('Strategy'),
        ...numbers('Trader-days', 'With an effect', 'Estimated', 'Not known', 'Regret, base limits'),
        ...numbers('5% day in force', '5% day of the shadow'),
      ],
      shadows.map((shadow): [string, ...CellContent[]] => [
        shownName(shadow.name),
        differingWords(shadow),
        ...[shadow.effectDays, shadow.estimatedDays, shadow.notKnownDays].map(grouped),
        decimal(shadow.regret.difference, 2),
        ...tailCells(shadow),
      ]),
    ),
    ...missing,
  ];
}

function tailCells({ tail }: ShadowComparison): readonly string[] {
  return tail === null ? [UNKNOWN, UNKNOWN] : [tail.inForce, tail.shadow].map(roughDollars);
}
