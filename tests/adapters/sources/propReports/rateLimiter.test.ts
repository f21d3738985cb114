import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRateLimiter,
  type RateLimiter,
} from '../../../../src/adapters/sources/propReports/rateLimiter.ts';

/** A clock that advances only by `sleep` and `pass`. */
function fakeTime() {
  let time = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
    sleep: async (ms: number) => {
      slept.push(ms);
      time += ms;
    },
  };
}

async function sendTimes(pacer: RateLimiter, now: () => number, count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => pacer.run(async () => now())));
}

describe('the rate limiter', () => {
  it('sends 40 requests at once and the 41st exactly four seconds after the first', async () => {
    const { now, sleep, slept } = fakeTime();
    const times = await sendTimes(createRateLimiter({ now, sleep }), now, 41);
    expect(times).toEqual([...Array.from({ length: 40 }, () => 0), 4_000]);
    expect(slept).toEqual([4_000]);
  });

  it('waits only for the rest of the window', async () => {
    const { now, sleep, pass, slept } = fakeTime();
    const pacer = createRateLimiter({ now, sleep });
    for (let n = 0; n < 40; n += 1) {
      await pacer.run(async () => {});
      pass(50);
    }
    const times = await sendTimes(pacer, now, 3);
    expect(times).toEqual([4_000, 4_050, 4_100]);
    expect(slept).toEqual([2_000, 50, 50]);
  });

  it('never waits below the limit and never exceeds it, for random request times', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 80 }),
        async (gaps) => {
          const { now, sleep, pass } = fakeTime();
          const pacer = createRateLimiter({ requests: 5, windowMs: 1_000, now, sleep });
          const sent: number[] = [];
          for (const gap of gaps) {
            pass(gap);
            const asked = now();
            sent.push(await pacer.run(async () => now()));
            const at = sent.at(-1) ?? 0;
            const before = sent.slice(0, -1).filter((time) => time > at - 1_000);
            expect(before.length).toBeLessThan(5);
            const fullWhenAsked = sent.slice(0, -1).filter((time) => time > asked - 1_000).length >= 5;
            if (!fullWhenAsked) expect(at).toBe(asked);
            else expect(sent).toContain(at - 1_000);
          }
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it('counts a request until one window after its answer, so network delays cannot exceed the server’s limit', async () => {
    const { now, sleep, pass } = fakeTime();
    const pacer = createRateLimiter({ requests: 2, now, sleep });
    const answers: (() => void)[] = [];
    const slow = (): Promise<void> => pacer.run(() => new Promise<void>((resolve) => answers.push(resolve)));
    const both = [slow(), slow()];
    const third = pacer.run(async () => now());
    await Promise.resolve();
    while (answers.length < 2) await Promise.resolve();
    pass(700);
    answers[0]?.();
    expect(await third).toBe(4_700);
    answers[1]?.();
    await Promise.all(both);
  });

  it('counts a failed request too, and continues after it', async () => {
    const { now, sleep } = fakeTime();
    const pacer = createRateLimiter({ requests: 1, now, sleep });
    await expect(pacer.run(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await pacer.run(async () => now())).toBe(4_000);
  });

  it('sends nothing for a whole window after pause()', async () => {
    const { now, sleep } = fakeTime();
    const pacer = createRateLimiter({ now, sleep });
    pacer.pause();
    expect(await sendTimes(pacer, now, 2)).toEqual([4_000, 4_000]);
  });
});
