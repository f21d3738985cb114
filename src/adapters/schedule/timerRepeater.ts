import type { Repeater } from '../../ports/runtime.ts';

/** Repeats work with setInterval; the timer does not keep the process alive. */
export const timerRepeater: Repeater = {
  every(milliseconds, work) {
    const timer = setInterval(() => void work(), milliseconds);
    timer.unref();
    return { stop: () => clearInterval(timer) };
  },
};
