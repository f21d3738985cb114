import { describe, expect, it } from 'vitest';
import { ProbabilityAccumulator } from '../../../src/domain/evaluation/probabilityAccumulator.ts';
import {
  areaInterval,
  type JudgedSession,
  skillInterval,
} from '../../../src/domain/evaluation/probabilityIntervals.ts';
import { areaUnderCurve, brierSkill, placements } from '../../../src/domain/statistics/scores.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { bootstrapInterval } from '../../../src/domain/statistics/stationaryBootstrap.ts';

const SAMPLING = { seed: 3, replicates: 1000 };
const BOUNDS = { ...SAMPLING, probabilities: [0.05, 0.95] };

interface Desk {
  readonly sessions: number;
  readonly traders: number;
  /** The slope of the true probability in the forecast probability. */
  readonly slope: number;
  readonly seed: number;
}

function deskOf({ sessions, traders, slope, seed }: Desk): readonly JudgedSession[] {
  const random = seededRandom(seed);
  return Array.from({ length: sessions }, () =>
    Array.from({ length: traders }, () => {
      const probability = 0.05 + 0.2 * random();
      return { probability, happened: random() < 0.15 + slope * (probability - 0.15) };
    }),
  );
}

const desk = deskOf({ sessions: 120, traders: 10, slope: 1, seed: 1 });

describe('the interval of the Brier skill', () => {
  it('equals that of scoring every resample', () => {
    const direct = bootstrapInterval(desk, (resample) => brierSkill(resample.flat()), BOUNDS);
    const interval = skillInterval(desk, SAMPLING);
    for (const side of [0, 1] as const) expect(interval?.[side]).toBeCloseTo(direct[side] ?? Number.NaN, 10);
  });
});

describe('the interval of the area under the curve', () => {
  it('is close to that of ranking every resample', () => {
    const direct = bootstrapInterval(desk, (resample) => areaUnderCurve(resample.flat()), BOUNDS);
    const width = (direct[1] ?? 0) - (direct[0] ?? 0);
    const interval = areaInterval(desk, SAMPLING);
    for (const side of [0, 1] as const)
      expect(Math.abs((interval?.[side] ?? 0) - (direct[side] ?? 0))).toBeLessThan(0.06 * width);
  });

  it('includes 0.5 about nine times in ten when the forecasts have no skill', () => {
    const holds = Array.from({ length: 200 }, (_, seed) => {
      const interval = areaInterval(deskOf({ sessions: 60, traders: 5, slope: 0, seed }), {
        seed,
        replicates: 300,
      });
      return interval !== null && interval[0] <= 0.5 && interval[1] >= 0.5;
    }).filter(Boolean).length;
    expect(holds / 200).toBeGreaterThan(0.82);
    expect(holds / 200).toBeLessThan(0.97);
  });

  it('stays within 0 and 1', () => {
    const sure = Array.from({ length: 12 }, () => [
      { probability: 0.9, happened: true },
      { probability: 0.1, happened: false },
    ]);
    expect(areaInterval(sure, SAMPLING)).toEqual([1, 1]);
  });
});

describe('placements', () => {
  it('average to the area under the curve for events and for non-events, with ties counted half', () => {
    const rows = [
      ...desk.flat(),
      { probability: 0.1, happened: true },
      { probability: 0.1, happened: false },
    ];
    const placed = placements(rows);
    const meanOf = (kind: boolean) => {
      const own = [...placed].filter((_, row) => rows[row]?.happened === kind);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    expect(meanOf(true)).toBeCloseTo(areaUnderCurve(rows) ?? Number.NaN, 12);
    expect(meanOf(false)).toBeCloseTo(areaUnderCurve(rows) ?? Number.NaN, 12);
  });
});

describe('both intervals', () => {
  const each = (events: number, others: number, sessions: number): readonly JudgedSession[] =>
    Array.from({ length: sessions }, (_, session) =>
      Array.from({ length: events + others }, (_, row) => ({
        probability: 0.1,
        happened: row < events,
      })).filter((_, row) => row % sessions === session),
    );

  it.each([
    ['nothing', []],
    ['nine sessions', each(20, 80, 9)],
    ['nine large losses', each(9, 80, 10)],
    ['nine days without one', each(80, 9, 10)],
  ])('are null with %s', (_, sessions) => {
    expect([skillInterval(sessions, SAMPLING), areaInterval(sessions, SAMPLING)]).toEqual([null, null]);
  });

  it('exist from ten events, ten other days and ten sessions on', () => {
    expect(skillInterval(each(10, 10, 10), SAMPLING)).not.toBeNull();
    expect(areaInterval(each(10, 10, 10), SAMPLING)).not.toBeNull();
  });
});

describe('the probability accumulator', () => {
  it('groups forecasts by session', () => {
    const tally = new ProbabilityAccumulator();
    for (const [place, session] of desk.entries())
      for (const { probability, happened } of session) tally.add(`session ${place}`, probability, happened);
    const rows = desk.flat();
    const scores = tally.scores(SAMPLING);
    expect(scores).toMatchObject({
      days: 1_200,
      came: rows.filter(({ happened }) => happened).length,
      brier: expect.any(Number),
      skillInterval: skillInterval(desk, SAMPLING),
      aucInterval: areaInterval(desk, SAMPLING),
    });
    expect(scores.expected).toBeCloseTo(
      rows.reduce((sum, { probability }) => sum + probability, 0),
      9,
    );
  });
});
