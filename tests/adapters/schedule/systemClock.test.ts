import { expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/schedule/systemClock.ts';

const HOUR_MS = 3_600_000;

it.each([
  ['before', (over: AbortController) => over.abort()],
  ['during', (over: AbortController) => void setTimeout(() => over.abort(), 20)],
])('systemClock.wait returns at once without an error when aborted %s the wait', async (_, abort) => {
  const over = new AbortController();
  abort(over);
  await expect(systemClock.wait(HOUR_MS, over.signal)).resolves.toBeUndefined();
});

it('systemClock.wait takes the given time when it is not aborted', async () => {
  const before = systemClock.now().getTime();
  await systemClock.wait(30, new AbortController().signal);
  // Timers can fire a millisecond early.
  expect(systemClock.now().getTime() - before).toBeGreaterThanOrEqual(29);
});
