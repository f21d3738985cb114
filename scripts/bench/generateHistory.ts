import type { Stores } from '../../src/commands/world.ts';
import { UNKNOWN_EXPOSURE } from '../../src/domain/ledger/openExposure.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { DEFAULT_STOP } from '../../src/domain/outcome/counterfactual.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';
import { noProgress, recordingLog } from '../simulation/fakes.ts';
import { learnAndForecast } from '../simulation/learnAndForecast.ts';
import { traderCode } from './generateFills.ts';

export interface HistoryPlan {
  readonly seed: number;
  readonly traders: number;
  readonly sessions: readonly string[];
}

/**
 * Writes a desk's roster and trader-days into a new store, without fills: a
 * morning reads facts, not old fills.
 */
export async function writeHistory(stores: Stores, { seed, traders, sessions }: HistoryPlan): Promise<void> {
  const random = seededRandom(seed);
  const codes = Array.from({ length: traders }, (_, at) => traderCode(at));
  for (const trader of codes) await stores.roster.set({ trader, baseLimit: 5_000, accounts: [trader] });
  await stores.ledger.transaction(async (ledger) => {
    for (const sessionDate of sessions)
      for (const trader of codes)
        await ledger.saveDay(trader, sessionDate, {
          facts: generatedDay(random, trader, sessionDate),
          closingLots: [],
          findings: [],
        });
  });
  await learnPast(stores, sessions);
  await stores.database.close();
}

/**
 * Learns the stored sessions beforehand, as earlier mornings did; the timed morning learns only the last one.
 */
async function learnPast(stores: Stores, sessions: readonly string[]): Promise<void> {
  const calendar = createCalendar('nyse');
  await learnAndForecast(
    { ...stores, calendar, progress: noProgress, log: recordingLog() },
    {
      sessionDate: calendar.nextSession(sessions.at(-1) ?? ''),
      defaultLimit: 5_000,
      limitLifetime: 'until-changed',
      limitBasis: 'realised',
      recent: { days: new Map(), holes: [], drawn: new Map() },
      recentSessions: 0,
      walk: {
        retrainEverySessions: 5,
        cutsRequireProof: false,
        maxReductionPct: 80,
        tiers: { high: 2, neutral: 1.3 },
        stop: DEFAULT_STOP,
      },
    },
  );
}

/** A day with figures consistent enough for every indicator to have a value. */
function generatedDay(random: () => number, trader: string, sessionDate: string): TraderDayFacts {
  const between = (low: number, high: number) => low + (high - low) * random();
  const [winningTrips, losingTrips] = [Math.ceil(between(1, 40)), Math.ceil(between(1, 40))];
  const [grossWin, grossLoss] = [winningTrips * between(20, 80), losingTrips * between(20, 80)];
  const fees = between(20, 200);
  const notional = between(200_000, 3_000_000);
  const netPnl = grossWin - grossLoss - fees;
  const worst = Math.min(0, netPnl) - between(0, 500);
  return {
    sessionDate,
    trader,
    grossPnl: grossWin - grossLoss,
    fees,
    netPnl,
    fills: Math.ceil(between(200, 2_000)),
    orders: Math.ceil(between(100, 800)),
    unknownTimeFills: 0,
    roundTrips: winningTrips + losingTrips,
    winningTrips,
    losingTrips,
    grossWin,
    grossLoss,
    largestTripLoss: grossLoss / losingTrips,
    shares: between(10_000, 90_000),
    notional,
    symbols: 5,
    symbolConcentration: between(0.2, 0.9),
    halfHourConcentration: between(0.08, 0.3),
    firstFillSecond: 34_210,
    lastFillSecond: 57_400,
    lastOpeningSecond: 57_100,
    morningNotional: notional * 0.6,
    afternoonNotional: notional * 0.4,
    morningPnl: between(-500, 500),
    overnightNotional: 0,
    medianHoldSecondsWinners: between(30, 900),
    medianHoldSecondsLosers: between(30, 900),
    entriesAfterLoss: Math.ceil(between(0, 20)),
    minutesAfterLoss: between(10, 100),
    entriesOtherwise: Math.ceil(between(20, 200)),
    minutesOtherwise: between(200, 380),
    meanLogSizeAfterLoss: between(-0.5, 0.5),
    meanLogSizeAfterWin: between(-0.5, 0.5),
    notionalAddedBelowCost: between(0, 100_000),
    bestRunningPnl: Math.max(0, netPnl) + between(0, 500),
    worstRunningPnl: worst,
    giveBack: between(0, 500),
    lowWaterMarks: { realised: lows(worst, between(4, 30)), total: lows(worst, between(4, 30)) },
    openExposure: UNKNOWN_EXPOSURE,
  };
}

function lows(worst: number, count: number): TraderDayFacts['lowWaterMarks']['total'] {
  return Array.from({ length: Math.ceil(count) }, (_, at) => ({
    runningPnl: (worst * (at + 1)) / Math.ceil(count),
    totalPnl: (worst * (at + 1)) / Math.ceil(count),
    secondOfDay: 34_500 + 600 * at,
    openNotional: 25_000,
  }));
}
