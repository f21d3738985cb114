import type { Weight } from '../../../../domain/risk/concentration.ts';
import { longDay } from '../../../../domain/text/dates.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { count, shareWords } from '../../../../domain/text/words.ts';
import type { DeskRisk, Traded } from '../../../../ports/screens/deskRisk.ts';
import { barCells, details, numbers, paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Section } from '../../pages/document.ts';
import { MOST_ROWS, moreWords, unvaluedBlocks } from './exposureSection.ts';

/** Sums of many numbers differ in their last digits. */
const SAME_SHARE = 0.9999;

/** What the last session traded most. */
export function tradedSection({ traded, dataThrough }: Pick<DeskRisk, 'traded' | 'dataThrough'>): Section {
  const heading = 'Traded most';
  const { bySymbol, byTrader, notional, unvalued } = traded;
  if (bySymbol.length === 0)
    return section(
      'traded',
      heading,
      paragraph(nothingWords(traded, dataThrough)),
      ...unvaluedBlocks(unvalued, 'fills'),
    );
  const stored = sumOf(bySymbol);
  const isPartial = stored < SAME_SHARE * notional;
  const partial = isPartial
    ? ` The fills that are still stored are ${shareWords(stored / notional)} of the notional of the session, ${roughDollars(notional)}; the shares are of those.`
    : '';
  return section(
    'traded',
    heading,
    paragraph(
      `Notional of the fills of ${longDay(dataThrough)}: quantity times price times multiplier, bought plus sold.${partial}`,
    ),
    weightTable('Traded by symbol, most first', 'Symbol', bySymbol),
    details(
      `By trader: ${count(byTrader.length, 'trader')}`,
      weightTable('Traded by trader, most first', 'Trader', byTrader),
    ),
    ...unvaluedBlocks(unvalued, 'fills'),
  );
}

function nothingWords({ notional }: Traded, dataThrough: string): string {
  const day = longDay(dataThrough);
  return notional > 0
    ? `The desk traded ${roughDollars(notional)} on ${day}. By symbol it is not known: the fills of that session are no longer stored.`
    : `No fill of known value is stored for ${day}.`;
}

function weightTable(caption: string, title: string, weights: readonly Weight[]) {
  const [shown, rest] = [weights.slice(0, MOST_ROWS), weights.slice(MOST_ROWS)];
  const total = sumOf(weights);
  const shares = barCells(
    shown.map(({ weight }) => weight / total),
    shareWords,
  );
  return table(
    caption,
    [...words(title), ...numbers('Notional', 'Share')],
    [
      ...shown.map(
        ({ name, weight }, place) => [shownName(name), roughDollars(weight), shares[place] ?? 'n/a'] as const,
      ),
      ...(rest.length === 0
        ? []
        : [[moreWords(rest.length), roughDollars(sumOf(rest)), shareWords(sumOf(rest) / total)] as const]),
      ['All', roughDollars(total), '100%'],
    ],
  );
}

function sumOf(weights: readonly Weight[]): number {
  return weights.reduce((total, { weight }) => total + weight, 0);
}
