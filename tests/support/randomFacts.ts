import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';
import { dateAfter, facts } from './facts.ts';

/** Consecutive days of one trader with every fact varied, including unknown values and flat days. */
export function randomHistory(
  seed: number,
  sessions: number,
  trader = 'NET001',
  firstDate = '2022-01-01',
): TraderDayFacts[] {
  const random = seededRandom(seed);
  return Array.from({ length: sessions }, (_, index) =>
    randomDay(random, trader, dateAfter(firstDate, index)),
  );
}

function randomDay(random: () => number, trader: string, sessionDate: string): TraderDayFacts {
  const between = (low: number, high: number) => low + (high - low) * random();
  const unlessUnknown = (value: number) => (random() < 0.1 ? null : value);
  const netPnl = random() < 0.05 ? 0 : between(-1_000, 1_000) + between(-1_000, 1_000);
  const winningTrips = Math.floor(between(0, 8));
  const losingTrips = Math.floor(between(0, 8));
  const symbols = Math.ceil(between(0.01, 8));
  return facts({
    sessionDate,
    trader,
    netPnl,
    grossPnl: netPnl + 20,
    fees: between(-10, 60),
    fills: Math.ceil(between(1, 200)),
    orders: Math.floor(between(0, 60)),
    roundTrips: winningTrips + losingTrips,
    winningTrips,
    losingTrips,
    grossWin: winningTrips * between(1, 300),
    grossLoss: losingTrips * between(1, 300),
    notional: between(1_000, 500_000),
    symbols,
    symbolConcentration: between(1 / symbols, 1),
    halfHourConcentration: unlessUnknown(between(0.08, 1)),
    morningNotional: between(0, 200_000),
    afternoonNotional: random() < 0.1 ? 0 : between(0, 200_000),
    morningPnl: between(-500, 500),
    overnightNotional: random() < 0.7 ? 0 : between(0, 100_000),
    medianHoldSecondsWinners: unlessUnknown(between(0, 3_600)),
    medianHoldSecondsLosers: unlessUnknown(between(0, 3_600)),
    entriesAfterLoss: Math.floor(between(0, 5)),
    minutesAfterLoss: between(0, 30),
    entriesOtherwise: Math.floor(between(0, 30)),
    minutesOtherwise: between(60, 390),
    meanLogSizeAfterLoss: unlessUnknown(between(-1, 1)),
    meanLogSizeAfterWin: unlessUnknown(between(-1, 1)),
    notionalAddedBelowCost: between(0, 1_000),
    bestRunningPnl: unlessUnknown(between(0, 2_000)),
    worstRunningPnl: unlessUnknown(between(-2_000, 0)),
    giveBack: unlessUnknown(between(0, 2_000)),
  });
}
