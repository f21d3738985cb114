import { expect } from 'vitest';

/** The value with every number, at any depth, replaced by a matcher for the number ± half of 10^-digits. */
export function approximately<T>(value: T, digits = 6): T {
  return withTolerance(value, digits) as T;
}

function withTolerance(value: unknown, digits: number): unknown {
  if (typeof value === 'number') return expect.closeTo(value, digits);
  if (Array.isArray(value)) return value.map((item) => withTolerance(item, digits));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTolerance(item, digits)]));
}
