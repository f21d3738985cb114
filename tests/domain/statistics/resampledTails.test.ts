import { describe, expect, it } from 'vitest';
import { resampledTails } from '../../../src/domain/statistics/resampledTails.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { bootstrapReplicates } from '../../../src/domain/statistics/stationaryBootstrap.ts';
import { tailOf } from '../../../src/domain/statistics/tail.ts';

const SAMPLING = { seed: 20_250_109, replicates: 300 };
const FIGURES = ['worst', 'quantile05', 'shortfall05', 'maxDrawdown'] as const;

const random = seededRandom(3);
const heavy = (many: number) =>
  Array.from({ length: many }, () => 4_000 * (random() - 0.5) ** 3 - (random() < 0.06 ? 9_000.7 : 0));

describe('the tails of resamples', () => {
  it.each([
    ['one session', [-3.25]],
    ['two sessions', [5, -7]],
    ['21 sessions, whose quantile is a result itself', heavy(21)],
    ['260 sessions', heavy(260)],
    ['many sessions of the same result', heavy(260).map((result) => Math.round(result / 2_000) * 2_000)],
    ['sessions without a trade', Array.from({ length: 60 }, () => 0)],
    ['gains alone', heavy(130).map((result) => 10_000 - result)],
  ])('are to the last digit those of each resample alone, in the order of the draw: %s', (_, results) => {
    const columns = resampledTails(results, SAMPLING);
    const listed = bootstrapReplicates(results, tailOf, SAMPLING);
    for (const name of FIGURES)
      expect(Array.from(columns[name]), name).toEqual(listed.map((tail) => tail?.[name]));
  });
});
