import { assumptionWords } from '../../../../domain/report/stressWords.ts';
import { recommendations } from '../../../../domain/risk/stress/recommendations.ts';
import type { ScenarioResult } from '../../../../domain/risk/stress/scenarioResult.ts';
import type { StressDesk } from '../../../../domain/risk/stress/stressDesk.ts';
import { type TraderStress, traderStresses } from '../../../../domain/risk/stress/traderStress.ts';
import { roughDollars, signedDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import { barCells, details, numbers, paragraph, prose, table, words } from '../blocks.ts';
import type { Block } from '../document.ts';

/** Rows of a table; the others are named by their number. */
const MOST_ROWS = 12;

/** All scenarios in one table: what they cost, and how grave that is. */
export function scenarioTable(scenarios: readonly ScenarioResult[]): Block {
  const costs = barCells(
    scenarios.map(({ deskPnl }) => deskPnl),
    signedDollars,
  );
  return table(
    'What each scenario costs the desk: the price jump, and the volatility after it',
    [
      ...words('Scenario', 'Level'),
      ...numbers('All at once', 'Netted', 'Usual day', 'Overnight', 'ES 95 in force', 'ES 95 base'),
      ...prose('Assumes'),
    ],
    scenarios.map((each, place) => [
      each.scenario.name,
      each.level === 'LOW' || each.level === 'MEDIUM'
        ? each.level
        : { text: each.level, tone: 'bad' as const },
      costs[place] ?? '',
      each.nettedPnl === null ? 'n/a' : signedDollars(each.nettedPnl),
      signedDollars(each.usualPnl),
      signedDollars(each.overnightPnl),
      each.loss === null ? 'n/a' : roughDollars(each.loss.inForce.expectedShortfall95),
      each.loss === null ? 'n/a' : roughDollars(each.loss.atBaseLimits.expectedShortfall95),
      assumptionWords(each.scenario),
    ]),
  );
}

/** One scenario in detail: what to do, and the traders and symbols that lose most. */
export function scenarioDetails(desk: StressDesk, result: ScenarioResult): Block {
  const { scenario } = result;
  const traders = traderStresses(desk, result);
  return details(
    `${scenario.name}: ${scenario.label}`,
    ...recommendations(desk, result).map(paragraph),
    traderTable(scenario.name, traders.slice(0, MOST_ROWS)),
    ...moreRows(traders.length, 'trader'),
    ...symbolBlocks(desk, result),
  );
}

function traderTable(name: string, traders: readonly TraderStress[]): Block {
  return table(
    `${name}: the traders who lose most`,
    [...words('Trader'), ...numbers('P&L', 'Overnight', 'ES 95 alone'), ...words('Limit')],
    traders.map(({ trader, pnl, overnightPnl, loss, isStopped, isStoppedAtBase }) => [
      shownName(trader),
      signedDollars(pnl),
      signedDollars(overnightPnl),
      loss === null ? 'n/a' : roughDollars(loss.expectedShortfall95),
      isStopped ? (isStoppedAtBase ? 'reached' : 'reached; base limit not') : 'not reached',
    ]),
  );
}

function symbolBlocks(desk: StressDesk, { price, scenario }: ScenarioResult): readonly Block[] {
  const symbols = desk.symbols
    .map((symbol, place) => ({ symbol, pnl: price.symbolCents[place]! / 100 }))
    .filter(({ pnl }) => pnl < 0)
    .sort((a, b) => a.pnl - b.pnl);
  if (symbols.length === 0) return [];
  return [
    table(
      `${scenario.name}: positions held overnight that lose most`,
      [...words('Symbol'), ...numbers('P&L')],
      symbols.slice(0, MOST_ROWS).map(({ symbol, pnl }) => [shownName(symbol), signedDollars(pnl)]),
    ),
    ...moreRows(symbols.length, 'symbol'),
  ];
}

function moreRows(all: number, singular: string): readonly Block[] {
  return all > MOST_ROWS ? [paragraph(`And ${count(all - MOST_ROWS, singular)} more.`)] : [];
}
