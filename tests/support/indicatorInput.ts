import type { IndicatorInput } from '../../src/domain/indicators/indicator.ts';
import { indicatorInputs, type TraderHistoryFacts } from '../../src/domain/indicators/input.ts';
import { computeIndicators } from '../../src/domain/indicators/registry.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';

/** What the indicators see of one trader on the morning after its last day, alone on the desk. */
export function inputOf(days: readonly TraderDayFacts[], baseLimit = 5_000): IndicatorInput {
  const last = days.at(-1);
  const trader = last?.trader ?? 'NET001';
  const input = indicatorInputs(
    [{ trader, days, baseLimit }],
    last?.sessionDate ?? '2024-03-15',
    calendarDaysBetween,
  ).get(trader);
  if (input === undefined) throw new Error('the builder forgot the trader');
  return input;
}

/** An input of nothing but scaled results: for indicators that look at r alone. */
export function inputOfR(scaledPnl: readonly (number | null)[]): IndicatorInput {
  return { ...inputOf([]), scaledPnl };
}

/** Every indicator of every trader on the morning after `previousSession`. */
export function indicatorsOf(
  traders: readonly TraderHistoryFacts[],
  previousSession: string,
): Record<string, Record<string, number | null>> {
  const inputs = indicatorInputs(traders, previousSession, calendarDaysBetween);
  return Object.fromEntries([...inputs].map(([trader, input]) => [trader, computeIndicators(input)]));
}

/** Stands in for a calendar on which every date is a session. */
export function calendarDaysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
