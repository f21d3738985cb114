import type { Random } from '../../src/adapters/demo/simulation/random.ts';
import { UNKNOWN_EXPOSURE } from '../../src/domain/ledger/openExposure.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import type { DayPath } from './simulatedPath.ts';
import type { DayPlan } from './simulatedStyle.ts';

/** The facts of a day with a given path, consistent with the path and with each other; flat at the close. */
export function simulatedDay(plan: DayPlan, path: DayPath, random: Random): TraderDayFacts {
  const { style, size, isTilted, sessionDate } = plan;
  const pace = Math.exp(0.25 * random.normal()) * (isTilted ? 1.6 : 1);
  const roundTrips = Math.max(1, Math.round(style.usualTrips * pace));
  const fees = (style.scale * style.feeShare * size * roundTrips) / style.usualTrips;
  const grossPnl = path.netPnl + fees;
  const trips = tripsOf(plan, roundTrips, grossPnl, random);
  const orders = 2 * roundTrips + random.whole(0, roundTrips);
  const notional = 0.1 * roundTrips * style.exposureInScales * style.scale * size * random.between(0.8, 1.2);
  const morningNotional = notional * random.between(0.35, 0.75);
  return {
    sessionDate,
    trader: style.trader,
    grossPnl,
    fees,
    netPnl: grossPnl - fees,
    fills: Math.max(orders, Math.round(orders * style.fillsPerOrder)),
    orders,
    unknownTimeFills: 0,
    roundTrips,
    ...trips,
    shares: Math.max(2, Math.round(notional / style.sharePrice)),
    notional,
    symbols: style.symbols,
    symbolConcentration: (1 + (style.symbols - 1) * random.between(0.05, 0.6)) / style.symbols,
    halfHourConcentration: random.between(0.09, 0.25),
    firstFillSecond: path.firstSecond,
    lastFillSecond: path.lastSecond,
    lastOpeningSecond: path.lastSecond - 60,
    morningNotional,
    afternoonNotional: notional - morningNotional,
    morningPnl: path.morningPnl,
    overnightNotional: 0,
    ...behaviourOf(plan, path, trips, random),
    notionalAddedBelowCost: notional * (random.between(0, 0.06) + (isTilted ? 0.12 : 0)),
    bestRunningPnl: path.best,
    worstRunningPnl: path.worst,
    giveBack: path.best - path.netPnl,
    lowWaterMarks: path.lowWaterMarks,
    openExposure: UNKNOWN_EXPOSURE,
  };
}

type Trips = Pick<
  TraderDayFacts,
  'winningTrips' | 'losingTrips' | 'grossWin' | 'grossLoss' | 'largestTripLoss'
>;

/** Wins and losses that add up to the day's gross; a side without trips has 0 dollars. */
function tripsOf(
  { style, standardDeviation }: DayPlan,
  roundTrips: number,
  grossPnl: number,
  random: Random,
): Trips {
  const lean = 0.1 * Math.tanh(grossPnl / standardDeviation);
  const noise = (0.5 * random.normal()) / Math.sqrt(roundTrips);
  const drawn = Math.round(roundTrips * Math.min(1, Math.max(0, style.winRate + lean + noise)));
  const winningTrips = grossPnl > 0 ? Math.max(1, drawn) : Math.min(roundTrips - 1, drawn);
  const losingTrips = roundTrips - winningTrips;
  const churn = standardDeviation * random.between(0.3, 1.5);
  const grossLoss = losingTrips === 0 ? 0 : Math.max(0, -grossPnl) + (winningTrips === 0 ? 0 : churn);
  const largestShare = Math.max(1 / losingTrips, random.between(0.1, 0.5));
  return {
    winningTrips,
    losingTrips,
    grossWin: winningTrips === 0 ? 0 : grossPnl + grossLoss,
    grossLoss,
    largestTripLoss: losingTrips === 0 ? 0 : grossLoss * largestShare,
  };
}

type Behaviour = Pick<
  TraderDayFacts,
  | 'medianHoldSecondsWinners'
  | 'medianHoldSecondsLosers'
  | 'entriesAfterLoss'
  | 'minutesAfterLoss'
  | 'entriesOtherwise'
  | 'minutesOtherwise'
  | 'meanLogSizeAfterLoss'
  | 'meanLogSizeAfterWin'
>;

function behaviourOf(
  { style, isTilted }: DayPlan,
  path: DayPath,
  { winningTrips, losingTrips }: Trips,
  random: Random,
): Behaviour {
  const trips = winningTrips + losingTrips;
  const windowMinutes = Math.max(1, Math.min(15, style.holdSeconds / 60));
  const activeMinutes = (path.lastSecond - path.firstSecond) / 60;
  // Windows after losses overlap as independent arrivals do.
  const minutesAfterLoss = activeMinutes * -Math.expm1((-losingTrips * windowMinutes) / activeMinutes);
  const haste = 1 + 0.6 * (style.proneness - 0.5) + (isTilted ? 1 : 0);
  const expected = (trips * haste * minutesAfterLoss) / (activeMinutes + (haste - 1) * minutesAfterLoss);
  const drawn = Math.round(expected + 0.5 * Math.sqrt(expected) * random.normal());
  const entriesAfterLoss = losingTrips === 0 ? 0 : Math.min(trips - 1, Math.max(0, drawn));
  const sizeAfterLoss = 0.1 * style.proneness + (isTilted ? 0.3 : 0) + 0.1 * random.normal();
  const holdFactor = Math.exp(0.2 * random.normal());
  return {
    medianHoldSecondsWinners: winningTrips === 0 ? null : style.holdSeconds * holdFactor,
    medianHoldSecondsLosers:
      losingTrips === 0 ? null : style.holdSeconds * random.between(1, isTilted ? 2 : 1.5),
    entriesAfterLoss,
    minutesAfterLoss,
    entriesOtherwise: trips - entriesAfterLoss,
    minutesOtherwise: activeMinutes - minutesAfterLoss,
    meanLogSizeAfterLoss: losingTrips === 0 ? null : sizeAfterLoss,
    meanLogSizeAfterWin: winningTrips === 0 ? null : 0.05 * random.normal(),
  };
}
