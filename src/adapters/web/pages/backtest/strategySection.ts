import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import { STRATEGIES, type Strategy } from '../../../../domain/evaluation/strategies.ts';
import { grouped } from '../../../../domain/report/backtestWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { type Range, rangeChart, rangeHeight } from '../rangeChart.ts';
import { axisDollars, boundsCell, verdictCell } from './formatFigures.ts';

const NAMES: Readonly<Record<Strategy, string>> = {
  limit: 'Cut the limit',
  sizing: 'Cut the size',
  filtering: 'Skip high-tier days',
  combined: 'Skip, then size',
};

/**
 * Section: the net benefit of four ways to use the proposals of the engine in force; null without an
 * effect.
 */
export function strategySection(result: BacktestResult): Section | null {
  if (STRATEGIES.every((strategy) => result.strategies[strategy].bindingDays === 0)) return null;
  return section(
    'strategies',
    'Four ways to use the proposals',
    paragraph(
      'The morning mail proposes the first. The others use the same proposals in another way: trade in smaller size, do not trade on days of tier high, or both. Do not add them up.',
    ),
    strategyFigure(result),
    strategyTable(result),
    ...slippageBlocks(result),
  );
}

function strategyFigure({ strategies }: BacktestResult): Block {
  const rows = STRATEGIES.map((strategy): Range => {
    const { net, netInterval, verdict } = strategies[strategy];
    const isSignificant = verdict === 'helped' || verdict === 'cost';
    const bounds = verdict === 'not enough to tell' ? null : netInterval;
    return {
      name: NAMES[strategy],
      value: net,
      bounds,
      isFull: isSignificant,
      colour: net < 0 ? 'vermillion' : 'blue',
    };
  });
  return figure(
    {
      id: 'strategy-chart',
      title: 'Net benefit of each, with its 5% and 95% bounds',
      description: STRATEGIES.map(
        (strategy) =>
          `${NAMES[strategy]}: ${roughDollars(strategies[strategy].net)}, ${strategies[strategy].verdict}.`,
      ).join(' '),
      caption:
        'Full dot: the bounds exclude $0. Hollow dot: it may be chance. Without a line, there are too few days for bounds.',
    },
    rangeHeight(rows.length),
    (size) => rangeChart({ rows, reference: { value: 0, name: 'no effect' }, format: axisDollars }, size),
  );
}

function strategyTable({ strategies }: BacktestResult): Block {
  return table(
    'Dollars against every trader stopped at the base limit',
    [
      ...words('Strategy'),
      ...numbers('Avoided', 'Forgone', 'Net', '5–95%', 'Binding days'),
      ...words('Verdict'),
    ],
    STRATEGIES.map((strategy) => {
      const { avoided, opportunityCost, net, netInterval, bindingDays, verdict } = strategies[strategy];
      return [
        NAMES[strategy],
        roughDollars(avoided),
        roughDollars(opportunityCost),
        roughDollars(net),
        boundsCell(netInterval, verdict),
        grouped(bindingDays),
        verdictCell(verdict),
      ];
    }),
  );
}

/**
 * Slippage matters only where something was open at a stop: the strategies whose net it does not change are
 * left out.
 */
function slippageBlocks({ slippage }: BacktestResult): readonly Block[] {
  const changed = STRATEGIES.filter(
    (strategy) => new Set(slippage.map(({ net }) => roughDollars(net[strategy]))).size > 1,
  );
  return changed.length === 0 ? [] : [slippageTable(slippage, changed)];
}

function slippageTable(slippage: BacktestResult['slippage'], changed: readonly Strategy[]): Block {
  return table(
    'Net if a stop costs nothing, the assumed slippage, and three times as much',
    [
      ...words('Strategy'),
      ...numbers(
        ...slippage.map(({ multiple, slippageBasisPoints }) => `${multiple}× (${slippageBasisPoints} bp)`),
      ),
    ],
    changed.map((strategy) => [NAMES[strategy], ...slippage.map(({ net }) => roughDollars(net[strategy]))]),
  );
}
