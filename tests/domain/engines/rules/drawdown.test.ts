import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawdownOf, drawdownPct, roomDollars } from '../../../../src/domain/engines/rules/drawdown.ts';
import { evaluateRules } from '../../../../src/domain/engines/rules/evaluateRules.ts';
import { lowWords } from '../../../../src/domain/engines/rules/proposeByRules.ts';
import { factsOf } from '../../../support/facts.ts';

const RISK_CAPITAL = 100_000;
const results = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 130 });
const firesOn = (netPnl: readonly number[]) =>
  evaluateRules({ netPnl, riskCapital: RISK_CAPITAL }).some(({ code }) => code === 'drawdown');

describe('a drawdown', () => {
  it('has its peak, its low and what was recovered: the example of its documentation', () => {
    expect(drawdownOf([2_000, -9_000, -9_000, 1_000, 1_440])).toEqual({
      dollars: 15_560,
      sessionsSincePeak: 4,
      sessionsSinceLow: 2,
      depth: 18_000,
      recovered: 2_440 / 18_000,
      isFresh: true,
    });
  });

  it.each([
    { name: 'no session', netPnl: [], dollars: 0, peak: null, low: 0, recovered: 0 },
    { name: 'gains alone', netPnl: [100, 200], dollars: 0, peak: 0, low: 0, recovered: 0 },
    { name: 'losses alone', netPnl: [-100, -200], dollars: 300, peak: null, low: 0, recovered: 0 },
    { name: 'a peak that came twice', netPnl: [5, -9, 9, -2], dollars: 2, peak: 1, low: 0, recovered: 0 },
    { name: 'a low touched again', netPnl: [5, -8, 4, -4, 2], dollars: 6, peak: 4, low: 1, recovered: 0.25 },
    {
      name: 'a peak that has left the window',
      netPnl: [9_000, ...Array<number>(60).fill(-10)],
      dollars: 600,
      peak: null,
      low: 0,
      recovered: 0,
    },
  ])('of $name stands $dollars dollars below the peak', ({ netPnl, dollars, peak, low, recovered }) => {
    const fall = drawdownOf(netPnl);
    expect([fall.dollars, fall.sessionsSincePeak, fall.sessionsSinceLow, fall.recovered]).toEqual([
      dollars,
      peak,
      low,
      recovered,
    ]);
  });

  it('equals a plain search over all sums', () => {
    fc.assert(
      fc.property(results, (netPnl) => {
        expect(drawdownOf(netPnl)).toEqual(searched(netPnl));
      }),
    );
  });

  it('does not depend on sessions before the last 60', () => {
    fc.assert(
      fc.property(results, (netPnl) => {
        expect(drawdownOf(netPnl)).toEqual(drawdownOf(netPnl.slice(-60)));
      }),
    );
  });
});

describe('the drawdown rule', () => {
  const fall = Array.from({ length: 4 }, () => -5_000);

  it.each([
    { after: [], fires: true },
    { after: [10, 10, 10, 10], fires: true },
    { after: [10, 10, 10, 10, 10], fires: false },
    { after: [10, 10, 10, 10, 10, -60], fires: true },
    { after: [10, 10, 10, 10, 10, -50], fires: true },
    { after: [10, 10, 10, 10, 10, -49], fires: false },
    { after: [4_999], fires: true },
    { after: [5_000], fires: false },
    { after: [5_000, -1], fires: true },
  ])('fires after a fall of $20,000 and then $after: $fires', ({ after, fires }) => {
    expect(firesOn([...fall, ...after])).toBe(fires);
  });

  it('carries low and recovery, and names them in its reason', () => {
    const netPnl = [...fall, 1_000, 650];
    const [rule] = evaluateRules({ netPnl, riskCapital: RISK_CAPITAL });
    expect(rule?.drawdown).toEqual(drawdownOf(netPnl));
    // 1,650 of 20,000 are 8.25 %. The low is the fourth of six days from Fri 2 January 2026.
    expect(lowWords(drawdownOf(netPnl), factsOf(netPnl, {}, '2026-01-02'))).toBe(
      'low on Mon 5 Jan, 8% recovered',
    );
    expect(lowWords(drawdownOf(fall), factsOf(fall, {}, '2026-01-02'))).toBe(
      'low on Mon 5 Jan, nothing recovered',
    );
  });

  it('never reads as a quarter recovered', () => {
    const netPnl = [...fall, 4_999];
    expect(lowWords(drawdownOf(netPnl), [])).toBe('24% recovered');
  });
});

describe('the room before the drawdown rule cuts', () => {
  it.each([
    { name: 'a fresh drawdown of 3 %', netPnl: [-3_000], room: 12_000 },
    { name: 'a trader at the peak', netPnl: [3_000], room: 15_000 },
    { name: 'no session', netPnl: [], room: 15_000 },
    { name: 'a stale drawdown of 12 %', netPnl: [-20_000, ...Array<number>(16).fill(500)], room: 8_000 },
  ])('of $name is $room dollars', ({ netPnl, room }) => {
    expect(roomDollars({ netPnl, riskCapital: RISK_CAPITAL }, 15)).toBeCloseTo(room, 6);
  });

  it('is where the rule begins to fire on the next session', () => {
    const long = fc.array(fc.integer({ min: -9_000, max: 8_000 }), { minLength: 1, maxLength: 59 });
    fc.assert(
      fc.property(long, (netPnl) => {
        const room = roomDollars({ netPnl, riskCapital: RISK_CAPITAL }, 15);
        expect(firesOn([...netPnl, -Math.max(room, 0) - 1])).toBe(true);
        if (room > 1) expect(firesOn([...netPnl, -room + 1])).toBe(false);
      }),
    );
  });
});

/** The same by a search over every sum of the last 60 sessions. */
function searched(netPnl: readonly number[]) {
  const days = netPnl.slice(-60);
  const sums = [0, ...days.map((_, day) => days.slice(0, day + 1).reduce((sum, pnl) => sum + pnl, 0))];
  const today = sums.at(-1) ?? 0;
  const peak = sums.lastIndexOf(Math.max(...sums));
  const since = sums.slice(peak);
  const lowest = Math.min(...since);
  const low = peak + since.lastIndexOf(lowest);
  const depth = Math.max(...sums) - lowest;
  const recovered = depth === 0 ? 0 : (today - lowest) / depth;
  const sessionsSinceLow = sums.length - 1 - low;
  return {
    dollars: Math.max(...sums) - today,
    sessionsSincePeak: peak === 0 ? null : sums.length - 1 - peak,
    sessionsSinceLow,
    depth,
    recovered,
    isFresh: sessionsSinceLow <= 4 && recovered < 1 / 4,
  };
}

describe('the share of risk capital', () => {
  it('is that of the dollars below the peak', () => {
    fc.assert(
      fc.property(results, (netPnl) => {
        expect(drawdownPct({ netPnl, riskCapital: 500 })).toBe((100 * drawdownOf(netPnl).dollars) / 500);
      }),
    );
  });
});
