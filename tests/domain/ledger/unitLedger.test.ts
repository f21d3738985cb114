import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runLedger } from '../../../scripts/simulation/runLedger.ts';
import type { OpenLot } from '../../../src/domain/ledger/lot.ts';
import { type OpenExposure, UNKNOWN_EXPOSURE } from '../../../src/domain/ledger/openExposure.ts';
import { inTimeOrder } from '../../../src/domain/ledger/order.ts';
import type { ClosedDay } from '../../../src/domain/ledger/traderDay.ts';
import { approximately } from '../../support/approximately.ts';
import { randomSessions } from '../../support/randomFills.ts';
import { type UnitDay, unitLedger } from '../../support/unitLedger.ts';

it('the ledger agrees with a plain ledger of single shares', () => {
  fc.assert(
    fc.property(randomSessions, (sessions) => {
      const days = [...runLedger({ trader: 'NET001', openingLots: [], sessions })];
      const ordered = sessions.map(({ sessionDate, fills }) => ({ sessionDate, fills: inTimeOrder(fills) }));
      expect(days.map(summary)).toEqual(unitLedger(ordered).map((day) => approximately(summaryOfUnits(day))));
    }),
    { numRuns: 400, seed: 20_240_315 },
  );
});

function summary({ facts, closingLots }: ClosedDay) {
  const { grossPnl, roundTrips, winningTrips, losingTrips, grossWin, grossLoss, largestTripLoss } = facts;
  const { bestRunningPnl, worstRunningPnl, giveBack, notionalAddedBelowCost } = facts;
  const lows = {
    realised: facts.lowWaterMarks.realised.map(({ runningPnl, totalPnl, secondOfDay }) => [
      secondOfDay,
      runningPnl,
      totalPnl,
    ]),
    total: facts.lowWaterMarks.total.map(({ runningPnl, totalPnl, secondOfDay }) => [
      secondOfDay,
      runningPnl,
      totalPnl,
    ]),
  };
  const trips = { roundTrips, winningTrips, losingTrips, grossWin, grossLoss, largestTripLoss };
  return {
    grossPnl,
    open: openByPosition(closingLots),
    trips,
    bestRunningPnl,
    worstRunningPnl,
    giveBack,
    notionalAddedBelowCost,
    lows,
    exposure: facts.openExposure,
  };
}

function summaryOfUnits({
  grossPnl,
  open,
  trips,
  path,
  addedBelowCost,
}: UnitDay): ReturnType<typeof summary> {
  const wins = trips.filter((pnl) => pnl > 1e-6);
  const losses = trips.filter((pnl) => pnl < -1e-6);
  const totals = path.map(({ total }) => total);
  const best = Math.max(0, ...totals);
  return {
    grossPnl,
    open,
    trips: {
      roundTrips: trips.length,
      winningTrips: wins.length,
      losingTrips: losses.length,
      grossWin: sum(wins),
      grossLoss: -sum(losses),
      largestTripLoss: -Math.min(0, ...losses),
    },
    bestRunningPnl: path.length > 0 ? best : null,
    worstRunningPnl: path.length > 0 ? Math.min(0, ...totals) : null,
    giveBack: path.length > 0 ? best - (totals.at(-1) ?? 0) : null,
    notionalAddedBelowCost: addedBelowCost,
    lows: {
      realised: newLows(path.map(({ second, realised, total }) => [second, realised, total])),
      total: newLows(path.map(({ second, total }) => [second, total, total])),
    },
    exposure: exposureOf(path),
  };
}

function newLows(points: readonly (readonly [number, number, number])[]): number[][] {
  return points
    .filter(
      ([, running], index) =>
        running < Math.min(0, ...points.slice(0, index).map((point) => point[1])) - 1e-6,
    )
    .map((point) => [...point]);
}

function openByPosition(lots: readonly OpenLot[]): UnitDay['open'] {
  const open = new Map<string, { quantity: number; cost: number }>();
  for (const { account, symbol, quantity, price } of lots) {
    const held = open.get(`${account} ${symbol}`) ?? { quantity: 0, cost: 0 };
    open.set(`${account} ${symbol}`, {
      quantity: held.quantity + quantity,
      cost: held.cost + quantity * price,
    });
  }
  return Object.fromEntries(open);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function exposureOf(path: UnitDay['path']): OpenExposure {
  if (path.length === 0) return UNKNOWN_EXPOSURE;
  const ends = new Map(path.map(({ second, net, gross }) => [Math.floor(second / 300), { net, gross }]));
  const steps = [...ends].map(([step, end]) => ({ step, ...end }));
  return {
    largestNetLong: Math.max(0, ...path.map(({ net }) => net)),
    largestNetShort: Math.max(0, ...path.map(({ net }) => -net)),
    largestGross: Math.max(0, ...path.map(({ gross }) => gross)),
    steps: steps.filter(({ net, gross }, place) => {
      const before = steps[place - 1] ?? { net: 0, gross: 0 };
      return Math.abs(net - before.net) > 1e-6 || Math.abs(gross - before.gross) > 1e-6;
    }),
  };
}
