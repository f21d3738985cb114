import type { TraderDayFacts } from '../../domain/ledger/traderDayFacts.ts';
import type { TraderDayRow } from './schema.ts';

type ScalarFact = Exclude<keyof TraderDayFacts, 'sessionDate' | 'trader' | 'lowWaterMarks'>;

/** Column of every scalar fact, in the order that exports show them. The compiler holds it complete. */
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
};

const pairs = Object.entries(columns) as readonly (readonly [ScalarFact, string])[];

/** Names of the fact columns, for statements and for the head of an export. */
export const factColumns: readonly string[] = pairs.map(([, column]) => column);

/** Values in the order of factColumns. */
export function factValues(facts: TraderDayFacts): readonly (number | null)[] {
  return pairs.map(([fact]) => facts[fact]);
}

export function factsFromRow(trader: string, row: TraderDayRow): TraderDayFacts {
  const columnsOfRow: Record<string, unknown> = { ...row };
  const scalars = Object.fromEntries(pairs.map(([fact, column]) => [fact, columnsOfRow[column]]));
  return {
    sessionDate: row.session_date,
    trader,
    ...(scalars as unknown as Record<ScalarFact, number>),
    lowWaterMarks: JSON.parse(row.low_water_marks) as TraderDayFacts['lowWaterMarks'],
  };
}
