import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import { DECAY_SESSIONS, type ModelScore, scoreDecay } from '../../../src/domain/engines/scoreDecay.ts';
import { differenceInterval } from '../../../src/domain/statistics/differenceInterval.ts';
import { sessionScore } from '../../support/sessionScores.ts';

/** Sessions of 12 traders whose scores vary by chance; `changed` says what is worse, and since when. */
function scores(sessions: number, seed: number, changed: (at: number) => Partial<Worse> = () => ({})) {
  const random = createRandom(seed, 'scores');
  return Array.from({ length: sessions }, (_, at): ModelScore => {
    const { exceptionRate = 0.05, pinballFactor = 1, regretFactor = 1 } = changed(at);
    const exceptions = Array.from({ length: 12 }, () => random.chance(exceptionRate)).filter(Boolean).length;
    const [luck, stakes] = [Math.exp(0.3 * random.normal()), Math.exp(random.normal())];
    return sessionScore({
      varForecasts: 12,
      varExceptions: exceptions,
      pinball: luck * pinballFactor * Math.exp(0.1 * random.normal()),
      plainPinball: luck,
      modelRegret: stakes * regretFactor * Math.exp(0.2 * random.normal()),
      rulesRegret: stakes,
    });
  });
}

interface Worse {
  readonly exceptionRate: number;
  readonly pinballFactor: number;
  readonly regretFactor: number;
}

const decayedIn = (found: ReturnType<typeof scoreDecay>) =>
  found.filter(({ decayed }) => decayed).map(({ id }) => id);

describe('the decay of scores', () => {
  it('has no scores below 310 sessions, and needs a second look to find one', () => {
    const worse = scores(400, 1, (at) => (at >= 300 ? { pinballFactor: 2 } : {}));
    expect(scoreDecay(worse.slice(0, DECAY_SESSIONS - 1))).toEqual([]);
    expect(decayedIn(scoreDecay(worse.slice(50, 50 + DECAY_SESSIONS)))).toEqual([]);
    expect(decayedIn(scoreDecay(worse.slice(45, 50 + DECAY_SESSIONS)))).toEqual(['pinball']);
  });

  it.each<[string, Partial<Worse>]>([
    ['coverage', { exceptionRate: 0.12 }],
    ['pinball', { pinballFactor: 1.2 }],
    ['regret', { regretFactor: 1.3 }],
  ])('is found in %s alone where that has become worse', (id, worse) => {
    const changed = scores(400, 2, (at) => (at >= 340 ? worse : {}));
    expect(decayedIn(scoreDecay(changed))).toEqual([id]);
  });

  it('is not found where scores have become better', () => {
    const better = scores(400, 3, (at) => (at >= 340 ? { pinballFactor: 0.7, regretFactor: 0.7 } : {}));
    expect(decayedIn(scoreDecay(better))).toEqual([]);
  });

  it('is found by chance at fewer than 4 % of looks at a score that has not changed', () => {
    const looks = [11, 12, 13, 14].flatMap((seed) => {
      const all = scores(1000, seed);
      return Array.from({ length: 60 }, (_, look) => scoreDecay(all.slice(0, 400 + 10 * look))).flat();
    });
    expect(looks.filter(({ decayed }) => decayed).length / looks.length).toBeLessThan(0.04);
  });

  it('has no interval with fewer than 10 exceptions on a side', () => {
    const [coverage, pinball, regret] = scoreDecay(scores(320, 4, () => ({ exceptionRate: 0.001 })));
    expect([coverage?.interval, pinball?.interval]).toEqual([null, null]);
    expect(regret?.interval).not.toBeNull();
  });
});

describe('the interval of a difference', () => {
  it('joins the intervals of both sides by square-and-add', () => {
    const now = { value: 0, interval: [0, 0.143] as const };
    const [low, high] = differenceInterval(now, { value: 7 / 63, interval: [0.055, 0.212] });
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['-0.212', '0.043']);
  });
});
