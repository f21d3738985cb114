import { describe, expect, it } from 'vitest';
import { bootstrapOfSums } from '../../../src/domain/statistics/bootstrapOfSums.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { bootstrapInterval } from '../../../src/domain/statistics/stationaryBootstrap.ts';

const OPTIONS = { seed: 20_250_109, replicates: 500, probabilities: [0.05, 0.5, 0.95] };

type Session = readonly [losses: number, days: number];

/** Few sessions have a day, so that some resamples have none. */
function sessions(many: number, shareWithDays: number): readonly Session[] {
  const random = seededRandom(many);
  return Array.from({ length: many }, () => {
    const days = random() < shareWithDays ? 1 + Math.floor(6 * random()) : 0;
    return [Math.floor((days + 1) * random()), days];
  });
}

const rateOf = (losses: number, days: number) => (days === 0 ? null : losses / days);

describe('the bootstrap of sums', () => {
  it.each([
    ['one session', sessions(1, 1)],
    ['260 sessions', sessions(260, 0.8)],
    ['sessions that mostly have no day', sessions(40, 0.1)],
  ])('has to the last digit the bounds of the listed resamples: %s', (_, all) => {
    const columns = [0, 1].map((column) => Float64Array.from(all, (session) => session[column]!));
    const summed = bootstrapOfSums(columns, (sums) => rateOf(sums[0]!, sums[1]!), OPTIONS);
    const listed = (drawn: readonly Session[]) =>
      rateOf(
        drawn.reduce((sum, [losses]) => sum + losses, 0),
        drawn.reduce((sum, [, days]) => sum + days, 0),
      );
    expect(summed).toEqual(bootstrapInterval(all, listed, OPTIONS));
  });

  it('refuses a desk without sessions, and a statistic that no resample has', () => {
    expect(() => bootstrapOfSums([new Float64Array(0)], () => 1, OPTIONS)).toThrow('no session');
    expect(() => bootstrapOfSums([Float64Array.of(1)], () => null, OPTIONS)).toThrow('no replicate');
  });
});
