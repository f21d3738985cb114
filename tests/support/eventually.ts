import { vi } from 'vitest';

const HANGS_AFTER_MS = 600_000;
const INTERVAL_MS = 50;

/** Waits until a check throws nothing any more, however slow the machine is, and returns what it returned. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: HANGS_AFTER_MS, interval: INTERVAL_MS });
}
