import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOOK_EVERY_MS, takeOverTicks } from '../../src/commands/takeOverTicks.ts';
import type { DaemonStatus } from '../../src/pipeline/daemon/daemonStatus.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function daemon(first: DaemonStatus['state']) {
  let state = first;
  let woken = 0;
  const ticks = takeOverTicks({
    status: () => ({ state }),
    wakeUp: async () => {
      woken++;
    },
    leaseMs: 90_000,
  });
  return {
    ticks,
    become: (next: DaemonStatus['state']) => {
      state = next;
    },
    wokenDuring: (milliseconds: number) => {
      const before = woken;
      vi.advanceTimersByTime(milliseconds);
      return woken - before;
    },
  };
}

describe('the looks of a daemon', () => {
  it('are every five seconds while it stands by', () => {
    expect(LOOK_EVERY_MS).toBe(5_000);
    expect(daemon('standing by').wokenDuring(60_000)).toBe(12);
  });

  it('go on for a lease after it has taken over, because the lease of the morning may end later', () => {
    const { wokenDuring, become } = daemon('standing by');
    wokenDuring(10_000);
    become('watching');
    expect(wokenDuring(600_000)).toBe(18);
  });

  it('are left out for a daemon that never stood by', () => {
    expect(daemon('watching').wokenDuring(600_000)).toBe(0);
  });

  it('end with it', () => {
    const { ticks, wokenDuring } = daemon('standing by');
    ticks.stop();
    expect(wokenDuring(60_000)).toBe(0);
  });
});
