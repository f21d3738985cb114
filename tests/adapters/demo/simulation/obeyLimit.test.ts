import { describe, expect, it } from 'vitest';
import { simulateDesk } from '../../../../src/adapters/demo/simulation/desk.ts';
import type { SimulatedFill } from '../../../../src/adapters/demo/simulation/execution.ts';
import { obeyLimit } from '../../../../src/adapters/demo/simulation/obeyLimit.ts';
import type { OvernightPosition } from '../../../../src/adapters/demo/simulation/traderDay.ts';

const NO_FEES = { comm: 0, ecn: 0, sec: 0, cat: 0, taf: 0, nscc: 0, clr: 0 };

function fill(
  dayShare: number,
  side: SimulatedFill['side'],
  price: number,
  more: Partial<SimulatedFill> = {},
) {
  const order = Math.round(dayShare * 100);
  const rest = {
    account: 'SIM001',
    session: 0,
    timeUnknown: false,
    route: 'ARCA',
    fees: NO_FEES,
    order,
  };
  return { ...rest, dayShare, side, quantity: 100, symbol: 'AAPL', price, liquidity: 'R' as const, ...more };
}

describe('a limit that is obeyed', () => {
  it('leaves a day alone that does not reach it', () => {
    expect(obeyLimit([fill(0.1, 'B', 10), fill(0.2, 'S', 9)], 101, 'realised')).toBeNull();
  });

  it('removes what came after it', () => {
    const before = [fill(0.1, 'B', 10), fill(0.2, 'S', 9)];
    const day = obeyLimit([...before, fill(0.3, 'B', 9), fill(0.4, 'S', 12)], 100, 'realised');
    expect(day).toMatchObject({ fills: before, netPnl: -100 });
  });

  it('closes the open lots of the session at the last price', () => {
    const before = [fill(0.1, 'B', 10, { quantity: 200 }), fill(0.2, 'S', 9)];
    const day = obeyLimit([...before, fill(0.5, 'S', 12)], 150, 'total');
    expect(day?.fills.slice(0, 2)).toEqual(before);
    expect(day?.fills[2]).toMatchObject({ side: 'S', quantity: 100, price: 9, order: 21 });
    expect(day?.fills).toHaveLength(3);
    expect(day?.netPnl).toBeCloseTo(-200.52, 2);
  });

  it('keeps positions of earlier sessions that were not closed yet', () => {
    const held: OvernightPosition[] = [
      { symbol: 'KO', direction: 1, quantity: 10, cost: 50, sessionsLeft: 3 },
      { symbol: 'PFE', direction: -1, quantity: 10, cost: 30, sessionsLeft: 1 },
    ];
    const fills = [
      fill(0.01, 'C', 29, { symbol: 'PFE', quantity: 10 }),
      fill(0.1, 'B', 10),
      fill(0.2, 'S', 8),
      fill(0.3, 'B', 8),
    ];
    const day = obeyLimit(fills, 150, 'realised', { held, mayHoldOvernight: true });
    expect(day?.held).toEqual([{ ...held[0], sessionsLeft: 2 }]);
    expect(day?.netPnl).toBe(-190);
  });

  it('keeps the part of a position whose closing was interrupted', () => {
    const held: OvernightPosition[] = [
      { symbol: 'PFE', direction: -1, quantity: 30, cost: 30, sessionsLeft: 1 },
    ];
    const fills = [
      fill(0.1, 'C', 50, { symbol: 'PFE', quantity: 10 }),
      fill(0.2, 'C', 50, { symbol: 'PFE', quantity: 20 }),
    ];
    const day = obeyLimit(fills, 150, 'realised', { held, mayHoldOvernight: true });
    expect(day?.held).toEqual([{ ...held[0], quantity: 20 }]);
  });

  it('closes positions of earlier sessions too where none may stay', () => {
    const held: OvernightPosition[] = [
      { symbol: 'KO', direction: 1, quantity: 10, cost: 50, sessionsLeft: 3 },
    ];
    const fills = [fill(0.1, 'B', 10), fill(0.2, 'S', 8), fill(0.3, 'B', 8)];
    const day = obeyLimit(fills, 150, 'realised', { held, mayHoldOvernight: false });
    expect(day?.held).toEqual([]);
    expect(day?.fills.at(-1)).toMatchObject({ symbol: 'KO', side: 'S', quantity: 10, price: 50, order: 21 });
  });

  it('ends the same day at the same second again: nothing is opened after it', () => {
    const { fills } = simulateDesk(7, { truth: 'tilt', traders: 4, sessions: 60 });
    const days = new Map<string, SimulatedFill[]>();
    for (const one of fills) {
      const key = `${one.account} ${one.session}`;
      days.set(key, [...(days.get(key) ?? []), one]);
    }
    let stopped = 0;
    for (const ofDay of days.values()) {
      const once = obeyLimit(ofDay, 800, 'total');
      if (once === null) continue;
      stopped++;
      expect(obeyLimit(once.fills, 800, 'total')).toEqual(once);
    }
    expect(stopped).toBeGreaterThan(20);
  });
});
