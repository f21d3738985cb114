import type { BacktestResult, TraderResult } from '../../../domain/evaluation/backtestResult.ts';
import { roughDollars } from '../../../domain/report/money.ts';
import { fullSentence, shownName } from '../../../domain/report/outsideText.ts';
import { barsOf, numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { boundsCell, verdictCell } from './figuresInWords.ts';

/** Rows of the table; a desk of thousands would make a page that no browser opens. */
const MOST_TRADERS = 100;

/** What the cuts did for each trader. */
export function traderSection({ byTrader, traderIntervalsLeftOut }: BacktestResult): Section {
  const shown = largestEffects(byTrader);
  const cut =
    shown.length < byTrader.length
      ? [
          paragraph(
            `The ${shown.length} of ${byTrader.length} traders on whom the cuts had the largest effect; predictions.csv has them all.`,
          ),
        ]
      : [];
  return section(
    'traders',
    'Trader by trader',
    ...cut,
    ...(traderIntervalsLeftOut === null ? [] : [paragraph(fullSentence(traderIntervalsLeftOut))]),
    ...(shown.length === 0 ? [paragraph('Nobody is on the roster in this period.')] : [traderTable(shown)]),
  );
}

/** In order of name, as they come; of too many those whose cuts saved and cost most together. */
function largestEffects(traders: readonly TraderResult[]): readonly TraderResult[] {
  if (traders.length <= MOST_TRADERS) return traders;
  const effect = ({ limit }: TraderResult) => limit.avoided + limit.opportunityCost;
  const chosen = new Set([...traders].sort((a, b) => effect(b) - effect(a)).slice(0, MOST_TRADERS));
  return traders.filter((trader) => chosen.has(trader));
}

function traderTable(traders: readonly TraderResult[]): Block {
  const bars = barsOf(traders.map(({ limit }) => limit.net));
  return table(
    'The limit cuts of the engine in force, by trader',
    [
      ...words('Trader'),
      ...numbers(
        'Net benefit',
        '5–95 %',
        'Avoided',
        'Forgone',
        'Binding',
        'Days cut',
        'Days traded',
        'Net P&L',
        'Large losses',
      ),
      ...words('Verdict'),
    ],
    traders.map(({ trader, limit, netInterval, verdict, ...row }, index) => [
      shownName(trader),
      { text: roughDollars(limit.net), ...barAt(bars, index) },
      boundsCell(netInterval, verdict),
      roughDollars(limit.avoided),
      roughDollars(limit.opportunityCost),
      String(limit.bindingDays),
      String(row.cutDays),
      String(row.tradedDays),
      roughDollars(row.netPnl),
      String(row.ownLargeLosses),
      verdictCell(verdict),
    ]),
  );
}

function barAt(bars: ReturnType<typeof barsOf>, index: number) {
  const bar = bars[index];
  return bar === undefined ? {} : { bar };
}
