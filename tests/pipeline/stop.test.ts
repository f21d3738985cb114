import { describe, expect, it } from 'vitest';
import { createStopSwitch, Stopped, stoppable } from '../../src/pipeline/stop.ts';
import type { Clock } from '../../src/ports/runtime.ts';
import { temporaryStores } from '../support/stores.ts';

/** A clock whose waits never end by themselves. */
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

describe('a wait that is broken off by the stop switch', () => {
  it('is called off at the clock too, so that no timer keeps the process alive', async () => {
    const { stop, signals, ports } = await waiting();
    const wait = ports.clock.wait(300_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    stop.throw();
    await expect(wait).rejects.toThrow(Stopped);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('is not even begun once the switch is thrown', async () => {
    const { stop, signals, ports } = await waiting();
    stop.throw();
    await expect(ports.clock.wait(1)).rejects.toThrow(Stopped);
    expect(signals).toEqual([]);
  });
});
