import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

// Vitest runs this before each test file, and keeps testers as long as the process.
const ADDED = Symbol.for('daybreak.tests.quickEquality');
const ofProcess = globalThis as { [ADDED]?: true };

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

/**
 * What is strictly equal is equal for every matcher, and Node finds that in a tenth of the time. Other
 * values, and those with matchers inside, are compared as before.
 */
const strictlyEqual = (left: unknown, right: unknown) =>
  isObject(left) && isObject(right) && isDeepStrictEqual(left, right) ? true : undefined;

if (ofProcess[ADDED] === undefined) {
  ofProcess[ADDED] = true;
  expect.addEqualityTesters([strictlyEqual]);
}
