import { describe, expect, it } from 'vitest';
import { resamplesOf } from '../../../src/domain/statistics/resamples.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';

/** Each run drawn when it is needed, as the method is written. */
function plainRuns(sessions: number, replicates: number, seed: number, meanBlockSessions: number) {
  const random = seededRandom(seed);
  const logOfStaying = Math.log1p(-1 / meanBlockSessions);
  const [starts, lengths, firsts]: [number[], number[], number[]] = [[], [], [0]];
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let left = sessions; left > 0; left -= lengths.at(-1) ?? left) {
      starts.push(Math.floor(random() * sessions));
      lengths.push(Math.min(left, 1 + Math.floor(Math.log(1 - random()) / logOfStaying)));
    }
    firsts.push(starts.length);
  }
  return { starts, lengths, firsts };
}

describe('resamples whose random numbers are drawn once for each seed', () => {
  it.each([
    [20, 30, 7, 5],
    [250, 400, 7, 5],
    [60, 900, 7, 5],
    [60, 900, 8, 5],
    [33, 50, 7, 1],
    [33, 50, 7, 12.5],
  ])('of %i sessions, %i times, with seed %i and runs of %d are those of a plain draw', (...asked) => {
    const [sessions, replicates, seed, meanBlockSessions] = asked;
    const { starts, lengths, firsts } = resamplesOf(sessions, { seed, replicates, meanBlockSessions });
    const drawn = { starts: [...starts], lengths: [...lengths], firsts: [...firsts] };
    expect(drawn).toEqual(plainRuns(...asked));
  });
});
