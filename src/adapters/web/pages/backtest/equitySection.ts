import type { BacktestResult, EquitySession } from '../../../../domain/evaluation/backtestResult.ts';
import { dollarInterval } from '../../../../domain/report/backtestWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { details, numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { type Line, lineChart } from '../lineChart.ts';
import { axisDollars } from './formatFigures.ts';

type Benefit = BacktestResult['cumulativeBenefit'];

/**
 * Section: the desk's cumulative P&L under three kinds of limits, and the cumulative benefit of the cuts;
 * null without a session. Where the three lines would look like one, only the difference is drawn.
 */
export function equitySection({ equity, cumulativeBenefit }: BacktestResult): Section | null {
  const sums = summed(equity);
  const last = sums.at(-1);
  if (last === undefined) return null;
  return section(
    'equity',
    'What the desk would have made',
    ...(areOneLine(sums) ? [paragraph(endWords(last))] : [equityFigure(sums, last)]),
    details('Month by month, in numbers', monthTable(sums)),
    ...benefitBlocks(cumulativeBenefit),
  );
}

/** Lines that differ by less than this share of the height of the chart look like one. */
const SEEN_SHARE = 0.04;

function areOneLine(sums: readonly Sums[]): boolean {
  const values = sums.flatMap(({ asTraded, underBaseLimits, underCutLimits }) => [
    asTraded,
    underBaseLimits,
    underCutLimits,
  ]);
  const span = Math.max(0, ...values) - Math.min(0, ...values);
  return sums.every(({ asTraded, underBaseLimits, underCutLimits }) => {
    const three = [asTraded, underBaseLimits, underCutLimits];
    return Math.max(...three) - Math.min(...three) <= SEEN_SHARE * span;
  });
}

function endWords({ asTraded, underBaseLimits, underCutLimits }: Sums): string {
  return `The net P&L of the desk was ${roughDollars(asTraded)} as traded. It would be ${roughDollars(underBaseLimits)} with every trader stopped at the base limit, and ${roughDollars(underCutLimits)} at the limit of the engine in force. These are too close to draw as lines: the chart below shows the difference.`;
}

type Sums = Omit<EquitySession, 'engine'>;

function summed(equity: readonly EquitySession[]): readonly Sums[] {
  let [asTraded, underBaseLimits, underCutLimits] = [0, 0, 0];
  return equity.map((session) => {
    asTraded += session.asTraded;
    underBaseLimits += session.underBaseLimits;
    underCutLimits += session.underCutLimits;
    return { sessionDate: session.sessionDate, asTraded, underBaseLimits, underCutLimits };
  });
}

function equityFigure(sums: readonly Sums[], last: Sums): Block {
  const lines: readonly Line[] = [
    { name: 'as traded', values: sums.map((sum) => sum.asTraded), colour: 'muted', dash: 'dotted' },
    {
      name: 'base limits',
      values: sums.map((sum) => sum.underBaseLimits),
      colour: 'vermillion',
      dash: 'dashed',
    },
    { name: 'cut limits', values: sums.map((sum) => sum.underCutLimits), colour: 'blue', dash: 'solid' },
  ];
  return figure(
    {
      id: 'equity-chart',
      title: 'Summed net P&L of the desk',
      description: `Three lines over the sessions. At the end: as traded ${roughDollars(last.asTraded)}, with every trader stopped at the base limit ${roughDollars(last.underBaseLimits)}, with every trader stopped at the cut limit ${roughDollars(last.underCutLimits)}.`,
      caption: `Dotted: as traded, no limit applied, ${roughDollars(last.asTraded)}. Dashed: stopped at the base limits, ${roughDollars(last.underBaseLimits)}. Solid: stopped at the cut limits of the engine in force, ${roughDollars(last.underCutLimits)}. The cuts caused only the difference between dashed and solid.`,
    },
    300,
    (size) => lineChart({ sessions: sums.map((sum) => sum.sessionDate), lines, format: axisDollars }, size),
  );
}

function monthTable(sums: readonly Sums[]): Block {
  const ends = sums.filter(
    ({ sessionDate }, index) => sums[index + 1]?.sessionDate.slice(0, 7) !== sessionDate.slice(0, 7),
  );
  return table(
    'Summed net P&L at the last session of each month',
    [...words('Session'), ...numbers('As traded', 'Base limits', 'Cut limits', 'Cut less base')],
    ends.map((sum) => [
      sum.sessionDate,
      roughDollars(sum.asTraded),
      roughDollars(sum.underBaseLimits),
      roughDollars(sum.underCutLimits),
      roughDollars(sum.underCutLimits - sum.underBaseLimits),
    ]),
  );
}

function benefitBlocks(benefit: Benefit): readonly Block[] {
  const last = benefit.at(-1);
  return last === undefined
    ? []
    : [benefitFigure(benefit, last), details('The net benefit in numbers', benefitTable(benefit))];
}

function benefitFigure(benefit: Benefit, last: Benefit[number]): Block {
  return figure(
    {
      id: 'benefit-chart',
      title: 'Net benefit of the cuts so far',
      description: `A line with a band around it. At the end ${roughDollars(last.benefit)}, and with 90 percent confidence ${dollarInterval(last.interval)}.`,
      caption: `Losses avoided less gains forgone, summed from the first session: ${roughDollars(last.benefit)} at the end. Shaded: 5% and 95% bounds from resampled sessions, ${dollarInterval(last.interval)} at the end. While the band includes $0, it may be chance.`,
    },
    260,
    (size) =>
      lineChart(
        {
          sessions: benefit.map(({ sessionDate }) => sessionDate),
          lines: [
            {
              name: 'net benefit',
              values: benefit.map((point) => point.benefit),
              colour: 'blue',
              dash: 'solid',
            },
          ],
          band: {
            low: benefit.map(({ interval }) => interval[0]),
            high: benefit.map(({ interval }) => interval[1]),
          },
          levels: [{ value: 0, name: '' }],
          format: axisDollars,
        },
        size,
      ),
  );
}

function benefitTable(benefit: Benefit): Block {
  return table(
    'Net benefit of the cuts from the first session on',
    [...words('Through'), ...numbers('Net benefit', '5% bound', '95% bound')],
    benefit.map(({ sessionDate, benefit: net, interval }) => [
      sessionDate,
      roughDollars(net),
      roughDollars(interval[0]),
      roughDollars(interval[1]),
    ]),
  );
}
