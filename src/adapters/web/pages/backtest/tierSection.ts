import { tierWords } from '../../../../domain/engines/tier.ts';
import type { BacktestResult, TierScores } from '../../../../domain/evaluation/backtestResult.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { wilsonInterval } from '../../../../domain/statistics/reliability.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { type Range, rangeChart, rangeHeight } from '../rangeChart.ts';
import { axisShare, shareOrUnknown } from './formatFigures.ts';

const TIERS = ['high', 'neutral', 'low'] as const;

/** Section: how many large losses the days of each tier had; null where no day had a tier. */
export function tierSection({ tiers: { ours }, probability, settings }: BacktestResult): Section | null {
  if (TIERS.every((tier) => ours[tier].days === 0)) return null;
  return section(
    'tiers',
    'Tiers',
    paragraph(
      `A day is high where the chance of a large loss is more than ${settings.tiers.high} times its usual 15%, and medium from ${settings.tiers.neutral} times on. With good tiers, large losses fall on high days. ${hitWords(ours)}`,
    ),
    ...figureOf(ours, probability.baseRate),
    tierTable(ours),
  );
}

function hitWords({ verdict, hitRate, high, neutral }: TierScores): string {
  const days = grouped(high.days + neutral.days);
  return verdict === 'told'
    ? `The ${days} days called high or medium had ${shareOrUnknown(hitRate)} of all large losses.`
    : 'Not enough to tell whether they do: there are too few large losses.';
}

function figureOf(tiers: TierScores, baseRate: number | null): readonly Block[] {
  if (baseRate === null) return [];
  const rows = rangesOf(tiers, baseRate);
  return [
    figure(
      {
        id: 'tier-chart',
        title: 'Share of days that were a large loss, by tier, with 95% intervals',
        description: rows.map(({ name, value }) => `${name}: ${improvementWords(value)}.`).join(' '),
        caption:
          'A full dot: the interval excludes the share of all days. A tier without a row never occurred.',
      },
      rangeHeight(rows.length),
      (size) =>
        rangeChart({ rows, reference: { value: baseRate, name: 'all days' }, format: axisShare }, size),
    ),
  ];
}

function rangesOf(scores: TierScores, baseRate: number): readonly Range[] {
  return TIERS.flatMap((tier) => {
    const { days, largeLosses } = scores[tier];
    if (days === 0) return [];
    const bounds = wilsonInterval(largeLosses, days);
    const value = largeLosses / days;
    const isFull = baseRate < bounds[0] || baseRate > bounds[1];
    return [
      {
        name: tierWords(tier),
        value,
        bounds,
        isFull,
        colour: value > baseRate ? 'vermillion' : 'blue',
      },
    ];
  });
}

function tierTable(tiers: TierScores): Block {
  return table(
    'Traded days by tier',
    [...words('Tier'), ...numbers('Days', 'Large losses', 'Share')],
    TIERS.map((tier) => {
      const { days, largeLosses, rate } = tiers[tier];
      return [tierWords(tier), grouped(days), grouped(largeLosses), shareOrUnknown(rate)];
    }),
  );
}
