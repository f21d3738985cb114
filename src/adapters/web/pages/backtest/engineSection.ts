import type { BacktestResult, EngineScores } from '../../../../domain/evaluation/backtestResult.ts';
import type { CutShare } from '../../../../domain/evaluation/cutRates.ts';
import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { type CellContent, numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { figure } from '../drawing.ts';
import { type Range, rangeChart, rangeHeight } from '../rangeChart.ts';
import { axisDollars, boundsCell, decimal, ofWords, verdictCell } from './formatFigures.ts';

type NamedEngine = readonly [keyof BacktestResult['engines'], string];

const MODEL_AND_RULES: readonly NamedEngine[] = [
  ['ridge', 'The model'],
  ['rules', 'The rules'],
];

/**
 * Section: each engine as if it had been in force for the whole period, and the engine that was in force
 * where that was not one of them throughout; null where neither cut.
 */
export function engineSection({ engines, gate, settings }: BacktestResult): Section | null {
  if (engines.ridge.cutRates.all.cut === 0 && engines.rules.cutRates.all.cut === 0) return null;
  const wasOne =
    JSON.stringify(engines.inForce) === JSON.stringify(engines.rules) ||
    JSON.stringify(engines.inForce) === JSON.stringify(engines.ridge);
  const shown: readonly NamedEngine[] = wasOne
    ? MODEL_AND_RULES
    : [...MODEL_AND_RULES, ['inForce', 'In force']];
  return section(
    'engines',
    'The model against the rules',
    paragraph(
      `Each engine as if it had been in force on every session. ${inForceWords(gate)} A cut of 20% or more counts as a warning. Compare a hit rate with the share of all days cut: cuts at random would hit that share.`,
    ),
    engineFigure(engines, shown),
    engineTable(engines, shown, settings.largeLossThreshold),
  );
}

function inForceWords({ ridgeSessions, rulesSessions, noCutSessions }: BacktestResult['gate']): string {
  if (noCutSessions > 0)
    return `In force were the model on ${counted(ridgeSessions, 'session')}, the rules on ${rulesSessions}, and no cut on ${noCutSessions}.`;
  if (ridgeSessions === 0) return 'The rules were in force throughout.';
  if (rulesSessions === 0) return 'The model was in force throughout.';
  return `In force were the model on ${counted(ridgeSessions, 'session')} and the rules on ${rulesSessions}.`;
}

function engineFigure(engines: BacktestResult['engines'], shown: readonly NamedEngine[]): Block {
  const rows = shown.map(([engine, name]): Range => {
    const { net, netInterval, verdict } = engines[engine].limit;
    const isSignificant = verdict === 'helped' || verdict === 'cost';
    const bounds = verdict === 'not enough to tell' ? null : netInterval;
    return { name, value: net, bounds, isFull: isSignificant, colour: net < 0 ? 'vermillion' : 'blue' };
  });
  return figure(
    {
      id: 'engine-chart',
      title: 'Net benefit of the limit cuts of each engine, with 5% and 95% bounds',
      description: shown
        .map(
          ([engine, name]) =>
            `${name}: ${roughDollars(engines[engine].limit.net)}, ${engines[engine].limit.verdict}.`,
        )
        .join(' '),
      caption:
        'Full dot: the bounds exclude $0. The engines share the same sessions, so bounds may overlap although one is better. The gate compares them session by session.',
    },
    rangeHeight(rows.length),
    (size) => rangeChart({ rows, reference: { value: 0, name: 'no effect' }, format: axisDollars }, size),
  );
}

function engineTable(
  engines: BacktestResult['engines'],
  shown: readonly NamedEngine[],
  largeLoss: number,
): Block {
  const measure = (name: string, of: (scores: EngineScores) => CellContent): [string, ...CellContent[]] => [
    name,
    ...shown.map(([engine]) => of(engines[engine])),
  ];
  const share = ({ cut, days }: CutShare) => ofWords(cut, days);
  return table(
    'Engines side by side',
    [...words('Measure'), ...numbers(...shown.map(([, name]) => name))],
    [
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
      measure('The same cuts for everyone', ({ equalCuts }) => roughDollars(equalCuts.equal.net)),
      measure('Targeting added', ({ equalCuts }) => roughDollars(equalCuts.targeting.net)),
      measure('5–95% of targeting', ({ equalCuts: { targeting } }) =>
        boundsCell(targeting.netInterval, targeting.verdict),
      ),
      measure('Binding days', ({ limit }) => grouped(limit.bindingDays)),
      measure('Verdict', ({ limit }) => verdictCell(limit.verdict)),
      measure('Mean regret, base limits', ({ regret }) => decimal(regret, 4)),
    ],
  );
}
