import type { LimitBasis, LowWaterMark, TraderDaySummary } from '../../domain/ledger/traderDayFacts.ts';

type ScalarFact = Exclude<keyof TraderDaySummary, 'sessionDate' | 'trader'>;

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

/** A day as the driver gives it raw: session date, trader, then the facts in the order of factColumns. */
export type RawDay = readonly [sessionDate: string, trader: string, ...facts: (number | null)[]];

/** What a raw day's SELECT must name, besides session date and trader. */
export const factSelection: string = factColumns.join(', ');

const blank = Object.fromEntries(pairs.map(([fact]) => [fact, 0])) as Record<ScalarFact, number | null>;

/**
 * A summary from a raw row. The driver's own row objects are hash tables, four times the size and slower to read, and a
 * morning holds sixty thousand of them; copies of one blank share its layout.
 */
export function summaryOf([sessionDate, trader, ...facts]: RawDay): TraderDaySummary {
  const summary = { ...blank, sessionDate, trader };
  for (const [place, [fact]] of pairs.entries()) summary[fact] = facts[place] ?? null;
  return summary as TraderDaySummary;
}

/** Values in the order of factColumns. */
export function factValues(facts: TraderDaySummary): readonly (number | null)[] {
  return pairs.map(([fact]) => facts[fact]);
}

type StoredMark = readonly [runningPnl: number, totalPnl: number, secondOfDay: number, openNotional: number];

/** Marks as JSON, four numbers each: running P&L, total P&L, second of day, open notional. */
export function marksText(marks: Readonly<Record<LimitBasis, readonly LowWaterMark[]>>): string {
  const numbers = ({ runningPnl, totalPnl, secondOfDay, openNotional }: LowWaterMark) =>
    [runningPnl, totalPnl, secondOfDay, openNotional].map(millionths);
  return JSON.stringify({ realised: marks.realised.map(numbers), total: marks.total.map(numbers) });
}

/** One basis of what marksText wrote. */
export function marksOf(text: string, basis: LimitBasis): readonly LowWaterMark[] {
  const marks = JSON.parse(text) as Readonly<Record<LimitBasis, readonly StoredMark[]>>;
  return marks[basis].map(([runningPnl, totalPnl, secondOfDay, openNotional]) => ({
    runningPnl,
    totalPnl,
    secondOfDay,
    openNotional,
  }));
}

/** A float's last digits are noise that would double the text; a millionth of a dollar is not. */
function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
