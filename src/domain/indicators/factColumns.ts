import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { normalisedHerfindahl } from '../statistics/descriptive.ts';
import type { FloatArena } from './floatArena.ts';
import { RingBuffer, UNKNOWN, unknownIfNull } from './ringBuffer.ts';

/**
 * Share of the day's notional added to both halves of the day, so that an empty afternoon has a logarithm.
 */
const HALF_DAY_SMOOTHING = 0.05;

interface FactColumn {
  /** The longest window of any indicator that uses the column, active sessions. */
  readonly window: number;
  readonly of: (day: TraderDaySummary) => number;
}

/** The facts that indicators use besides net P&L. Logarithms are computed once, when a day is added. */
const factColumns = {
  fees: { window: 20, of: (day) => day.fees },
  grossWin: { window: 20, of: (day) => day.grossWin },
  grossLoss: { window: 20, of: (day) => day.grossLoss },
  winningTrips: { window: 20, of: (day) => day.winningTrips },
  losingTrips: { window: 20, of: (day) => day.losingTrips },
  notional: { window: 20, of: (day) => day.notional },
  logNotional: { window: 250, of: (day) => logOf(day.notional) },
  logOrderSize: { window: 250, of: logOrderSize },
  logOrders: { window: 1, of: (day) => logOf(day.orders) },
  symbolConcentration: {
    window: 5,
    of: (day) => unknownIfNull(normalisedHerfindahl(day.symbolConcentration, day.symbols)),
  },
  halfHourConcentration: { window: 5, of: (day) => unknownIfNull(day.halfHourConcentration) },
  overnightNotional: { window: 5, of: (day) => day.overnightNotional },
  notionalAddedBelowCost: { window: 20, of: (day) => day.notionalAddedBelowCost },
  entriesAfterLoss: { window: 20, of: (day) => day.entriesAfterLoss },
  minutesAfterLoss: { window: 20, of: (day) => day.minutesAfterLoss },
  entriesOtherwise: { window: 20, of: (day) => day.entriesOtherwise },
  minutesOtherwise: { window: 20, of: (day) => day.minutesOtherwise },
  logSizeAfterLoss: { window: 20, of: (day) => unknownIfNull(day.meanLogSizeAfterLoss) },
  logSizeAfterWin: { window: 20, of: (day) => unknownIfNull(day.meanLogSizeAfterWin) },
  logHoldRatio: { window: 20, of: logHoldRatio },
  /** Smoothed ln(afternoon/morning notional) of days with a losing morning; UNKNOWN on other days. */
  logAfternoonIfLosing: { window: 60, of: (day) => (day.morningPnl < 0 ? logAfternoon(day) : UNKNOWN) },
  logAfternoonIfWinning: { window: 60, of: (day) => (day.morningPnl > 0 ? logAfternoon(day) : UNKNOWN) },
  worstRunningPnl: { window: 1, of: (day) => unknownIfNull(day.worstRunningPnl) },
  giveBack: { window: 1, of: (day) => unknownIfNull(day.giveBack) },
} as const satisfies Readonly<Record<string, FactColumn>>;

/** The columns of one trader, by name. */
export type FactColumns = Readonly<Record<keyof typeof factColumns, RingBuffer>>;

export function createFactColumns(arena: FloatArena): FactColumns {
  return Object.fromEntries(
    Object.entries(factColumns).map(([name, { window }]) => [name, new RingBuffer(window, arena)]),
  ) as FactColumns;
}

const factsOfDay: readonly FactColumn[] = Object.values(factColumns);

/** Adds a day to the columns, which must be in the order of `createFactColumns`. */
export function appendDay(columns: readonly RingBuffer[], day: TraderDaySummary): void {
  for (let place = 0; place < factsOfDay.length; place++) {
    columns[place]!.push(factsOfDay[place]!.of(day));
  }
}

/** ln of the day's average notional per order, dollars; UNKNOWN without orders or notional. */
export function logOrderSize(day: TraderDaySummary): number {
  return day.orders > 0 ? logOf(day.notional / day.orders) : UNKNOWN;
}

function logOf(size: number): number {
  return size > 0 ? Math.log(size) : UNKNOWN;
}

function logHoldRatio(day: TraderDaySummary): number {
  const { medianHoldSecondsLosers: losers, medianHoldSecondsWinners: winners } = day;
  return losers === null || winners === null
    ? UNKNOWN
    : unknownIfNull(Math.log((losers + 1) / (winners + 1)));
}

function logAfternoon(day: TraderDaySummary): number {
  const smoothing = HALF_DAY_SMOOTHING * (day.morningNotional + day.afternoonNotional);
  if (smoothing <= 0) return UNKNOWN;
  return unknownIfNull(Math.log((day.afternoonNotional + smoothing) / (day.morningNotional + smoothing)));
}
