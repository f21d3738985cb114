import { describe, expect, it } from 'vitest';
import { createStopSwitch, Stopped, stoppable } from '../../src/pipeline/stop.ts';
import type { Clock } from '../../src/ports/runtime.ts';
import { temporaryStores } from '../support/stores.ts';

/** A clock whose waits end only when they are aborted. */
async function waiting() {
  const signals: AbortSignal[] = [];
  const clock: Clock = {
    now: () => new Date(0),
    wait: (_, signal) => {
      if (signal) signals.push(signal);
      return new Promise(() => undefined);
    },
  };
  const stop = createStopSwitch();
  const { runs, outbox } = await temporaryStores();
  return { stop, signals, ports: stoppable({ clock, runs, outbox }, stop) };
}

describe('a wait that the stop switch ends', () => {
  it('also cancels the timer of the clock, so that no timer keeps the process alive', async () => {
    const { stop, signals, ports } = await waiting();
    const wait = ports.clock.wait(300_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    stop.throw();
    await expect(wait).rejects.toThrow(Stopped);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('does not start after the switch is set', async () => {
    const { stop, signals, ports } = await waiting();
    stop.throw();
    await expect(ports.clock.wait(1)).rejects.toThrow(Stopped);
    expect(signals).toEqual([]);
  });
});
