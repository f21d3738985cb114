import { describe, expect, it } from 'vitest';
import type { JudgedRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { SizingAccumulator } from '../../../src/domain/evaluation/sizingAccumulator.ts';
import { fallingMarks } from '../../support/evaluatedDays.ts';

const STOP = { slippageBasisPoints: 0, limitRoundTo: 50 };
const SESSIONS = Array.from({ length: 12 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`);

interface Day {
  readonly session: number;
  readonly netPnl: number;
  readonly size: number;
  readonly cutPct?: number;
  /** Running P&L, which equals the total P&L. */
  readonly lows?: readonly number[];
}

function judged({ session, netPnl, size, cutPct = 0, lows = [] }: Day): JudgedRow {
  const marks = fallingMarks(lows.map((low) => [low, low]));
  return {
    row: {
      sessionDate: SESSIONS[session] ?? '',
      baseLimit: 1_000,
      reductionPct: cutPct,
      sizeMultiplier: size,
    } as JudgedRow['row'],
    day: { netPnl, marks, untimedPnl: 0 },
    isEstimated: false,
    isCutShort: false,
    cutPctWithoutSwitch: 0,
    pinball: null,
    plainPinball: null,
  };
}

function scored(days: readonly Day[]) {
  const tally = new SizingAccumulator(STOP);
  for (const day of days) tally.add(judged(day));
  return tally.scores(SESSIONS, { seed: 1, replicates: 200 });
}

describe('what sizes would have changed', () => {
  it('is the share of a day that was not traded', () => {
    const { alone, added, withCuts, days, reducedDays, meanMultiplier } = scored([
      { session: 0, netPnl: -1_000, size: 0.6 },
      { session: 1, netPnl: 500, size: 0.8 },
      { session: 2, netPnl: 300, size: 1 },
    ]);
    expect(alone).toMatchObject({ avoided: 400, bindingDays: 2 });
    expect(alone.opportunityCost).toBeCloseTo(100, 9);
    expect(withCuts.net).toBeCloseTo(300, 9);
    expect(added.net).toBeCloseTo(300, 9);
    expect({ days, reducedDays }).toEqual({ days: 3, reducedDays: 2 });
    expect(meanMultiplier).toBeCloseTo(0.8, 12);
  });

  it('reaches the same limit later, since a size changes no limit', () => {
    // In full size the base limit ends the day at −1,200; at half the size the path falls to −900 only.
    const { alone } = scored([{ session: 0, netPnl: -1_800, size: 0.5, lows: [-600, -1_200, -1_800] }]);
    expect(alone.net).toBe(-900 - -1_200);
  });

  it('adds to a cut what the cut did not prevent', () => {
    // The cut limit of 500 ends the day at −600; at 0.6 of the size at 0.6 · −1,200 = −720, later.
    const { withCuts, added } = scored([
      { session: 0, netPnl: -1_800, size: 0.6, cutPct: 50, lows: [-600, -1_200, -1_800] },
    ]);
    expect(withCuts.net).toBeCloseTo(-720 - -1_200, 9);
    expect(added.net).toBeCloseTo(-720 - -600, 9);
  });

  it('is no targeting where every day has the same size', () => {
    const { targeting } = scored(SESSIONS.map((_, session) => ({ session, netPnl: -100, size: 0.7 })));
    expect(targeting.net).toBeCloseTo(0, 9);
  });

  it('is good targeting where smaller sizes meet losses', () => {
    const { targeting } = scored(
      SESSIONS.map((_, session) =>
        session % 2 === 0 ? { session, netPnl: -400, size: 0.5 } : { session, netPnl: 400, size: 1 },
      ),
    );
    expect(targeting.net).toBeCloseTo(12 * 0.25 * 400, 9);
    expect(targeting.bindingDays).toBe(6);
  });

  it('leaves out days without a known path, and is empty without any day', () => {
    const tally = new SizingAccumulator(STOP);
    tally.add({ ...judged({ session: 0, netPnl: -1, size: 0.5 }), day: null });
    expect(tally.scores(SESSIONS, { seed: 1 })).toMatchObject({
      days: 0,
      meanMultiplier: null,
      targeting: { net: 0, verdict: 'not enough to tell' },
    });
  });
});
