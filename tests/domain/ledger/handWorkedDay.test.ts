import { expect, it } from 'vitest';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { approximately } from '../../support/approximately.ts';
import { at, closeDay, lot, tape } from '../../support/fills.ts';

it('every fact of a hand-worked day is right: two accounts, a loss, a win, a losing short added to', () => {
  const first = tape([
    '? B 5 Z 4 1',
    '10:00 B 100 X 10 1',
    '10:05 S 100 X 9 1',
    '10:07 B 200 X 10 1',
    '10:17 S 200 X 11 1',
  ]);
  const second = tape(['12:30 T 50 Y 20 1', '12:31 T 50 Y 22 1', '12:45 C 100 Y 23 1', '13:00 B 10 X 12 1'], {
    account: 'NET002',
  }).map((fill, index) => (index === 1 ? { ...fill, orderId: 'O1' } : fill));
  const untouched = lot({ symbol: 'MSFT', quantity: -10, price: 50 });

  const expected: TraderDayFacts = {
    sessionDate: '2024-03-15',
    trader: 'NET001',
    grossPnl: -100,
    fees: 9,
    netPnl: -109,
    fills: 9,
    orders: 8,
    unknownTimeFills: 1,
    roundTrips: 3,
    winningTrips: 1,
    losingTrips: 2,
    grossWin: 200,
    grossLoss: 300,
    largestTripLoss: 200,
    shares: 815,
    notional: 10_640,
    symbols: 3,
    symbolConcentration: (6_220 ** 2 + 4_400 ** 2 + 20 ** 2) / 10_640 ** 2,
    halfHourConcentration: (6_100 ** 2 + 4_400 ** 2 + 120 ** 2) / 10_620 ** 2,
    firstFillSecond: at('10:00'),
    lastFillSecond: at('13:00'),
    lastOpeningSecond: at('13:00'),
    morningNotional: 6_100,
    afternoonNotional: 4_520,
    morningPnl: 96,
    overnightNotional: 500 + 120 + 20,
    medianHoldSecondsWinners: 600,
    medianHoldSecondsLosers: (300 + 870) / 2,
    entriesAfterLoss: 1,
    minutesAfterLoss: 20,
    entriesOtherwise: 3,
    minutesOtherwise: 160,
    meanLogSizeAfterLoss: (Math.log(2_000 / 1_000) + Math.log(120 / 1_000)) / 2,
    meanLogSizeAfterWin: Math.log(2_100 / 1_000),
    notionalAddedBelowCost: 1_100,
    bestRunningPnl: 96,
    worstRunningPnl: -108,
    giveBack: 204,
    lowWaterMarks: {
      realised: [
        { runningPnl: -1, totalPnl: -1, secondOfDay: at('10:00'), openNotional: 1_020 },
        { runningPnl: -102, totalPnl: -102, secondOfDay: at('10:05'), openNotional: 20 },
        { runningPnl: -103, totalPnl: -103, secondOfDay: at('10:07'), openNotional: 2_020 },
        { runningPnl: -107, totalPnl: -107, secondOfDay: at('12:45'), openNotional: 20 },
        { runningPnl: -108, totalPnl: -108, secondOfDay: at('13:00'), openNotional: 140 },
      ],
      total: [
        { runningPnl: -1, totalPnl: -1, secondOfDay: at('10:00'), openNotional: 1_020 },
        { runningPnl: -102, totalPnl: -102, secondOfDay: at('10:05'), openNotional: 20 },
        { runningPnl: -103, totalPnl: -103, secondOfDay: at('10:07'), openNotional: 2_020 },
        { runningPnl: -107, totalPnl: -107, secondOfDay: at('12:45'), openNotional: 20 },
        { runningPnl: -108, totalPnl: -108, secondOfDay: at('13:00'), openNotional: 140 },
      ],
    },
    openExposure: {
      largestNetLong: 2_020,
      largestNetShort: 2_200 - 20,
      largestGross: 2_220,
      steps: [
        { step: 120, net: 1_020, gross: 1_020 },
        { step: 121, net: 2_020, gross: 2_020 },
        { step: 123, net: 20, gross: 20 },
        { step: 150, net: 20 - 2_200, gross: 2_220 },
        { step: 153, net: 20, gross: 20 },
        { step: 156, net: 140, gross: 140 },
      ],
    },
  };
  const { facts } = closeDay({ fills: [...second, ...first], openingLots: [untouched] });
  expect(facts).toEqual(approximately(expected, 9));
});
