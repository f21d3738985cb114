import { deskMornings } from '../../src/domain/indicators/deskMornings.ts';
import type { DeskMorning } from '../../src/domain/indicators/indicator.ts';
import { computeIndicators } from '../../src/domain/indicators/registry.ts';
import type { TraderSeries } from '../../src/domain/indicators/traderSeries.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { dateAfter, facts, factsOf } from './facts.ts';
import { seriesOf } from './series.ts';

/** The input of an indicator. */
export interface IndicatorInput {
  readonly series: TraderSeries;
  readonly morning: DeskMorning;
}

/** A trader with the base limit, dollars, and active sessions, oldest first. */
export interface TraderHistory {
  readonly trader: string;
  readonly days: readonly TraderDayFacts[];
  readonly baseLimit: number;
}

/** The input for one trader, alone on the desk, on the morning after the last day. */
export function inputOf(days: readonly TraderDayFacts[], baseLimit = 5_000): IndicatorInput {
  const last = days.at(-1);
  return morningOf(seriesOf(last?.trader ?? 'NET001', baseLimit, days), last?.sessionDate ?? '2024-03-15');
}

/** The input for a series on a desk of one trader. */
export function morningOf(series: TraderSeries, previousSession: string): IndicatorInput {
  const [morning] = deskMornings([series], previousSession, calendarDaysBetween);
  if (morning === undefined) throw new Error('the desk forgot the trader');
  return { series, morning };
}

/** A trader whose scaled results, after the 20 sessions that define a scale, are these numbers. */
export function inputOfR(scaledPnl: readonly number[]): IndicatorInput {
  const series = seriesOf('NET001', 5_000, factsOf(Array(20).fill(1_000)));
  for (const [index, r] of scaledPnl.entries()) {
    series.push(facts({ sessionDate: dateAfter('2023-01-21', index), netPnl: r * (series.scale ?? 0) }));
  }
  return morningOf(series, series.lastSession ?? '');
}

/** Every indicator of every trader on the morning after `previousSession`. */
export function indicatorsOf(
  traders: readonly TraderHistory[],
  previousSession: string,
  sessionsBetween = calendarDaysBetween,
): Record<string, Record<string, number | null>> {
  const desk = traders.map(({ trader, baseLimit, days }) => seriesOf(trader, baseLimit, days));
  const mornings = deskMornings(desk, previousSession, sessionsBetween);
  return Object.fromEntries(
    desk.flatMap((series, place) => {
      const morning = mornings[place];
      return morning ? [[series.trader, computeIndicators(series, morning)]] : [];
    }),
  );
}

/** A calendar on which every date is a session. */
export function calendarDaysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
