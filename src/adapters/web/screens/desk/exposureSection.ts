import { type Exposure, grossOf, type Holding, netOf } from '../../../../domain/risk/exposure.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { roughDollars, signedDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { count, shareWords } from '../../../../domain/text/words.ts';
import type { DeskRisk } from '../../../../ports/screens/deskRisk.ts';
import { barCells, details, numbers, paragraph, section, table } from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';
import { namesInWords } from './namesInWords.ts';

/** Rows of a table; the rest is one row. */
export const MOST_ROWS = 12;

/** What is open overnight, by symbol and by trader. */
export function exposureSection({
  exposure,
  dataThrough,
}: Pick<DeskRisk, 'exposure' | 'dataThrough'>): Section {
  const { bySymbol, byTrader, unvalued } = exposure;
  const heading = 'Open overnight';
  if (bySymbol.length === 0)
    return section(
      'exposure',
      heading,
      paragraph(`No lot of known value was open at the close of ${longDay(dataThrough)}.`),
      ...unvaluedBlocks(unvalued, 'lots'),
    );
  return section(
    'exposure',
    heading,
    paragraph(
      `Lots that were open at the close of ${longDay(dataThrough)}, at the last price at which their account traded the symbol. Gross is long plus short; net is long less short. A day trader is flat overnight, so this says nothing of positions within the day.`,
    ),
    holdingTable('Open overnight by symbol, largest gross first', 'Symbol', bySymbol, exposure),
    details(
      `By trader: ${count(byTrader.length, 'trader')}`,
      holdingTable('Open overnight by trader, largest gross first', 'Trader', byTrader, exposure),
    ),
    ...unvaluedBlocks(unvalued, 'lots'),
  );
}

/** Symbols that are in no figure, and what to do. */
export function unvaluedBlocks(symbols: readonly string[], what: 'lots' | 'fills'): readonly Block[] {
  if (symbols.length === 0) return [];
  return [
    paragraph(
      `Not included, because the multiplier or the exchange rate is unknown: ${what} of ${namesInWords(symbols)}. State them with roster --multipliers FILE or fx import FILE.`,
    ),
  ];
}

function holdingTable(caption: string, title: string, holdings: readonly Holding[], desk: Exposure) {
  const shown = holdings.slice(0, MOST_ROWS);
  const rest = holdings.slice(MOST_ROWS);
  const sum = (of: (holding: Holding) => number) => rest.reduce((total, holding) => total + of(holding), 0);
  const others: Holding = {
    name: `${rest.length} more`,
    long: sum(({ long }) => long),
    short: sum(({ short }) => short),
    grossShare: sum(({ grossShare }) => grossShare ?? 0),
  };
  const rows = [
    ...shown.map((holding) => ({ ...holding, name: shownName(holding.name) })),
    ...(rest.length === 0 ? [] : [others]),
  ];
  const shares = barCells(
    rows.map(({ grossShare }) => grossShare ?? 0),
    shareWords,
  );
  return table(caption, numbersAfter(title), [
    ...rows.map((row, place) => [row.name, ...amountCells(row), shares[place] ?? 'n/a'] as const),
    ['All', ...amountCells(desk), '100%'],
  ]);
}

function numbersAfter(title: string) {
  return [
    { name: title, style: 'word' } as const,
    ...numbers('Long', 'Short', 'Net', 'Gross', 'Share of gross'),
  ];
}

function amountCells(holding: Pick<Holding, 'long' | 'short'>) {
  const { long, short } = holding;
  return [
    roughDollars(long),
    roughDollars(short),
    signedDollars(netOf(holding)),
    roughDollars(grossOf(holding)),
  ] as const;
}
