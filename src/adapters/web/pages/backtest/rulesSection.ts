import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import {
  rulesWorthSentence,
  WORTH_GROUPS,
  type WorthGroup,
  type WorthRow,
  worthRows,
} from '../../../../domain/report/rulesWorthWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { numbers, paragraph, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { boundsCell, decimal, noVerdict, shareOrUnknown, verdictCells } from './formatFigures.ts';

const CAPTIONS: Readonly<Record<WorthGroup, readonly [caption: string, first: string, others: string]>> = {
  rules: ['Days on which a rule fired, and the cut of that rule alone', 'Rule', 'Without a rule'],
  tiers: ['Days by tier of the forecast, and the cuts in force on them', 'Tier', 'Other tiers'],
  depths: ['Days by depth of the cut in force', 'Cut', 'Without a cut'],
};

const NOUNS: Readonly<Record<WorthGroup, string>> = { rules: 'rule', tiers: 'tier', depths: 'depth' };

/** Section: what each rule, tier and depth was worth; null where no rule fired and nothing was cut. */
export function rulesSection({ rulesWorth: worth }: BacktestResult): Section | null {
  if (worthRows(worth, 'rules').length === 0 && worthRows(worth, 'depths').length === 0) return null;
  return section(
    'rules',
    'What each rule was worth',
    paragraph(
      `A rule is worth its cuts where large losses come more often on the days after it than on days without a rule. ${rulesWorthSentence(worth)} Rules fire together, so their nets do not add up.`,
    ),
    ...WORTH_GROUPS.flatMap((group) => worthTable(group, worthRows(worth, group))),
  );
}

function worthTable(group: WorthGroup, rows: readonly WorthRow[]): readonly Block[] {
  if (rows.length === 0) return [];
  const [caption, first, others] = CAPTIONS[group];
  const verdicts = verdictCells(rows);
  return [
    ...noVerdict(rows, NOUNS[group]),
    table(
      caption,
      [
        ...words(first),
        ...numbers('Days', 'Large losses', others, 'Difference', '5–95%', 'Net', '5–95% of the net'),
        ...words('Verdict'),
      ],
      rows.map((row, place) => [
        row.words,
        grouped(row.days),
        shareOrUnknown(row.rate),
        shareOrUnknown(row.otherRate),
        points(row.difference),
        row.differenceInterval === null ? UNKNOWN : row.differenceInterval.map(points).join(' to '),
        roughDollars(row.net),
        boundsCell(row.netInterval, row.verdict),
        verdicts[place] ?? '',
      ]),
    ),
  ];
}

/** A difference of shares in percentage points: 0.034 is `3.4`. */
function points(share: number | null): string {
  return decimal(share === null ? null : 100 * share, 1);
}
