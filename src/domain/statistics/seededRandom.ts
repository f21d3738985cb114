import { DecisionError } from '../../shared/errors.ts';

/**
 * Same as `smallFastCounter`, seeded by one number. Throws DecisionError for a seed that is not a whole
 * number.
 */
export function seededRandom(seed: number): () => number {
  if (!Number.isSafeInteger(seed)) {
    throw new DecisionError('seed', `random seed · ${seed} · expected a whole number`, {
      hint: 'Give the computation a whole number as its seed, so that it can be repeated.',
    });
  }
  return smallFastCounter(seed | 0, Math.floor(seed / 2 ** 32) | 0);
}

/**
 * Returns a generator of uniform numbers in [0, 1). Two seeds of 32 bits give the same numbers on every
 * machine.
 *
 * Source: sfc32, the small fast counter generator of Chris Doty-Humphrey (PractRand, 2010): 128 bits of
 * state, 32 bits a number.
 */
export function smallFastCounter(first: number, second: number): () => number {
  let a = first | 0;
  let b = second | 0;
  let c = 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Skip 12 numbers: the first ones still correlate with the seed.
  for (let skipped = 0; skipped < 12; skipped++) next();
  return next;
}
