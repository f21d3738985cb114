import type { EquityDay } from '../../../../domain/risk/deskEquity.ts';
import { type EquityCurve, equityCurve } from '../../../../domain/risk/equityCurve.ts';
import { shortDay } from '../../../../domain/text/dates.ts';
import { roughDollars, signedDollars } from '../../../../domain/text/money.ts';
import { count } from '../../../../domain/text/words.ts';
import { axisDollars } from '../../pages/backtest/formatFigures.ts';
import {
  type CellContent,
  details,
  numbers,
  paragraph,
  prose,
  section,
  table,
  words,
} from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';
import { figure } from '../../pages/drawing.ts';
import { type Line, lineChart } from '../../pages/lineChart.ts';
import { equityVerdict, hasDifference, sumOver } from './equityWords.ts';

/** The three ways in which a day can have gone. */
const arms = [
  { name: 'As it was', of: (day: EquityDay) => day.asItWas },
  { name: 'Without cuts', of: (day: EquityDay) => day.withoutCuts },
  { name: 'Cuts kept', of: (day: EquityDay) => day.cutsKept },
] as const;

const MEANING =
  'As it was: net P&L as stored. Without cuts: each day that was stopped at a limit below the base limit has its estimated close instead. Cuts kept: each day that reached such a limit and went on ends at the limit instead, less slippage.';

const NO_DIFFERENCE =
  'As far as is known, no limit below the base limit changed a day: with and without cuts the line is the same.';

/** The desk's P&L added up, with and without the cuts that were in force. */
export function equitySection(days: readonly EquityDay[]): Section {
  const shown = hasDifference(days) ? arms : arms.slice(0, 1);
  const curves = shown.map(({ name, of }) => ({ name, ...equityCurve(days.map(of)) }));
  return section(
    'equity',
    'Equity, with and without the cuts',
    paragraph(equityVerdict(days)),
    ...equityFigure(curves, days),
    curveTable(curves, days),
    details('The numbers: every session', sessionTable(days)),
  );
}

/** One session is a point, and needs no picture. */
function equityFigure(curves: readonly NamedCurve[], days: readonly EquityDay[]): readonly Block[] {
  if (days.length < 2) return [];
  const totals = curves.map(({ name, total }) => `${name}: ${signedDollars(total)}`).join('. ');
  return [
    figure(
      {
        id: 'equity-chart',
        title: 'Net P&L of the desk, added up',
        description: `Lines over ${count(days.length, 'session')}. ${totals}.`,
        caption: hasDifference(days) ? MEANING : NO_DIFFERENCE,
      },
      280,
      (size) =>
        lineChart(
          {
            sessions: days.map(({ sessionDate }) => sessionDate),
            lines: linesOf(curves, days),
            format: axisDollars,
          },
          size,
        ),
    ),
  ];
}

type NamedCurve = EquityCurve & { readonly name: string };

/** An arm that is the same as the first is not drawn over it. */
function linesOf(
  [asItWas, withoutCuts, kept]: readonly NamedCurve[],
  days: readonly EquityDay[],
): readonly Line[] {
  const isOther = (of: (day: EquityDay) => number) => days.some((day) => of(day) !== day.asItWas);
  return [
    { name: 'as it was', values: asItWas?.cumulative ?? [], colour: 'ink', dash: 'solid' },
    ...(isOther(({ withoutCuts: pnl }) => pnl)
      ? [
          {
            name: 'without cuts',
            values: withoutCuts?.cumulative ?? [],
            colour: 'vermillion',
            dash: 'dashed',
          } as const,
        ]
      : []),
    ...(isOther(({ cutsKept }) => cutsKept)
      ? [{ name: 'cuts kept', values: kept?.cumulative ?? [], colour: 'blue', dash: 'dotted' } as const]
      : []),
  ];
}

function curveTable(curves: readonly NamedCurve[], days: readonly EquityDay[]) {
  const [first] = days;
  const last = days.at(-1);
  const period = first && last ? `${dayOfYear(first)} to ${dayOfYear(last)}` : 'none';
  const isEstimate = sumOver(days, ({ estimated }) => estimated) > 0;
  return table(
    `Net P&L of the desk, ${period}`,
    [...words('Limits'), ...numbers('P&L', 'Worst session', 'Deepest drawdown')],
    curves.map(({ name, total, worst, maximumDrawdown }) => [
      name === 'Without cuts' && isEstimate ? `${name} (estimate)` : name,
      signedDollars(total),
      roughDollars(worst),
      roughDollars(-maximumDrawdown),
    ]),
  );
}

/** `Mon 1 Dec 2025`: a period may go over a new year. */
function dayOfYear({ sessionDate }: EquityDay): string {
  return `${shortDay(sessionDate)} ${sessionDate.slice(0, 4)}`;
}

function sessionTable(days: readonly EquityDay[]) {
  return table(
    'Net P&L by session, newest first; traders with a cut in force, and those that reached it',
    [
      ...words('Session'),
      ...numbers('As it was', 'Without cuts', 'Cuts kept', 'Cut', 'Stopped', 'Went on'),
      ...prose('Estimates'),
    ],
    days
      .toReversed()
      .map((day) => [
        shortDay(day.sessionDate),
        pnlCell(day.asItWas),
        pnlCell(day.withoutCuts),
        pnlCell(day.cutsKept),
        String(day.underCut),
        String(day.stopped),
        String(day.ignored),
        estimateWords(day),
      ]),
  );
}

function pnlCell(pnl: number): CellContent {
  return { text: signedDollars(pnl), ...(pnl < 0 ? { tone: 'bad' as const } : {}) };
}

function estimateWords({ estimated, notKnown }: EquityDay): string {
  return [
    ...(estimated > 0 ? [`${count(estimated, 'close')} estimated`] : []),
    ...(notKnown > 0 ? [`${notKnown} not known, as it was`] : []),
  ].join('; ');
}
