import type { BacktestResult, EngineScores } from '../../../../domain/evaluation/backtestResult.ts';
import type { CutShare } from '../../../../domain/evaluation/cutRates.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { type CellContent, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { type Range, rangeChart, rangeHeight } from '../rangeChart.ts';
import { axisDollars, boundsCell, decimal, ofWords, verdictCell } from './formatFigures.ts';

const ENGINES = [
  ['ridge', 'The model'],
  ['rules', 'The rules'],
  ['inForce', 'In force'],
] as const satisfies readonly (readonly [keyof BacktestResult['engines'], string])[];

/** Section: each engine as if it had been in force for the whole period, and the engine that was in force. */
export function engineSection({ engines, settings }: BacktestResult): Section {
  return section(
    'engines',
    'The model against the rules',
    paragraph(
      `Each engine by itself, as if it had been in force on every session, and beside them the one that was. A cut of 20% or more counts as a warning. A hit rate says little alone: hold it against the share of all days that were cut, which is what warning blindly would hit.`,
    ),
    engineFigure(engines),
    engineTable(engines, settings.largeLossThreshold),
  );
}

function engineFigure(engines: BacktestResult['engines']): Block {
  const rows = ENGINES.map(([engine, name]): Range => {
    const { net, netInterval, verdict } = engines[engine].limit;
    const isSignificant = verdict === 'helped' || verdict === 'cost';
    const bounds = verdict === 'not enough to tell' ? null : netInterval;
    return { name, value: net, bounds, isFull: isSignificant, colour: net < 0 ? 'vermillion' : 'blue' };
  });
  return figure(
    {
      id: 'engine-chart',
      title: 'Net benefit of the limit cuts of each engine, with 5% and 95% bounds',
      description: ENGINES.map(
        ([engine, name]) =>
          `${name}: ${roughDollars(engines[engine].limit.net)}, ${engines[engine].limit.verdict}.`,
      ).join(' '),
      caption:
        'A full dot: the bounds exclude $0. The same sessions stand behind all three, so that their bounds may overlap although one is better; the gate compares them session by session.',
    },
    rangeHeight(rows.length),
    (size) => rangeChart({ rows, reference: { value: 0, name: 'no effect' }, format: axisDollars }, size),
  );
}

function engineTable(engines: BacktestResult['engines'], largeLoss: number): Block {
  const measure = (name: string, of: (scores: EngineScores) => CellContent): [string, ...CellContent[]] => [
    name,
    ...ENGINES.map(([engine]) => of(engines[engine])),
  ];
  const share = ({ cut, days }: CutShare) => ofWords(cut, days);
  return table('Engines side by side', words('Measure', ...ENGINES.map(([, name]) => name)), [
    measure(`Hit rate, losses of ${roughDollars(largeLoss)} or more`, ({ cutRates }) =>
      share(cutRates.largeLosses),
    ),
    measure("Hit rate, the trader's own large losses", ({ cutRates }) => share(cutRates.ownLargeLosses)),
    measure('False positives, profitable days cut', ({ cutRates }) => share(cutRates.profitable)),
    measure('All days cut, for comparison', ({ cutRates }) => share(cutRates.all)),
    measure('Losses avoided', ({ limit }) => roughDollars(limit.avoided)),
    measure('Gains forgone', ({ limit }) => roughDollars(limit.opportunityCost)),
    measure('Net', ({ limit }) => roughDollars(limit.net)),
    measure('5–95% of the net', ({ limit }) => boundsCell(limit.netInterval, limit.verdict)),
    measure('Binding days', ({ limit }) => grouped(limit.bindingDays)),
    measure('Verdict', ({ limit }) => verdictCell(limit.verdict)),
    measure('Mean regret, base limits', ({ regret }) => decimal(regret, 4)),
  ]);
}
