import { expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/schedule/systemClock.ts';

const HOUR_MS = 3_600_000;

it.each([
  ['before', (over: AbortController) => over.abort()],
  ['while', (over: AbortController) => void setTimeout(() => over.abort(), 20)],
])('a wait called off %s it lasts ends at once and without an error', async (_, abort) => {
  const over = new AbortController();
  abort(over);
  await expect(systemClock.wait(HOUR_MS, over.signal)).resolves.toBeUndefined();
});

it('a wait that is not called off lasts as long as was asked', async () => {
  const before = systemClock.now().getTime();
  await systemClock.wait(30, new AbortController().signal);
  // Timers may be a millisecond early.
  expect(systemClock.now().getTime() - before).toBeGreaterThanOrEqual(29);
});
