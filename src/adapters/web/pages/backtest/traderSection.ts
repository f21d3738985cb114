import type { BacktestResult, TraderResult } from '../../../../domain/evaluation/backtestResult.ts';
import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { fullSentence, shownName } from '../../../../domain/text/outsideText.ts';
import { barCells, numbers, paragraph, section, table, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { boundsCell, noVerdict, verdictCells } from './formatFigures.ts';

/** Most rows of the table; with thousands of traders, browsers could not open the page. */
const MOST_TRADERS = 100;

/** Section: the effect of the cuts for each trader; null where no trader was cut. */
export function traderSection({ byTrader, traderIntervalsLeftOut }: BacktestResult): Section | null {
  if (byTrader.every(({ cutDays }) => cutDays === 0)) return null;
  const shown = largestEffects(byTrader);
  const cut =
    shown.length < byTrader.length
      ? [
          paragraph(
            `The ${shown.length} of ${counted(byTrader.length, 'trader')} on whom the cuts had the largest effect; predictions.csv has them all.`,
          ),
        ]
      : [];
  return section(
    'traders',
    'Trader by trader',
    ...cut,
    ...(traderIntervalsLeftOut === null ? [] : [paragraph(fullSentence(traderIntervalsLeftOut))]),
    ...noVerdict(shown, 'trader'),
    traderTable(shown),
  );
}

/**
 * The traders in order of name; if there are too many, those with the largest sum of avoided and forgone
 * dollars.
 */
function largestEffects(traders: readonly TraderResult[]): readonly TraderResult[] {
  if (traders.length <= MOST_TRADERS) return traders;
  const effect = ({ limit }: TraderResult) => limit.avoided + limit.opportunityCost;
  const chosen = new Set([...traders].sort((a, b) => effect(b) - effect(a)).slice(0, MOST_TRADERS));
  return traders.filter((trader) => chosen.has(trader));
}

function traderTable(traders: readonly TraderResult[]): Block {
  const verdicts = verdictCells(traders);
  const nets = barCells(
    traders.map(({ limit }) => limit.net),
    roughDollars,
  );
  return table(
    'The limit cuts of the engine in force, by trader',
    [
      ...words('Trader'),
      ...numbers('Net benefit'),
      ...words('Verdict'),
      ...numbers(
        '5–95%',
        'Avoided',
        'Forgone',
        'Binding',
        'Days cut',
        'Days traded',
        'Net P&L',
        'Large losses',
      ),
    ],
    traders.map(({ trader, limit, netInterval, verdict, ...row }, index) => [
      shownName(trader),
      nets[index] ?? '',
      verdicts[index] ?? '',
      boundsCell(netInterval, verdict),
      roughDollars(limit.avoided),
      roughDollars(limit.opportunityCost),
      grouped(limit.bindingDays),
      grouped(row.cutDays),
      grouped(row.tradedDays),
      roughDollars(row.netPnl),
      grouped(row.ownLargeLosses),
    ]),
  );
}
