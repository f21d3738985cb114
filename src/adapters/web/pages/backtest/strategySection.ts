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

/** Section: the net benefit of four ways to use the proposals of the engine in force. */
export function strategySection(result: BacktestResult): Section {
  return section(
    'strategies',
    'Four ways to use the proposals',
    paragraph(
      'The morning email proposes the first. The others are what the same proposals would have come to were they used otherwise: trade in smaller size, do not trade on days of tier high, or both. They are not to be added up.',
    ),
    strategyFigure(result),
    strategyTable(result),
    slippageTable(result),
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
        'A full dot: the bounds exclude $0. A hollow one: it may be chance; without a line, there are too few days for bounds.',
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

function slippageTable({ slippage }: BacktestResult): Block {
  return table(
    'Net, were stopping to cost nothing, as assumed, and three times as much',
    [
      ...words('Strategy'),
      ...numbers(
        ...slippage.map(({ multiple, slippageBasisPoints }) => `${multiple}× (${slippageBasisPoints} bp)`),
      ),
    ],
    STRATEGIES.map((strategy) => [
      NAMES[strategy],
      ...slippage.map(({ net }) => roughDollars(net[strategy])),
    ]),
  );
}
