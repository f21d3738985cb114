import {
  CORRELATION_SESSIONS,
  HIGH_CORRELATION,
  LEAST_COMMON_SESSIONS,
  type TraderPair,
} from '../../../../domain/risk/correlation.ts';
import { shownName } from '../../../../domain/text/outsideText.ts';
import { count } from '../../../../domain/text/words.ts';
import type { DeskRisk } from '../../../../ports/screens/deskRisk.ts';
import { decimal } from '../../pages/backtest/formatFigures.ts';
import { details, numbers, paragraph, section, table, words } from '../../pages/blocks.ts';
import type { Block, Section } from '../../pages/document.ts';
import { figure } from '../../pages/drawing.ts';
import { heatMap, heatMapHeight } from '../../pages/heatMap.ts';

/** Pairs listed; those above 0.7 all. */
const LEAST_LISTED = 10;
const MOST_LISTED = 100;
/** A map of more traders is too fine to read. */
const MOST_DRAWN = 25;

/** Traders whose days go the same way: two of them are one position. */
export function correlationSection({ correlations }: Pick<DeskRisk, 'correlations'>): Section {
  const { pairs, notKnown, traders } = correlations;
  const terms = `Pearson's r of daily net P&L over the last ${CORRELATION_SESSIONS} sessions, for pairs of active traders with at least ${LEAST_COMMON_SESSIONS} common ones.`;
  const rest = notKnown === 0 ? '' : ` ${count(notKnown, 'pair')} ${notKnown === 1 ? 'has' : 'have'} fewer.`;
  if (pairs.length === 0)
    return section(
      'correlation',
      'Traders who move together',
      paragraph(`${terms} No pair has enough common sessions yet.`),
    );
  return section(
    'correlation',
    'Traders who move together',
    paragraph(`${verdict(pairs)} ${terms}${rest}`),
    pairTable(pairs),
    ...(traders.length > MOST_DRAWN || traders.length < 3 ? [] : mapBlocks(pairs, traders)),
  );
}

function verdict(pairs: readonly TraderPair[]): string {
  const high = highPairs(pairs);
  const of = count(pairs.length, 'pair');
  if (high.length === 0) return `None of ${of} is above ${HIGH_CORRELATION}.`;
  return `${high.length} of ${of} ${high.length === 1 ? 'is' : 'are'} above ${HIGH_CORRELATION}: those traders tend to lose on the same days (▲).`;
}

function highPairs(pairs: readonly TraderPair[]): readonly TraderPair[] {
  return pairs.filter(({ correlation }) => correlation > HIGH_CORRELATION);
}

function pairTable(pairs: readonly TraderPair[]) {
  const listed = Math.min(MOST_LISTED, Math.max(LEAST_LISTED, highPairs(pairs).length));
  return table(
    `The highest of ${count(pairs.length, 'pair')}`,
    [...words('Trader', 'With'), ...numbers('r', 'Common sessions')],
    pairs
      .slice(0, listed)
      .map(({ first, second, correlation, commonSessions }) => [
        shownName(first),
        shownName(second),
        correlation > HIGH_CORRELATION
          ? { text: `▲ ${decimal(correlation, 2)}`, tone: 'bad' }
          : decimal(correlation, 2),
        String(commonSessions),
      ]),
  );
}

/** Traders without any known pair would only be empty rows. */
function mapBlocks(pairs: readonly TraderPair[], traders: readonly string[]): readonly Block[] {
  const known = new Map(pairs.map(({ first, second, correlation }) => [keyOf(first, second), correlation]));
  const paired = new Set(pairs.flatMap(({ first, second }) => [first, second]));
  const names = traders.filter((trader) => paired.has(trader)).toSorted();
  const values = names.map((row) => names.map((column) => known.get(keyOf(row, column)) ?? null));
  return [
    figure(
      {
        id: 'correlation-map',
        title: 'r of each pair of traders',
        description: `A map of ${names.length} traders. ${verdict(pairs)}`,
        caption:
          'The stronger the colour, the further r is from 0; a frame marks r above 0.7. On a narrow screen a line across the field means r below 0. An empty field: too few common sessions.',
      },
      heatMapHeight(names.length),
      (size) => heatMap({ names: names.map(shownName), values, highAbove: HIGH_CORRELATION }, size),
    ),
    details('The numbers: r of each pair', mapTable(names, values)),
  ];
}

function mapTable(names: readonly string[], values: readonly (readonly (number | null)[])[]) {
  return table(
    'r of each pair of traders',
    [...words('Trader'), ...numbers(...names.map(shownName))],
    names.map((name, row) => [
      shownName(name),
      ...(values[row] ?? []).map((value, column) => (row === column ? '' : decimal(value, 2))),
    ]),
  );
}

function keyOf(first: string, second: string): string {
  return JSON.stringify([first, second].sort());
}
