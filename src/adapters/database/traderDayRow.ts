import type { LimitBasis, LowWaterMark, TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';
import { lowWaterMarksJson, type StoredMark } from './fillJson.ts';

type ScalarFact = Exclude<keyof TraderDaySummary, 'sessionDate' | 'trader'>;

/** Column of every scalar fact, in the order of exports. The compiler checks that none is missing. */
const columns: Readonly<Record<ScalarFact, string>> = {
  fills: 'fills',
  grossPnl: 'gross_pnl',
  fees: 'fees',
  netPnl: 'net_pnl',
  overnightNotional: 'overnight_notional',
  orders: 'orders',
  unknownTimeFills: 'unknown_time_fills',
  roundTrips: 'round_trips',
  winningTrips: 'winning_trips',
  losingTrips: 'losing_trips',
  grossWin: 'gross_win',
  grossLoss: 'gross_loss',
  largestTripLoss: 'largest_trip_loss',
  shares: 'shares',
  notional: 'notional',
  symbols: 'symbols',
  symbolConcentration: 'symbol_concentration',
  halfHourConcentration: 'half_hour_concentration',
  firstFillSecond: 'first_fill_second',
  lastFillSecond: 'last_fill_second',
  morningNotional: 'morning_notional',
  afternoonNotional: 'afternoon_notional',
  morningPnl: 'morning_pnl',
  medianHoldSecondsWinners: 'median_hold_seconds_winners',
  medianHoldSecondsLosers: 'median_hold_seconds_losers',
  entriesAfterLoss: 'entries_after_loss',
  minutesAfterLoss: 'minutes_after_loss',
  entriesOtherwise: 'entries_otherwise',
  minutesOtherwise: 'minutes_otherwise',
  meanLogSizeAfterLoss: 'mean_log_size_after_loss',
  meanLogSizeAfterWin: 'mean_log_size_after_win',
  notionalAddedBelowCost: 'notional_added_below_cost',
  bestRunningPnl: 'best_running_pnl',
  worstRunningPnl: 'worst_running_pnl',
  giveBack: 'give_back',
  lastOpeningSecond: 'last_opening_second',
};

const pairs = Object.entries(columns) as readonly (readonly [ScalarFact, string])[];

/** Names of the fact columns, for statements and for the header of an export. */
export const factColumns: readonly string[] = pairs.map(([, column]) => column);

/** Columns that a SELECT of raw days must name after session date and trader. */
export const factSelection: string = factColumns.join(', ');

/** Values in the order of factColumns. */
export function factValues(facts: TraderDaySummary): readonly (number | null)[] {
  return pairs.map(([fact]) => facts[fact]);
}

/** Low-water marks as they are stored. */
export function marksText(marks: Readonly<Record<LimitBasis, readonly LowWaterMark[]>>): string {
  const numbers = ({ runningPnl, totalPnl, secondOfDay, openNotional }: LowWaterMark): StoredMark => [
    millionths(runningPnl),
    millionths(totalPnl),
    millionths(secondOfDay),
    millionths(openNotional),
  ];
  return lowWaterMarksJson.write({ realised: marks.realised.map(numbers), total: marks.total.map(numbers) });
}

/**
 * Stored marks on one basis.
 * @param key the trader-day in words, for an error: `2026-03-03 NET001`.
 * @throws StoreError `stored_json` where the text cannot be read.
 */
export function marksOf(text: string, basis: LimitBasis, key: string): readonly LowWaterMark[] {
  return lowWaterMarksJson
    .read(text, key)
    [basis].map(([runningPnl, totalPnl, secondOfDay, openNotional]) => ({
      runningPnl,
      totalPnl,
      secondOfDay,
      openNotional,
    }));
}

/** Rounds to a millionth of a dollar. The digits after it are noise and would double the text. */
function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
