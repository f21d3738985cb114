import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runLedger, type SessionFills } from '../../../scripts/simulation/runLedger.ts';
import type { LedgerFill } from '../../../src/domain/ledger/fill.ts';
import type { OpenLot } from '../../../src/domain/ledger/lot.ts';
import type { ClosedDay } from '../../../src/domain/ledger/traderDay.ts';
import type { LowWaterMark } from '../../../src/domain/ledger/traderDayFacts.ts';
import { approximately } from '../../support/approximately.ts';
import { contract, signedQuantity } from '../../support/fills.ts';
import { randomSessions } from '../../support/randomFills.ts';

const multiplierOf = (symbol: string): number => (symbol === 'Y' ? 100 : 1);

describe('for any sessions of a trader', () => {
  it('a session closed alone from lots saved as JSON equals the session of the whole history', () => {
    check(randomSessions, (sessions) => {
      let openingLots: OpenLot[] = [];
      const alone = sessions.map((session) => {
        const [day] = close([session], openingLots);
        openingLots = JSON.parse(JSON.stringify(day?.closingLots));
        return day;
      });
      expect(alone).toEqual(close(sessions));
    });
  });

  it('the order of fetching the accounts does not matter', () => {
    check(randomSessions, (sessions) => {
      const byAccount = (account: string, fills: readonly LedgerFill[]) =>
        fills.filter((fill) => fill.account === account);
      const regrouped = sessions.map(({ sessionDate, fills }) => ({
        sessionDate,
        fills: [...byAccount('NET002', fills), ...byAccount('NET001', fills)],
      }));
      expect(close(regrouped)).toEqual(close(sessions));
    });
  });

  it('splitting a fill in two at its time and price changes only the counts of fills', () => {
    const choice = fc.record({
      sessions: randomSessions,
      index: fc.nat(),
      share: fc.integer({ min: 1, max: 999 }),
    });
    check(choice, ({ sessions, index, share }) => {
      const split = sessions.map((session) => ({
        ...session,
        fills: splitOne(session.fills, index, share / 1_000),
      }));
      const facts = (days: readonly ClosedDay[]) =>
        days.map((day) => ({ ...day.facts, fills: null, unknownTimeFills: null }));
      expect(facts(close(split))).toEqual(approximately(facts(close(sessions))));
    });
  });

  it('gross P&L equals the cash received plus the cost of the open lots', () => {
    check(randomSessions, (sessions) => {
      const days = close(sessions);
      const gross = sum(days.map(({ facts }) => facts.grossPnl));
      const cash = sum(
        sessions.flatMap(({ fills }) => fills.map((fill) => -dollars(fill, signedQuantity(fill)))),
      );
      const cost = sum((days.at(-1)?.closingLots ?? []).map((open) => dollars(open, open.quantity)));
      expect(gross).toBeCloseTo(cash + cost, 6);
    });
  });

  it('the facts of a day are consistent', () => {
    check(randomSessions, (sessions) => {
      for (const { facts } of close(sessions)) {
        expect(facts.netPnl).toBeCloseTo(facts.grossPnl - facts.fees, 9);
        expect(facts.grossWin - facts.grossLoss).toBeCloseTo(facts.grossPnl, 6);
        expect(facts.winningTrips + facts.losingTrips).toBeLessThanOrEqual(facts.roundTrips);
        expect(facts.largestTripLoss).toBeLessThanOrEqual(facts.grossLoss + 1e-9);
        expect(facts.minutesAfterLoss + facts.minutesOtherwise).toBeCloseTo(activeMinutes(facts), 9);
        expect(facts.lowWaterMarks.total.at(-1)?.runningPnl ?? 0).toBeCloseTo(facts.worstRunningPnl ?? 0, 5);
        expect(facts.notionalAddedBelowCost).toBeLessThanOrEqual(facts.notional);
      }
    });
  });

  it('the facts of a day are finite', () => {
    check(randomSessions, (sessions) => {
      for (const { facts } of close(sessions)) {
        const { lowWaterMarks, ...others } = facts;
        const marks = [...lowWaterMarks.realised, ...lowWaterMarks.total].flatMap((mark) =>
          Object.values(mark),
        );
        const numbers = [...Object.values(others), ...marks].filter((value) => typeof value === 'number');
        expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
      }
    });
  });

  it('low-water marks fall below 0 and advance in time', () => {
    check(randomSessions, (sessions) => {
      for (const { facts } of close(sessions)) {
        for (const marks of Object.values(facts.lowWaterMarks)) expect(disorder(marks)).toEqual([]);
      }
    });
  });

  it('open lots of one account and symbol are on one side', () => {
    check(randomSessions, (sessions) => {
      for (const { closingLots } of close(sessions)) {
        const sides = new Set(
          closingLots.map((open) => `${open.account} ${open.symbol} ${Math.sign(open.quantity)}`),
        );
        expect(sides.size).toBe(new Set(closingLots.map((open) => `${open.account} ${open.symbol}`)).size);
      }
    });
  });
});

function check<T>(values: fc.Arbitrary<T>, predicate: (value: T) => void): void {
  fc.assert(fc.property(values, predicate), { numRuns: 300, seed: 20_240_315 });
}

function close(sessions: readonly SessionFills[], openingLots: readonly OpenLot[] = []): ClosedDay[] {
  return [
    ...runLedger({
      trader: 'NET001',
      openingLots,
      sessions,
      contractOf: (symbol) => contract(multiplierOf(symbol)),
    }),
  ];
}

function splitOne(fills: readonly LedgerFill[], index: number, share: number): LedgerFill[] {
  return fills.flatMap((fill, place) => {
    if (place !== index % fills.length) return [fill];
    const part = { ...fill, quantity: fill.quantity * share, fees: fill.fees * share };
    const rest = { ...fill, quantity: fill.quantity - part.quantity, fees: fill.fees - part.fees };
    return [part, rest];
  });
}

function dollars(
  { symbol, price }: { readonly symbol: string; readonly price: number },
  quantity: number,
): number {
  return quantity * price * multiplierOf(symbol);
}

function activeMinutes(facts: ClosedDay['facts']): number {
  return ((facts.lastFillSecond ?? 0) - (facts.firstFillSecond ?? 0)) / 60;
}

function disorder(marks: readonly LowWaterMark[]): LowWaterMark[] {
  return marks.filter((mark, index) => {
    const before = marks[index - 1] ?? { runningPnl: 0, secondOfDay: -1 };
    return (
      mark.runningPnl >= before.runningPnl || mark.secondOfDay <= before.secondOfDay || mark.openNotional < 0
    );
  });
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
