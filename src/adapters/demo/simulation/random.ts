import { smallFastCounter } from '../../../domain/statistics/seededRandom.ts';

/** A seeded random generator: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform on [0, 1). */
  uniform(): number;
  between(low: number, high: number): number;
  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** Standard normal. */
  normal(): number;
}

/**
 * Creates a generator for a pair of seed and key. With a key per trader and day, the numbers of one do not
 * depend on how many another has drawn. The start is the FNV-1a hash of seed and key; normals use the
 * Box-Muller transform.
 */
export function createRandom(seed: number, key: string): Random {
  const uniform = smallFastCounter(fnv1a(`${seed}/${key}`), seed >>> 0);
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  return {
    uniform,
    between,
    whole,
    chance: (probability) => uniform() < probability,
    // By place: to take the list apart would copy it, and every fill of the demo picks three times.
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
