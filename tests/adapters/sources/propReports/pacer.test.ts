import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer, type Pacer } from '../../../../src/adapters/sources/propReports/pacer.ts';

/** A clock that stands still but for sleeping. */
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

async function sendTimes(pacer: Pacer, now: () => number, count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => pacer.pace(async () => now())));
}

describe('pacing', () => {
  it('lets 40 requests go at once and the 41st exactly four seconds after the first', async () => {
    const { now, sleep, slept } = fakeTime();
    const times = await sendTimes(createPacer({ now, sleep }), now, 41);
    expect(times).toEqual([...Array.from({ length: 40 }, () => 0), 4_000]);
    expect(slept).toEqual([4_000]);
  });

  it('waits only for what is left of the window', async () => {
    const { now, sleep, pass, slept } = fakeTime();
    const pacer = createPacer({ now, sleep });
    for (let n = 0; n < 40; n += 1) {
      await pacer.pace(async () => {});
      pass(50);
    }
    const times = await sendTimes(pacer, now, 3);
    expect(times).toEqual([4_000, 4_050, 4_100]);
    expect(slept).toEqual([2_000, 50, 50]);
  });

  it('never waits below the limit and never goes above it, whatever comes when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 80 }),
        async (gaps) => {
          const { now, sleep, pass } = fakeTime();
          const pacer = createPacer({ requests: 5, windowMs: 1_000, now, sleep });
          const sent: number[] = [];
          for (const gap of gaps) {
            pass(gap);
            const asked = now();
            sent.push(await pacer.pace(async () => now()));
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

  it('counts a request from its answer on, so that delays cannot squeeze the server’s own window', async () => {
    const { now, sleep, pass } = fakeTime();
    const pacer = createPacer({ requests: 2, now, sleep });
    const answers: (() => void)[] = [];
    const slow = (): Promise<void> => pacer.pace(() => new Promise<void>((resolve) => answers.push(resolve)));
    const both = [slow(), slow()];
    const third = pacer.pace(async () => now());
    await Promise.resolve();
    while (answers.length < 2) await Promise.resolve();
    pass(700);
    answers[0]?.();
    expect(await third).toBe(4_700);
    answers[1]?.();
    await Promise.all(both);
  });

  it('counts a failed request too, and goes on after it', async () => {
    const { now, sleep } = fakeTime();
    const pacer = createPacer({ requests: 1, now, sleep });
    await expect(pacer.pace(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(await pacer.pace(async () => now())).toBe(4_000);
  });

  it('holds everything off for a window when told to', async () => {
    const { now, sleep } = fakeTime();
    const pacer = createPacer({ now, sleep });
    pacer.holdOff();
    expect(await sendTimes(pacer, now, 2)).toEqual([4_000, 4_000]);
  });
});
