import { describe, expect, it } from 'vitest';
import { type CutDay, deskEquity } from '../../../src/domain/risk/deskEquity.ts';

const slippage = { slippageBasisPoints: 5 };
const MONDAY = '2026-03-02';

const cutDay = (overrides: Partial<CutDay>): CutDay => ({
  sessionDate: MONDAY,
  kind: 'not-reached',
  limit: 500,
  netPnl: 0,
  judged: null,
  drawnPnl: null,
  ...overrides,
});

const mark = (runningPnl: number, totalPnl: number, openNotional = 0) => ({
  runningPnl,
  totalPnl,
  secondOfDay: 40_000,
  openNotional,
});

const stopped = cutDay({ kind: 'stopped', limit: 1000, netPnl: -1000, drawnPnl: -1600 });
const ignored = cutDay({
  kind: 'ignored',
  netPnl: -900,
  judged: { netPnl: -900, untimedPnl: 0, marks: [mark(-505, -520)] },
});

const equity = (...cutDays: readonly CutDay[]) =>
  deskEquity([{ sessionDate: MONDAY, netPnl: -2000 }], cutDays, slippage)[0];

describe('the equity of the desk', () => {
  it('has the drawn close of a stopped day without cuts, and the stop of an ignored one with cuts kept', () => {
    expect(equity(stopped, ignored)).toEqual({
      sessionDate: MONDAY,
      asItWas: -2000,
      withoutCuts: -2600,
      cutsKept: -1620,
      underCut: 2,
      stopped: 1,
      ignored: 1,
      estimated: 1,
      notKnown: 0,
    });
  });

  it('pays the slippage of a stop that was ignored', () => {
    const judged = { netPnl: -900, untimedPnl: 0, marks: [mark(-505, -520, 40_000)] };
    expect(equity({ ...ignored, judged })?.cutsKept).toBe(-2000 + 380 - 20);
  });

  it('is the same three times where no limit was reached, or it is unclear whether one was', () => {
    for (const kind of ['not-reached', 'unclear', 'free'] as const) {
      const found = equity(cutDay({ kind, drawnPnl: -5000, judged: ignored.judged }));
      expect(found).toMatchObject({ asItWas: -2000, withoutCuts: -2000, cutsKept: -2000, notKnown: 0 });
    }
  });

  it('counts a day that is not known as it was', () => {
    const found = equity({ ...stopped, drawnPnl: null }, { ...ignored, judged: null });
    expect(found).toMatchObject({
      withoutCuts: -2000,
      cutsKept: -2000,
      stopped: 1,
      estimated: 0,
      notKnown: 2,
    });
  });

  it('keeps dates without a cut, and cuts of other dates away from them', () => {
    const days = [
      { sessionDate: MONDAY, netPnl: 100 },
      { sessionDate: '2026-03-03', netPnl: 200 },
    ];
    const found = deskEquity(days, [stopped], slippage);
    expect(found.map(({ withoutCuts }) => withoutCuts)).toEqual([-500, 200]);
  });
});
