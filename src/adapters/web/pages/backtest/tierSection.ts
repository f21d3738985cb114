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
const SYSTEMS = [
  ['ours', 'Ours'],
  ['fixed', 'Fixed'],
] as const satisfies readonly (readonly [keyof BacktestResult['tiers'], string])[];

/** Section: Daybreak's tiers compared with the fixed thresholds of an earlier system. */
export function tierSection({ tiers, probability, settings }: BacktestResult): Section {
  return section(
    'tiers',
    'Tiers',
    paragraph(
      `Ours call a day high where the chance of a large loss is more than ${settings.tiers.high} times its usual 15%, neutral from ${settings.tiers.neutral} times on. Fixed thresholds of 70% and 40% are what an older system used: good tiers put the large losses on the days they call high, and do call some so.`,
    ),
    ...figureOf(tiers, probability.baseRate),
    tierTable(tiers),
  );
}

function figureOf(tiers: BacktestResult['tiers'], baseRate: number | null): readonly Block[] {
  if (baseRate === null) return [];
  const rows = SYSTEMS.flatMap(([system, name]) => rangesOf(tiers[system], name, baseRate));
  if (rows.length === 0) return [];
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

function rangesOf(scores: TierScores, system: string, baseRate: number): readonly Range[] {
  return TIERS.flatMap((tier) => {
    const { days, largeLosses } = scores[tier];
    if (days === 0) return [];
    const bounds = wilsonInterval(largeLosses, days);
    const value = largeLosses / days;
    const isFull = baseRate < bounds[0] || baseRate > bounds[1];
    return [
      {
        name: `${system}: ${tierWords(tier)}`,
        value,
        bounds,
        isFull,
        colour: value > baseRate ? 'vermillion' : 'blue',
      },
    ];
  });
}

function tierTable(tiers: BacktestResult['tiers']): Block {
  const rows = SYSTEMS.flatMap(([system, name]) =>
    TIERS.map((tier): [string, ...string[]] => {
      const { days, largeLosses, rate } = tiers[system][tier];
      return [`${name}: ${tierWords(tier)}`, grouped(days), grouped(largeLosses), shareOrUnknown(rate), ''];
    }),
  );
  const totals = SYSTEMS.map(([system, name]): [string, ...string[]] => [
    `${name}: called high or neutral`,
    grouped(tiers[system].high.days + tiers[system].neutral.days),
    grouped(tiers[system].high.largeLosses + tiers[system].neutral.largeLosses),
    '',
    tiers[system].verdict === 'told' ? shareOrUnknown(tiers[system].hitRate) : 'not enough to tell',
  ]);
  return table(
    'Traded days by tier',
    [...words('Tier'), ...numbers('Days', 'Large losses', 'Share', 'Of all large losses')],
    [...rows, ...totals],
  );
}
