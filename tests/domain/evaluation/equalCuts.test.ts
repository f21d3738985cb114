import { describe, expect, it } from 'vitest';
import type { BacktestRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { EqualCutsAccumulator } from '../../../src/domain/evaluation/equalCutsAccumulator.ts';
import { cutDepths } from '../../../src/domain/outcome/outcomeSteps.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { dateAfter } from '../../support/facts.ts';

const sampling = { seed: 3, replicates: 400 };
const SESSIONS = Array.from({ length: 200 }, (_, place) => dateAfter('2025-01-01', place));

interface Day {
  readonly session: number;
  readonly cut: number;
  /** P&L at a cut of 50 % or more; undefined: no cut is reached. */
  readonly stopped?: number;
  readonly base: number;
}

function scored(days: readonly Day[], depths = cutDepths(80)) {
  const tally = new EqualCutsAccumulator(depths);
  for (const { session, cut, stopped, base } of days) {
    const steps = [{ fromPct: 0, pnl: base }];
    tally.add({
      sessionDate: SESSIONS[session]!,
      reductionPct: cut,
      stoppedPnlBase: base,
      stoppedPnlByCut: stopped === undefined ? steps : [...steps, { fromPct: 50, pnl: stopped }],
    } as unknown as BacktestRow);
  }
  return tally.scores('inForce', SESSIONS, sampling);
}

/** Eight traders on 200 sessions; a cut of 50 % changes their P&L by `effect` dollars. */
const desk = (day: (random: () => number) => Omit<Day, 'session'>, seed = 1): readonly Day[] => {
  const random = seededRandom(seed);
  return SESSIONS.flatMap((_, session) => Array.from({ length: 8 }, () => ({ session, ...day(random) })));
};

describe('the same cuts for everyone', () => {
  it('earn what the cuts earn where every day is alike, so that targeting is 0', () => {
    const { equal, targeting } = scored(
      desk((random) => ({ cut: random() < 0.2 ? 60 : 0, base: -700, stopped: -400 })),
    );
    expect(equal.verdict).toBe('helped');
    expect(targeting.net).toBeCloseTo(0, 6);
    expect(targeting.verdict).toBe('could be chance');
  });

  it('save on a desk that loses, where cuts on random days say nothing of the choice of days', () => {
    const verdicts = Array.from({ length: 40 }, (_, seed) => {
      const days = desk((random) => {
        const saved = 1_000 * (random() - 0.35);
        return { cut: random() < 0.2 ? 50 : 0, base: -700, stopped: -700 + saved };
      }, seed + 1);
      const { equal, targeting } = scored(days);
      return [equal.verdict, targeting.verdict];
    });
    expect(verdicts.filter(([equal]) => equal === 'helped').length).toBeGreaterThan(36);
    // Nominal: one in ten, half of them on either side.
    expect(verdicts.filter(([, targeting]) => targeting !== 'could be chance').length).toBeLessThan(9);
  });

  it('find cuts that chose the right days, and those that chose the wrong ones', () => {
    const choosing = (isRight: boolean) =>
      scored(
        desk((random) => {
          const saves = random() < 0.5;
          const isChosen = saves === isRight && random() < 0.4;
          return { cut: isChosen ? 50 : 0, base: -700, stopped: saves ? -300 : -1_000 };
        }),
      );
    expect(choosing(true).targeting.verdict).toBe('helped');
    expect(choosing(false).targeting.verdict).toBe('cost');
    // Over all days a cut saves a little.
    expect(choosing(false).equal.verdict).toBe('helped');
  });

  it('hand out the depths of the cuts, not their mean: the effect of a cut is no straight line', () => {
    // Half of the days cut by 60 %, which stops; half by 20 %, which does not. The mean, 40 %, stops nothing.
    const { equal, depths } = scored(
      SESSIONS.flatMap((_, session) => [20, 60].map((cut) => ({ session, cut, base: -700, stopped: -400 }))),
    );
    expect(depths).toEqual([
      { reductionPct: 20, traderDays: 200, share: 0.5 },
      { reductionPct: 60, traderDays: 200, share: 0.5 },
    ]);
    expect(equal.net).toBeCloseTo(0.5 * 400 * 300, 6);
  });

  it('have no verdict below ten trader-days on which the cuts changed something', () => {
    const nine = SESSIONS.slice(0, 9).map((_, session) => ({ session, cut: 50, base: -700, stopped: -400 }));
    const idle = SESSIONS.map((_, session) => ({ session, cut: 0, base: 100 }));
    expect(scored([...nine, ...idle])).toMatchObject({
      equal: { verdict: 'not enough to tell' },
      targeting: { verdict: 'not enough to tell' },
    });
  });

  it('are empty without a judged trader-day', () => {
    const tally = new EqualCutsAccumulator(cutDepths(80));
    tally.add({ stoppedPnlBase: null, stoppedPnlByCut: null } as unknown as BacktestRow);
    const none = { net: 0, netInterval: [0, 0], verdict: 'not enough to tell' };
    expect(tally.scores('inForce', SESSIONS, sampling)).toEqual({ depths: [], equal: none, targeting: none });
  });

  it('know a cap that is no step of 5 %', () => {
    const { depths, equal } = scored([{ session: 0, cut: 53, base: -700, stopped: -400 }], cutDepths(53));
    expect(depths).toEqual([{ reductionPct: 53, traderDays: 1, share: 1 }]);
    expect(equal.net).toBe(300);
  });
});
