import { grouped } from '../../../../domain/report/backtestWords.ts';
import { type Exposure, grossOf, type Holding, netOf } from '../../../../domain/risk/exposure.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { roughDollars, signedDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { count, shareWords } from '../../../../domain/text/words.ts';
import type { DeskRisk } from '../../../../ports/screens/deskRisk.ts';
import {
  barCells,
  type CellContent,
  details,
  numbers,
  paragraph,
  section,
  table,
  words,
} from '../../pages/blocks.ts';
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
  const others = { long: sum(({ long }) => long), short: sum(({ short }) => short) };
  const shares = barCells(
    shown.map(({ grossShare }) => grossShare ?? 0),
    shareWords,
  );
  return table(
    caption,
    [...words(title), ...numbers('Net', 'Gross', 'Share of gross', 'Long', 'Short')],
    [
      ...shown.map(
        (row, place) => [shownName(row.name), ...amountCells(row, shares[place] ?? 'n/a')] as const,
      ),
      ...(rest.length === 0
        ? []
        : [[moreWords(rest.length), ...amountCells(others, shareOf(others, desk))] as const]),
      ['All', ...amountCells(desk, '100%')],
    ],
  );
}

/** `1,907 more`: the rows that a table leaves out. */
export function moreWords(rows: number): string {
  return `${grouped(rows)} more`;
}

function shareOf(part: Pick<Holding, 'long' | 'short'>, whole: Exposure): string {
  return shareWords(grossOf(whole) === 0 ? null : grossOf(part) / grossOf(whole));
}

function amountCells(holding: Pick<Holding, 'long' | 'short'>, share: CellContent) {
  return [
    signedDollars(netOf(holding)),
    roughDollars(grossOf(holding)),
    share,
    roughDollars(holding.long),
    roughDollars(holding.short),
  ] as const;
}
