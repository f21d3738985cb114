import { describe, expect, it } from 'vitest';
import { walkedDesk, walkOptions } from '../../../scripts/simulation/walkedDesk.ts';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import type { SessionOutcome } from '../../../src/domain/engines/model/sessionOutcome.ts';
import { isUniformCutProved, type UniformCutSession } from '../../../src/domain/engines/uniformCut.ts';
import { CUT_GRID_PCT } from '../../../src/domain/outcome/counterfactual.ts';
import { outcomeUnderCut } from '../../support/evaluatedDays.ts';

const PLACES = Array.from({ length: 17 }, (_, place) => place);

/** A session of four traders on which the cut for everyone at one place of the grid netted `net`. */
function session(
  net: number,
  options: { place?: number; meanCut?: number; judged?: number } = {},
): UniformCutSession {
  const { place = 2, meanCut = 10, judged = 4 } = options;
  return {
    judged,
    uniformCuts: {
      nets: Float64Array.from(PLACES, (each) => (each === place ? net : -1_000)),
      cuts: meanCut * 2,
      // Two of the traders judged were cut.
      cutDays: meanCut === 0 ? 0 : 2,
    },
  };
}

const sessions = (count: number, netOf: (at: number) => number, options = {}) =>
  Array.from({ length: count }, (_, at) => session(netOf(at), options));

it('is recorded by the walk as a sum over the traders who were judged', () => {
  const walked = walkedDesk({ truth: 'tilt', seed: 31, sessions: 60 });
  const last = walked.slice(-20);
  expect(last.some(({ record }) => record.uniformCuts?.nets.some((net) => net !== 0))).toBe(true);
  for (const { record, forecast, outcomes } of last) {
    const judged = forecast.traders.flatMap(({ member, forecast: known, rulesReductionPct }) => {
      const outcome = outcomes.get(member.trader);
      return outcome === undefined || known === null
        ? []
        : [{ day: dayOf(outcome), baseLimit: member.baseLimit, rulesReductionPct }];
    });
    const sums = CUT_GRID_PCT.map((cut) =>
      judged.reduce(
        (sum, { day, baseLimit }) =>
          sum +
          outcomeUnderCut(day, baseLimit, cut, walkOptions.stop) -
          outcomeUnderCut(day, baseLimit, 0, walkOptions.stop),
        0,
      ),
    );
    for (const [place, sum] of sums.entries()) expect(record.uniformCuts?.nets[place]).toBeCloseTo(sum, 6);
    // No model is in force after 60 sessions.
    const cuts = judged.map(({ rulesReductionPct }) => rulesReductionPct).filter((cut) => cut > 0);
    expect(record.uniformCuts?.cutDays).toBe(cuts.length);
    expect(record.uniformCuts?.cuts).toBe(cuts.reduce((sum, cut) => sum + cut, 0));
    expect(record.judged).toBe(judged.length);
  }
});

function dayOf({ summary, marks }: SessionOutcome) {
  return { netPnl: summary.netPnl, marks, untimedPnl: 0 };
}

describe('one cut for everyone', () => {
  it.each([
    { name: 'saves on each of 120 sessions', count: 120, netOf: () => 200, expected: true },
    { name: 'saves on each of 119 sessions', count: 119, netOf: () => 200, expected: false },
    {
      name: 'saves and costs by turns',
      count: 250,
      netOf: (at: number) => (at % 2 === 0 ? 200 : -300),
      expected: false,
    },
    { name: 'never has an effect', count: 250, netOf: () => 0, expected: false },
    {
      name: 'saves on one session alone',
      count: 250,
      netOf: (at: number) => (at === 9 ? 9_000 : 0),
      expected: false,
    },
    {
      name: 'has saved before the last 250 sessions only',
      count: 500,
      netOf: (at: number) => (at < 250 ? 900 : -1),
      expected: false,
    },
    {
      name: 'has cost before the last 250 sessions only',
      count: 500,
      netOf: (at: number) => (at < 250 ? -900 : 1),
      expected: true,
    },
  ])('that $name is proved: $expected', ({ count, netOf, expected }) => {
    expect(isUniformCutProved(sessions(count, netOf))).toBe(expected);
  });

  it.each([
    { meanCut: 0, place: 2 },
    { meanCut: 10, place: 2 },
    { meanCut: 12.4, place: 2 },
    { meanCut: 12.6, place: 3 },
    { meanCut: 38, place: 8 },
    { meanCut: 80, place: 16 },
  ])('is judged at the mean depth of the cuts, $meanCut %: step $place of the grid', ({ meanCut, place }) => {
    const proved = PLACES.filter((each) =>
      isUniformCutProved(sessions(120, () => 200, { place: each, meanCut })),
    );
    expect(proved).toEqual([place]);
  });

  it('is not proved by sessions without its record, nor by those on which no one was judged', () => {
    const unknown = Array.from({ length: 120 }, () => ({ judged: 4, uniformCuts: null }));
    expect(isUniformCutProved([...unknown, ...sessions(119, () => 200)])).toBe(false);
    expect(isUniformCutProved([...sessions(1, () => 200), ...unknown, ...sessions(119, () => 200)])).toBe(
      true,
    );
    expect(isUniformCutProved(sessions(200, () => 200, { judged: 0 }))).toBe(false);
  });

  it('that has no effect on average is proved on few desks', () => {
    const random = createRandom(7, 'uniform cuts');
    const proved = Array.from({ length: 200 }, () =>
      isUniformCutProved(sessions(160, () => 100 * random.normal())),
    ).filter(Boolean).length;
    // A bound at 2.5 % of a symmetric net.
    expect(proved).toBeGreaterThan(0);
    expect(proved).toBeLessThan(16);
  });
});
